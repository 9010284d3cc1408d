"""Pages as files: what is there is replaced only where it is a page of ours."""

from __future__ import annotations

from pathlib import Path

from followup_ics.errors import OutputError
from followup_ics.files import read_if_there, write
from followup_ics.page.page import is_page


def write_page(path: Path, page: str) -> None:
    """Write a page where there is nothing, an empty file, or a page that this package wrote.

    Raises OutputError, also for any other file that is there, and UnreadableFileError.
    """
    content, previous = page.encode(), read_if_there(path)
    if previous and not is_page(previous):
        raise OutputError(
            str(path),
            "the file that is there is not a page that followup-ics wrote. "
            "Choose another name for the page, or move that file away first",
        )
    if previous != content:
        write(path, content)
