"""Where everything in a text stands: the marks of each field, item and value, for edits.

Read from the same events as the records, of a text that was read before and has no faults. Indices
count in the text as the user has it, an end is exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import yaml

from followup_ics.reading.decoding import BrokenTextError, Source
from followup_ics.reading.yaml_tree import LOADER, NOTHING

_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class Node:
    """A value. `mark` says what sets it apart from one written plainly: an anchor, a tag.

    Of a list or fields in block style, the end is that of the last thing in it: neither a comment
    nor an empty line counts. `style` is the quote of a text, "|" or ">", or the opening bracket.
    """

    kind: Literal["text", "list", "fields", "alias"]
    start: int
    end: int
    style: str = ""
    text: str = ""
    mark: str = ""
    fields: dict[str, Entry] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Say whether this is how a field without a value is written."""
        return self.kind == "text" and not self.style and not self.mark and self.text in NOTHING

    @property
    def children(self) -> list[Node]:
        """The values inside, in the order of the text."""
        return self.items or [each.value for each in self.fields.values()]

    @property
    def begins(self) -> list[int]:
        """Where each item, or the name of each field, begins."""
        return [each.name.start for each in self.fields.values()] or [
            each.start for each in self.items
        ]


class Entry(NamedTuple):
    """A field: its name, and what is written for it."""

    name: Node
    value: Node


def layout(source: Source) -> Node:
    """Return the one document of a text; raises BrokenTextError where it cannot be YAML."""
    events: Callable[[], Any] = LOADER(source.text).get_event
    try:
        events(), events()
        return _Marks(events, source).node(events())
    except yaml.MarkedYAMLError as error:
        raise BrokenTextError(str(error.problem)) from None


class _Marks:
    def __init__(self, events: Callable[[], Any], source: Source) -> None:
        self._next, self._source = events, source

    def node(self, event: Any) -> Node:
        start, end = self._span(event)
        if type(event) is yaml.AliasEvent:
            return Node("alias", start, end, mark="an alias")
        mark = "an anchor" if event.anchor else "a tag" if event.tag else ""
        if type(event) is yaml.ScalarEvent:
            return self._text(event, mark)
        style = {yaml.SequenceStartEvent: "[", yaml.MappingStartEvent: "{"}[type(event)]
        style = style if event.flow_style else ""
        if type(event) is yaml.SequenceStartEvent:
            items, stop = self._items()
            return Node("list", start, _end(items, stop, style), style, mark=mark, items=items)
        fields, stop = self._fields()
        values = [each.value for each in fields.values()]
        return Node("fields", start, _end(values, stop, style), style, mark=mark, fields=fields)

    def _text(self, event: Any, mark: str) -> Node:
        start, end = self._span(event)
        style = event.style or ""
        if style in ("|", ">"):  # the empty lines after it count as its own
            end = start + len(self._source.text[event.start_mark.index : end].rstrip())
        return Node("text", start, end, style, event.value, mark)

    def _items(self) -> tuple[list[Node], int]:
        items = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self.node(event))
        return items, self._span(event)[1]

    def _fields(self) -> tuple[dict[str, Entry], int]:
        fields = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            name = self._text(event, "")
            fields[name.text] = Entry(name, self.node(self._next()))
        return fields, self._span(event)[1]

    def _span(self, event: Any) -> tuple[int, int]:
        original = self._source.original
        return original(event.start_mark.index), original(event.end_mark.index)


def _end(values: list[Node], stop: int, style: str) -> int:
    return stop if style or not values else values[-1].end


def every(node: Node) -> Iterator[Entry]:
    """Yield each field inside a value, in the order of the text."""
    for entry in node.fields.values():
        yield entry
        yield from every(entry.value)
    for item in node.items:
        yield from every(item)


# Lines


def line_start(text: str, at: int) -> int:
    """Return where the line of an index begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of an index ends, before its line break."""
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def column(text: str, at: int) -> int:
    """Return how many characters stand before an index in its line."""
    return at - line_start(text, at)


def indentation(text: str, at: int) -> str | None:
    """Return what stands before an index in its line, None where that is more than spaces."""
    before = text[line_start(text, at) : at]
    return None if before.strip(" \t") else before


def is_apart(text: str, around: Node) -> bool:
    """Say whether an empty line stands before the last item or field of several."""
    if len(around.children) < 2:
        return False
    between = text[around.children[-2].end : around.begins[-1]]
    return any(not line.strip() for line in _NEWLINE.split(between)[1:-1])


def newline(text: str, at: int) -> str:
    """Return how the line before that of an index is broken off, else the text's first line."""
    start = line_start(text, at)
    if start:
        return "\r\n" if text.endswith("\r\n", 0, start) else text[start - 1]
    found = _NEWLINE.search(text)
    return found[0] if found else "\n"


_NEWLINE = re.compile(r"\r\n|\n|\r")
