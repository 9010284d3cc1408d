"""Content lines: text that no reader takes for anything else, folded (RFC 5545, 3.1 and 3.3.11)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_ODD = re.compile(f"{_BREAKS.pattern}|{_CONTROLS.pattern}")
_ODD_IN_ASCII = bytes([each for each in range(0x80) if each != 0x0A and _ODD.match(chr(each))])


def clean(text: str) -> str:
    r"""Return a text as a calendar can hold it: every line break `\n`, no other controls."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text)) if is_odd(text) else text


def is_odd(text: str) -> bool:
    """Say whether there is something to clean: in most texts, ASCII alone, there is nothing."""
    if text.isascii():
        octets = text.encode()
        return len(octets.translate(None, _ODD_IN_ASCII)) < len(octets)
    return _ODD.search(text) is not None


def uri(url: str) -> str:
    """Return a URL with every character that a URI does not hold encoded (RFC 3986)."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~", errors="ignore")


def utc(at: datetime) -> str:
    """Return an instant in the form #2: date with UTC time (RFC 5545, 3.3.5)."""
    # An f-string takes more than twice the time for this.
    parts = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    return "%04d%02d%02dT%02d%02d%02dZ" % parts  # noqa: UP031


def escaped(text: str) -> str:
    """Escape a cleaned text (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a content line of at most 75 octets a piece, no character split (RFC 5545, 3.1)."""
    if len(line) <= 75 and (line.isascii() or len(line.encode()) <= 75):
        return f"{line}\r\n"
    if line.isascii():
        rest = [line[at : at + 74] for at in range(75, len(line), 74)]
        return "\r\n ".join([line[:75], *rest]) + "\r\n"
    return _folded_octets(line.encode()).decode()


def _folded_octets(octets: bytes) -> bytes:
    pieces, at, room = [], 0, 75
    while at < len(octets):
        end = at + room
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[at:end])
        at, room = end, 74
    return b"\r\n ".join(pieces) + b"\r\n"
