/* Loaded before the C library: what a process does to files fails when it is told to, or kills it.

   Each call that changes what a disk holds is a step: nothing between two steps can be told apart
   by whoever looks at the disk after a kill. A step that is no regular file, such as a write to a
   pipe or a socket, does not count, nor does a file that is opened to be read. What is to happen is
   set by `arm`; until then all is as without this. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MADE = 1, WRITTEN = 2, SYNCED = 4, NAMED = 8 };

static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int armed, mask, error, goes_on, failing, told_to = -1;
static long count, at;

/* From the `number`-th step of the kinds in `kinds` on, counted from 1: SIGKILL before it where
   `failure` is 0, else that error, once, or each time where `again`. Every step is written to
   `told` as a line, before it is done. A `number` of 0 lets nothing happen. */
void arm(int kinds, long number, int failure, int again, int told)
{
    mask = kinds, at = number, error = failure, goes_on = again, told_to = told;
    count = 0, failing = 0, armed = 1;
}

void disarm(void)
{
    armed = 0;
}

/* Return the error of a step, 0 where it is to be done. */
static int step(int kind, const char *what, const char *path)
{
    int failed = 0;
    if (!armed)
        return 0;
    pthread_mutex_lock(&counting);
    const char *name = strrchr(path, '/');
    if (told_to >= 0)
        dprintf(told_to, "%d %s %s\n", kind, what, name ? name + 1 : path);
    if (kind & mask && (++count == at || (failing && goes_on))) {
        if (!error)
            kill(getpid(), SIGKILL);
        failing = 1, failed = error;
    }
    pthread_mutex_unlock(&counting);
    return failed;
}

static int fail(int failed)
{
    errno = failed;
    return -1;
}

static int is_kept(int fd)
{
    struct stat found;
    return fd != told_to && !fstat(fd, &found) && (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
}

static int step_at(int kind, const char *what, int fd)
{
    char link[32], path[4096];
    if (!armed || !is_kept(fd))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    path[size > 0 ? size : 0] = 0;
    return step(kind, what, path);
}

#define NEXT(name) static typeof(name) *next; if (!next) next = dlsym(RTLD_NEXT, #name)

#define OPENS(name, arguments, ...)                                  \
    int name arguments                                               \
    {                                                                \
        NEXT(name);                                                  \
        mode_t mode = 0;                                             \
        if (flags & (O_CREAT | O_TMPFILE)) {                         \
            va_list rest;                                            \
            va_start(rest, flags);                                   \
            mode = va_arg(rest, mode_t);                             \
            va_end(rest);                                            \
        }                                                            \
        int failed = 0;                                              \
        if (flags & O_TRUNC || (flags & O_CREAT && access(path, F_OK))) \
            failed = step(MADE, "open", path);                       \
        return failed ? fail(failed) : next(__VA_ARGS__, mode);      \
    }

OPENS(open, (const char *path, int flags, ...), path, flags)
OPENS(open64, (const char *path, int flags, ...), path, flags)
OPENS(openat, (int at_fd, const char *path, int flags, ...), at_fd, path, flags)
OPENS(openat64, (int at_fd, const char *path, int flags, ...), at_fd, path, flags)

/* A disk that fills takes a part of the last write, and of no later one. */
#define WRITES(name, arguments, ...)                                 \
    ssize_t name arguments                                           \
    {                                                                \
        NEXT(name);                                                  \
        int was = failing, failed = step_at(WRITTEN, "write", fd);   \
        if (failed == ENOSPC && !was && size > 1)                    \
            size /= 2, failed = 0;                                   \
        return failed ? fail(failed) : next(__VA_ARGS__);            \
    }

WRITES(write, (int fd, const void *from, size_t size), fd, from, size)
WRITES(pwrite, (int fd, const void *from, size_t size, off_t to), fd, from, size, to)
WRITES(pwrite64, (int fd, const void *from, size_t size, off64_t to), fd, from, size, to)

#define AT_FILE(kind, name, arguments, ...)                          \
    int name arguments                                               \
    {                                                                \
        NEXT(name);                                                  \
        int failed = step_at(kind, #name, fd);                       \
        return failed ? fail(failed) : next(__VA_ARGS__);            \
    }

AT_FILE(SYNCED, fsync, (int fd), fd)
AT_FILE(SYNCED, fdatasync, (int fd), fd)
AT_FILE(WRITTEN, ftruncate, (int fd, off_t size), fd, size)
AT_FILE(WRITTEN, ftruncate64, (int fd, off64_t size), fd, size)
AT_FILE(WRITTEN, posix_fallocate, (int fd, off_t from, off_t size), fd, from, size)
AT_FILE(WRITTEN, posix_fallocate64, (int fd, off64_t from, off64_t size), fd, from, size)
AT_FILE(NAMED, fchmod, (int fd, mode_t mode), fd, mode)

#define AT_PATH(kind, name, arguments, ...)                          \
    int name arguments                                               \
    {                                                                \
        NEXT(name);                                                  \
        int failed = step(kind, #name, path);                        \
        return failed ? fail(failed) : next(__VA_ARGS__);            \
    }

AT_PATH(MADE, mkdir, (const char *path, mode_t mode), path, mode)
AT_PATH(MADE, mkdirat, (int fd, const char *path, mode_t mode), fd, path, mode)
AT_PATH(MADE, link, (const char *from, const char *path), from, path)
AT_PATH(MADE, symlink, (const char *from, const char *path), from, path)
AT_PATH(NAMED, rename, (const char *from, const char *path), from, path)
AT_PATH(NAMED, renameat, (int one, const char *from, int fd, const char *path), one, from, fd, path)
AT_PATH(NAMED, unlink, (const char *path), path)
AT_PATH(NAMED, unlinkat, (int fd, const char *path, int flags), fd, path, flags)
AT_PATH(NAMED, rmdir, (const char *path), path)
AT_PATH(NAMED, chmod, (const char *path, mode_t mode), path, mode)
AT_PATH(NAMED, truncate, (const char *path, off_t size), path, size)
