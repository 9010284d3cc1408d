"""Pages as files: what is there is replaced only where it is a page of ours."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from followup_ics.errors import OutputError
from followup_ics.files import read_if_there, write
from followup_ics.page.page import is_page


class PageContent(NamedTuple):
    """The bytes of a page, and whether they are not there yet."""

    content: bytes
    is_new: bool


def page_content(where: str, previous: bytes | None, page: str) -> PageContent:
    """Return a page for where nothing is, an empty file, or a page that this package wrote.

    Raises OutputError for any other file that is there; `where` is how messages call it.
    """
    if previous and not is_page(previous):
        raise OutputError(
            where,
            "the file that is there is not a page that followup-ics wrote. "
            "Choose another name for the page, or move that file away first",
        )
    content = page.encode()
    return PageContent(content, previous != content)


def write_page(path: Path, page: str) -> None:
    """Write a page where there is nothing, an empty file, or a page that this package wrote.

    Raises OutputError, also for any other file that is there, and UnreadableFileError.
    """
    made = page_content(str(path), read_if_there(path), page)
    if made.is_new:
        write(path, made.content)
