"""Servers beside which hosting is measured: nginx with a file, and a PostgreSQL of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

# One process, as each of the others is; a log of each poll would be of its own making.
_NGINX = """
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  fastcgi_temp_path {folder};
  uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    default_type text/calendar;
    rewrite ^ /body break;
  }}
}}
"""


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def nginx(folder: Path) -> Iterator[int]:
    """Serve the file `body` of a folder at every path until the block ends; yield the port."""
    port, conf = free_port(), folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    conf.write_text(_NGINX.format(folder=folder, port=port, user=user))
    command = ["nginx", "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(conf)]
    with subprocess.Popen(command) as process:
        try:
            _await(process, port)
            yield port
        finally:
            process.terminate()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise RuntimeError("nginx ended before it answered")


def postgres_programs() -> Path | None:
    """Return the folder of the programs of PostgreSQL, which Debian keeps off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Run a PostgreSQL in a folder of its own until the block ends; yield the database's URL."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user = _owner(folder)

        def run(program: str, *words: str) -> None:
            command = [str(programs / program), "-D", str(folder / "data"), *words]
            with (folder / "log").open("a") as log:
                subprocess.run(command, check=True, cwd=folder, user=user, stdout=log, stderr=log)

        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-w", "-o", f"-k {folder} -c listen_addresses=", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def _owner(folder: Path) -> int | None:
    """Give a folder to the user of PostgreSQL where this is root, as whom it refuses to run."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("postgres").pw_uid
    os.chown(folder, user, -1)
    return user
