"""Files of records as people lay them out, as hypothesis strategies.

`files()` draws records of `strategies` and writes them in one of many layouts: block and flow
style, JSON, odd indentation, comments, quotes, anchors, CRLF, a byte order mark, no final newline.
Which, is drawn by a seed: a smaller one means nothing, but the tree and the layout do shrink.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from strategies import Tree, records

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +@/._-]*(:[0-9]\d[A-Za-z0-9 +@/._:-]*)?")
_ODD = ("C#: why?", "it's 5 o'clock", "null", "yes", "a # b", "[draft]", "50%", "é, ü", '"quoted"')
_EMPTY = ("log", "people", "outcome", "next_step", "timezone", "kind")


@dataclass(frozen=True)
class Layout:
    """How a file is written; each share is one in so many places, 0 for none."""

    newline: str
    bom: bool
    last: bool  # a newline at the end of the file
    step: int
    dash: int
    gap: int
    flow: int
    comment: int
    quote: int
    anchor: int
    apart: bool  # an empty line between interviews
    start: bool  # a line with ---


@dataclass(frozen=True)
class File:
    """A text, what it holds as a tree of text, and what drew it."""

    text: str
    tree: Tree
    seed: int

    @property
    def content(self) -> bytes:
        return self.text.encode()


_share = st.sampled_from((0, 2, 5, 12))
layouts = st.builds(
    Layout,
    newline=st.sampled_from(("\n", "\n", "\r\n")),
    bom=st.sampled_from((False, False, True)),
    last=st.sampled_from((True, True, False)),
    step=st.sampled_from((2, 2, 3, 4)),
    dash=st.sampled_from((2, 2, 0, 1, 4)),
    gap=st.sampled_from((1, 1, 2, 3)),
    flow=st.sampled_from((3, 3, 0, 1, 8)),
    comment=_share,
    quote=_share,
    anchor=st.sampled_from((0, 0, 4)),
    apart=st.booleans(),
    start=st.sampled_from((False, False, True)),
)


@st.composite
def files(draw: st.DrawFn) -> File:
    """Draw a file of records."""
    seed = draw(st.integers(0, 1_000_000))
    tree = _varied(draw(records()), Random(seed))
    layout = draw(layouts)
    return File(written(tree, layout, seed), tree, seed)


@st.composite
def json_files(draw: st.DrawFn) -> File:
    """Draw a JSON file of records, on one line or indented."""
    seed, tree = draw(st.integers(0, 1_000_000)), draw(records())
    indent, wide = draw(st.sampled_from((None, 2, 4))), draw(st.booleans())
    return File(json.dumps(tree, indent=indent, ensure_ascii=wide), tree, seed)


def _varied(tree: Tree, chance: Random) -> Tree:
    """Return records with some ids left out and odd topics."""
    interviews = []
    for each in tree["interviews"]:
        found = {
            name: value for name, value in each.items() if name != "id" or chance.random() > 0.3
        }
        people = [_odd(person, chance) for person in each.get("people", ())]
        interviews.append(found | ({"people": people} if people else {}))
    return tree | {"interviews": interviews}


def _odd(person: Tree, chance: Random) -> Tree:
    if "topics" not in person or chance.random() < 0.6:
        return person
    return person | {"topics": [*person["topics"], chance.choice(_ODD)]}


def written(tree: Tree, layout: Layout, seed: int) -> str:
    """Return a tree as text in a layout."""
    lines = _Writer(layout, Random(seed)).document(tree)
    text = layout.newline.join(lines) + (layout.newline if layout.last else "")
    return ("\ufeff" if layout.bom else "") + text


class _Writer:
    def __init__(self, layout: Layout, chance: Random) -> None:
        self._layout, self._chance = layout, chance
        self._anchors: dict[str, str] = {}

    def document(self, tree: Tree) -> list[str]:
        head = ["# my search", ""] if self._one_in(self._layout.comment) else []
        head += ["---"] if self._layout.start else []
        return [*head, *self._fields(tree, 0), *self._comments(0)]

    def _one_in(self, many: int) -> bool:
        return many > 0 and self._chance.randrange(many) == 0

    # Block style

    def _fields(self, tree: Tree, indent: int, *, first: bool = False) -> Iterator[str]:
        """Yield the lines of fields; the `first` one goes behind a dash."""
        for name, value in self._with_empty(tree):
            if not first:
                yield from self._comments(indent)
            first = False
            yield from self._field(name, value, indent)

    def _with_empty(self, tree: Tree) -> list[tuple[str, Any]]:
        given = list(tree.items())
        for name in _EMPTY if "company" in tree and "start" in tree else ():
            if name not in tree and self._one_in(12):
                given.insert(self._chance.randrange(1, len(given) + 1), (name, None))
        return given

    def _field(self, name: str, value: Any, indent: int) -> Iterator[str]:
        head = f"{' ' * indent}{self._name(name)}:"
        if value is None:
            nothing = self._chance.choice(("", "", " ~", " null", " []" if name == "log" else ""))
            yield f"{head}{nothing}{self._remark()}"
        elif isinstance(value, str) and " " in value and self._one_in(self._layout.quote * 6):
            yield from self._long_text(head, value, indent)
        elif isinstance(value, str):
            yield f"{head}{self._space()}{self._scalar(value, flow=False)}{self._remark()}"
        elif self._one_in(self._layout.flow) or not value:
            yield from self._flow_lines(f"{head}{self._space()}", value, indent)
        elif isinstance(value, list):
            yield f"{head}{self._remark()}"
            yield from self._items(name, value, indent + self._layout.dash)
        else:
            yield f"{head}{self._remark()}"
            yield from self._fields(value, indent + self._layout.step)

    def _long_text(self, head: str, text: str, indent: int) -> list[str]:
        """Return a text with a line of its own, or over two lines."""
        if self._one_in(2):
            # So far to the right that no comment below becomes part of it.
            return [f"{head} {self._chance.choice(('|-', '>-'))}", f"{' ' * (indent + 9)}{text}"]
        begin, _, end = json.dumps(text).partition(" ")
        return [f"{head} {begin}", f"{' ' * (indent + 1)}{end}{self._remark()}"]

    def _items(self, name: str, items: list[Any], indent: int) -> Iterator[str]:
        inner = indent + 1 + self._layout.gap
        dash = f"{' ' * indent}-{' ' * self._layout.gap}"
        for index, item in enumerate(items):
            if index and name == "interviews" and self._layout.apart:
                yield ""
            yield from self._comments(indent)
            if isinstance(item, str):
                yield f"{dash}{self._scalar(item, flow=False)}{self._remark()}"
            elif self._one_in(self._layout.flow):
                yield from self._flow_lines(dash, item, indent)
            else:
                start, *rest = self._fields(item, inner, first=True)
                alone = self._one_in(self._layout.comment * 4)
                yield from (dash.rstrip(), start) if alone else (dash + start.lstrip(" "),)
                yield from rest

    def _flow_lines(self, head: str, value: Any, indent: int) -> list[str]:
        alike = json.dumps(value)
        if alike in self._anchors and self._one_in(2):
            return [f"{head}*{self._anchors[alike]}"]
        anchor = self._anchor(alike) if isinstance(value, dict) else ""
        if not value or not self._one_in(3):
            return [f"{head}{anchor}{self._flow(value)}{self._remark()}"]
        begin, end = "{}" if isinstance(value, dict) else "[]"
        inside = [f"{' ' * (indent + 4)}{each}" for each in self._parts(value)]
        lines = [f"{each},{self._remark()}" for each in inside[:-1]]
        lines.append(inside[-1] + ("," if self._one_in(2) else "") + self._remark())
        return [f"{head}{anchor}{begin}", *lines, f"{' ' * (indent + 2)}{end}"]

    # Flow style

    def _flow(self, value: Any) -> str:
        if isinstance(value, str):
            return self._scalar(value, flow=True)
        begin, end = "{}" if isinstance(value, dict) else "[]"
        space = " " if self._one_in(4) else ""
        return f"{begin}{space}{', '.join(self._parts(value))}{space}{end}"

    def _parts(self, value: Any) -> list[str]:
        if isinstance(value, dict):
            return [f"{self._name(name)}: {self._flow(each)}" for name, each in value.items()]
        return [self._flow(each) for each in value]

    # Texts

    def _scalar(self, text: str, *, flow: bool) -> str:
        if text in self._anchors and self._one_in(2):
            return f"*{self._anchors[text]}"
        anchor = self._anchor(text)
        if _PLAIN.fullmatch(text) and text != "null" and not self._one_in(self._layout.quote):
            return anchor + text
        if self._one_in(2):
            return anchor + json.dumps(text, ensure_ascii=flow)
        doubled = text.replace("'", "''")
        return f"{anchor}'{doubled}'"

    def _anchor(self, text: str) -> str:
        if text in self._anchors or not self._one_in(self._layout.anchor * 4):
            return ""
        self._anchors[text] = f"a{len(self._anchors)}"
        return f"&{self._anchors[text]} "

    def _name(self, name: str) -> str:
        return f'"{name}"' if self._one_in(self._layout.quote * 4) else name

    def _space(self) -> str:
        return "   " if self._one_in(self._layout.comment * 3) else " "

    def _remark(self) -> str:
        if not self._one_in(self._layout.comment):
            return ""
        return self._chance.choice(("  # as said", " #", "\t# or not: [a, 'b", "  "))

    def _comments(self, indent: int) -> Iterator[str]:
        """Yield comments of a line each, where one would be and where one would not."""
        while self._one_in(self._layout.comment):
            odd = self._chance.choice((indent, indent, indent + 2, 0, 7))
            empty = "" if odd else "   "
            yield from (f"{' ' * odd}# to do: {self._chance.randrange(99)}", empty)[: odd % 3 + 1]
