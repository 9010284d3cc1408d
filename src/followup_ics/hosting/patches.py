"""What one change did to a text, line by line, so that it can be seen there later, and taken back.

Others may have changed the text elsewhere since: only the lines themselves are looked for, and
those around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_AROUND = 3  # lines by which a place is known again


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines that took the place of others, both may be none, and what stood around them."""

    above: str
    old: str
    new: str
    below: str

    def was_in(self, whole: str) -> bool:
        """Say whether a text has what it took the place of, at the end if nothing stood below."""
        before = f"{self.above}{self.old}{self.below}"
        at = _only_place(before, whole)
        if at is None or (not self.above and at > 0):
            return False
        return bool(self.below) or at + len(before) == len(whole)


@dataclass(frozen=True, slots=True)
class Patch:
    """The changes of a text in UTF-8, from its beginning to its end."""

    hunks: tuple[_Hunk, ...]

    @classmethod
    def between(cls, before: bytes, after: bytes) -> Patch:
        """Return what leads from one text to another."""
        old, new = (text.decode().splitlines(keepends=True) for text in (before, after))
        return cls(tuple(_hunks(old, new)))

    @classmethod
    def from_bytes(cls, kept: bytes) -> Patch:
        """Return what `to_bytes` gave."""
        return cls(tuple(_Hunk(*each) for each in json.loads(kept)))

    def to_bytes(self) -> bytes:
        """Return it to be kept."""
        found = [(each.above, each.old, each.new, each.below) for each in self.hunks]
        return json.dumps(found, ensure_ascii=False).encode()

    @property
    def lines(self) -> str:
        """Return what was written, to be shown."""
        return "".join(each.new for each in self.hunks)

    def is_in(self, text: bytes) -> bool:
        """Say whether a text holds what was written, each where it was written."""
        return bool(self.hunks) and self.taken_from(text) is not None

    def is_out_of(self, text: bytes) -> bool:
        """Say whether a text is without what was written, as it was before at those places."""
        whole = text.decode()
        return all(each.was_in(whole) for each in self.hunks)

    def taken_from(self, text: bytes) -> bytes | None:
        """Return a text as it would be without the changes, None where one cannot be found.

        Each has to be there once, between the lines that it was made between.
        """
        whole, parts, done = text.decode(), [], 0
        for each in self.hunks:
            at = _only_place(f"{each.above}{each.new}{each.below}", whole)
            if at is None or at + len(each.above) < done:
                return None
            parts += [whole[done : at + len(each.above)], each.old]
            done = at + len(each.above) + len(each.new)
        return "".join([*parts, whole[done:]]).encode()


def _only_place(wanted: str, whole: str) -> int | None:
    first = whole.find(wanted)
    return None if first < 0 or whole.find(wanted, first + 1) >= 0 else first


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Hunk]:
    spans = list(_changed(old, new))
    ends = [0, *(span[3] for span in spans)]
    begins = [*(span[2] for span in spans), len(new)]
    for (first, last, at, up_to), before, after in zip(spans, ends, begins[1:], strict=False):
        # Around are lines that did not change; those of another hunk will not be there.
        yield _Hunk(
            above="".join(new[max(before, at - _AROUND) : at]),
            old="".join(old[first:last]),
            new="".join(new[at:up_to]),
            below="".join(new[up_to : min(after, up_to + _AROUND)]),
        )


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where lines were, and where those that took their place are, ends exclusive."""
    start = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    parts = old[start : len(old) - end], new[start : len(new) - end]
    for kind, *span in SequenceMatcher(None, *parts, autojunk=False).get_opcodes():
        if kind != "equal":
            first, last, at, up_to = (start + each for each in span)
            yield first, last, at, up_to


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
