"""A calendar file's bytes to its content lines, however it was encoded, ended and folded."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

UTF_16 = "it is UTF-16 instead of UTF-8"
NOT_UTF_8 = "it is not UTF-8; its accents are taken as Windows and Latin-1 write them"

MAX_LINES = 400_000

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF_8_MARK = b"\xef\xbb\xbf"
_BREAKS = re.compile(rb"\n\n+")
_FULL = 70  # octets; a fold comes after 75 at most, and some senders count otherwise


class TooManyLinesError(ValueError):
    """More lines than a calendar has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A content line; whether its last piece is so long that a fold may follow, and has an end."""

    text: str
    is_full: bool = False
    is_ended: bool = True


def unfolded(content: bytes) -> tuple[list[Line], list[str]]:
    """Return the lines of a file without the blank ones, and in words what was odd about it.

    Folds are undone among bytes, since some senders fold within a character (RFC 5545, 3.1).
    Raises TooManyLinesError.
    """
    words = []
    if content.startswith(_UTF_16_MARKS):
        content = content.decode("utf-16", "replace").encode()
        words.append(UTF_16)
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    pieces = _unfolded(content.removeprefix(_UTF_8_MARK))
    lines = [Line(_decoded(b"".join(each), words), len(each[-1]) >= _FULL) for each in pieces]
    if lines and not content.endswith(b"\n"):
        lines[-1] = replace(lines[-1], is_ended=False)
    return lines, words


def _unfolded(content: bytes) -> list[list[bytes]]:
    content = _BREAKS.sub(b"\n", content)
    if content.count(b"\n") > MAX_LINES:
        raise TooManyLinesError
    pieces: list[list[bytes]] = []
    for physical in content.split(b"\n"):
        if physical[:1] in (b" ", b"\t") and pieces:
            pieces[-1].append(physical[1:])
        elif physical.strip():
            pieces.append([physical])
    return pieces


def _decoded(raw: bytes, words: list[str]) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        if NOT_UTF_8 not in words:
            words.append(NOT_UTF_8)
        return raw.decode("cp1252", "replace")
