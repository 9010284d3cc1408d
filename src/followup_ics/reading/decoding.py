"""A file's bytes to text that a YAML reader takes in linear time, and places in that text.

Lines and columns count from 1, in the text as the user has it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

MAX_BYTES = 8 * 1024 * 1024
MAX_PAIRS = 100_000

Place = tuple[int, int]


class BrokenTextError(Exception):
    """Ends the reading: nothing after this place (0, 0 for none) can be trusted."""

    def __init__(self, message: str, place: Place = (0, 0)) -> None:
        self.message, self.place = message, place


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*+)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.I)
_SAVED = len(r"\ud83d\ude00") - len(r"\U0001f600")


@dataclass(frozen=True, slots=True)
class Source:
    r"""Text to read; `joins` says where JSON's `\ud83d\ude00` became `\U0001f600`."""

    text: str
    joins: list[int] = field(default_factory=list)

    def places(self, indices: Iterable[int]) -> dict[int, Place]:
        """Return the line and column of each index of the text."""
        found, line, start, done = {}, 1, 0, 0
        for index in sorted(set(indices)):
            passed = self.text[done:index]
            if breaks := passed.count("\n") + passed.count("\r") - passed.count("\r\n"):
                line += breaks
                start = done + max(passed.rfind("\n"), passed.rfind("\r")) + 1
            joins = bisect_left(self.joins, index) - bisect_left(self.joins, start)
            found[index] = line, index - start + 1 + joins * _SAVED
            done = index
        return found

    def original(self, index: int) -> int:
        """Return where the text as the user has it, after a byte order mark, has an index."""
        return index + bisect_left(self.joins, index) * _SAVED

    def place(self, index: int) -> Place:
        """Return the line and column of one index of the text."""
        return self.places([index])[index]


def decoded(text: str | bytes) -> Source:
    """Return text fit for reading; raises BrokenTextError where it cannot be YAML or JSON."""
    if len(text) > MAX_BYTES:
        raise BrokenTextError(f"larger than {MAX_BYTES // 1024 // 1024} MiB; split the file up")
    source = Source((text if isinstance(text, str) else _from_utf8(text)).removeprefix("\ufeff"))
    _refuse_odd_characters(source)
    _refuse_tag_directives(source)
    json = source.text.lstrip().startswith(("{", "["))
    return _json_as_yaml(source.text) if json else source


def _from_utf8(text: bytes) -> str:
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BrokenTextError("this is UTF-16; save the file as UTF-8", (1, 1))
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start].decode()
        place = Source(before).place(len(before))
        raise BrokenTextError("this is not UTF-8; save the file as UTF-8", place) from None


# What YAML 1.2 allows, the other way round: said that way it takes ten times as long to compile.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _refuse_odd_characters(source: Source) -> None:
    if odd := _ODD.search(source.text):
        hint = "remove it" if ord(odd[0]) else "save the file as UTF-8 text"
        message = f"the character U+{ord(odd[0]):04X} is not allowed; {hint}"
        raise BrokenTextError(message, source.place(odd.start()))


_TAG = re.compile("(?:^|(?<=[\r\n\x85\u2028\u2029]))%TAG")


def _refuse_tag_directives(source: Source) -> None:
    """Refuse what nobody needs, and what libyaml compares each with all before it."""
    if "%TAG" in source.text and (tag := _TAG.search(source.text)):
        message = "the directive %TAG is not used here; remove it"
        raise BrokenTextError(message, source.place(tag.start()))


def _json_as_yaml(text: str) -> Source:
    r"""Rewrite what JSON allows and YAML does not: tabs between values, `\ud83d\ude00` pairs."""
    joins: list[int] = []

    def joined(match: re.Match[str]) -> str:
        high, low = int(match[2], 16), int(match[3], 16)
        joins.append(match.end(1) - len(joins) * _SAVED)
        return f"{match[1]}\\U{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00:08x}"

    return Source(_PAIR.sub(joined, text.replace("\t", " "), count=MAX_PAIRS), joins)
