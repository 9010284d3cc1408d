"""Files written so that nothing is lost, whole or not at all; and what is no file, for what it is.

A pipe or a device stays where it is, and nobody waits for a reader or a writer who may not come.
`kinds` says what a path leads to, `reading` reads what is there, `writing` replaces it, and
`locking` keeps other writers away.
"""

from followup_ics.files.kinds import descriptor, is_same_file, kind_at
from followup_ics.files.locking import held
from followup_ics.files.reading import MAX_PREVIOUS, read_if_there, read_start
from followup_ics.files.writing import (
    make_private_folder,
    settle,
    write,
    write_new,
    write_whole,
)

__all__ = [
    "MAX_PREVIOUS",
    "descriptor",
    "held",
    "is_same_file",
    "kind_at",
    "make_private_folder",
    "read_if_there",
    "read_start",
    "settle",
    "write",
    "write_new",
    "write_whole",
]
