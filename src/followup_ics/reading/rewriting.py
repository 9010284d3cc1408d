"""The one way in which the user's own file is changed.

A file of records is written by people and their editors, by several terminals, and from a mail
program. So a change is a function from a text to a text: it is made on the text that is there, with
other writers kept away (`held` in `files` says how), and made again where somebody who does not ask
for that lock, such as an editor, saved meanwhile. Nothing of either is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from followup_ics.errors import OutputError
from followup_ics.files import held, settle, write_whole
from followup_ics.reading import loading

MOST_TRIES = 5

Change = Callable[[bytes], bytes]


def rewrite(file: str, edit: Change) -> bytes:
    """Replace a file by what an edit makes of its bytes, in one step; return the new bytes.

    The edit may be called several times, each time with what the file holds by then. It raises
    where that leaves no safe place for what it is to write, as those of `reading.editing` do, and
    the file then stays as it is. What is returned is there to stay, even if the power fails.
    Raises OutputError and UnreadableFileError too.
    """
    with held(file):
        for _ in range(MOST_TRIES):
            before = loading.read(file)
            after = edit(before)
            if _replaced(file, before, after):
                settle(file)
                return after
    raise OutputError(file, "another program changes it all the time; try again")


def _replaced(file: str, before: bytes, after: bytes) -> bool:
    """Replace what a file holds, unless that is something else by now; say whether it was not."""

    def is_as_before() -> bool:
        return loading.read(file) == before

    if after == before:
        return is_as_before()
    return write_whole(Path(file), after, if_so=is_as_before)
