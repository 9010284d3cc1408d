"""YAML or JSON text to fields, lists and texts, each with its place.

Only this room knows PyYAML. Text is read as events, never as objects: every scalar stays
text until the field that it stands in decides what it is, so that `12:30`, `NO` and `010` mean
what they say. An empty field counts as not given. Lines and columns count from 1; whatever the
text holds, time and memory stay within the limits below.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from followup_ics.errors import shown
from followup_ics.reading.decoding import MAX_BYTES, BrokenTextError, Source, decoded
from followup_ics.reading.yaml_advice import MAX_DEPTH, QUOTE, TOO_DEEP, advice

MAX_VALUES = 150_000
MAX_FIELDS = 200
MAX_ITEMS = 10_000
MAX_ALIASES = 1_000
MAX_SLIPS = 1_000

Tree = Any  # Fields, Items, a text, or None where nothing is written
Keys = tuple[str | int, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOTHING = ("", "~", "null")
# A number sign that nobody means as a comment: after a text, and with no space behind it.
_SIGN = re.compile(r"[ \t](#+)[^\s#]")
_LOST = re.compile(r"[ \t]+(#+)[^\s#]")
_COMMENT = (
    "a comment begins at this '#', and what follows is not read; put the whole text in quotes, "
    "or a space after the '#'"
)
_EMPTY = "the file is empty; 'followup-ics init' writes one to start from"


class Fields(dict[str, Tree]):
    """The fields that are given; where the name and value of each begin, of empty ones too."""

    __slots__ = ("names_at", "size", "values_at")
    names_at: dict[str, int]
    values_at: dict[str, int]
    size: int


class Items(list[Tree]):
    """A list, and where each item begins."""

    __slots__ = ("items_at", "size")
    items_at: list[int]
    size: int


class Slip(NamedTuple):
    """A fault that does not end the reading, at an index of the text.

    The message may speak of the `{line}` of another index.
    """

    at: int
    keys: Keys
    message: str
    other: int = 0


class Document:
    """What a text holds, with the faults found while reading it.

    `tree` consists of Fields, Items and texts; `empty` has the paths of fields without a value,
    `bare` those of names in braces without even a colon.
    """

    def __init__(self, text: str | bytes, longest: int) -> None:
        """Read one document with no text longer than `longest`; raises BrokenTextError."""
        self.source = decoded(text)
        reader = _Reader(self.source, longest)
        try:
            self.tree, self._start = reader.document()
        except _Break as stop:
            raise BrokenTextError(stop.message, self.source.place(stop.at)) from None
        self.slips, self.empty, self.bare = reader.slips, reader.empty, reader.bare

    def index(self, keys: Keys, *, of_name: bool = False) -> int:
        """Return where the value (or the name) at a path begins, or what is nearest around it."""
        found, node = self._start, self.tree
        for left, key in enumerate(keys, 1 - len(keys)):
            if isinstance(node, Fields) and isinstance(key, str) and key in node.names_at:
                found = (node.names_at if of_name and not left else node.values_at)[key]
                node = node.get(key)
            elif isinstance(node, Items) and isinstance(key, int) and key < len(node):
                found, node = node.items_at[key], node[key]
            else:
                break
        return found


class _Anchored(NamedTuple):
    """What an alias repeats, and what repeating it costs."""

    tree: Tree
    values: int
    characters: int


class _Break(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message


class _Reader:
    def __init__(self, source: Source, longest: int) -> None:
        self._source, self._longest = source, longest
        self._next = LOADER(source.text).get_event
        self._anchors: dict[str, _Anchored] = {}
        self._open: set[str] = set()
        self._values = self._characters = self._aliases = 0
        self.slips: list[Slip] = []
        self.empty: set[Keys] = set()
        self.bare: set[Keys] = set()
        self._may_lose = _SIGN.search(source.text) is not None

    def document(self) -> tuple[Tree, int]:
        """Return the one document and where it begins."""
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            at, message = advice(error, self._source)
            lost = self._lost_in_braces(error)
            raise _Break(
                at if lost is None else lost, message if lost is None else _COMMENT
            ) from None

    def _document(self) -> tuple[Tree, int]:
        self._next()
        if type(self._next()) is yaml.StreamEndEvent:
            raise _Break(0, _EMPTY)
        event = self._next()
        self._values = 1
        tree = self._rare_node(event, (), 1)
        if tree is None:
            raise _Break(0, _EMPTY)
        self._next()
        if type(end := self._next()) is not yaml.StreamEndEvent:
            raise _Break(_at(end), "a second document begins here; keep one to a file")
        return tree, _at(event)

    def _node(self, event: Any, around: Keys, key: str | int, depth: int) -> Tree:
        self._values += 1
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            text: str = event.value
            if self._may_lose and not event.style:
                self._tell_of_comment(event, (*around, key))
            if len(text) <= self._longest and self._values <= MAX_VALUES:
                self._characters += len(text)
                return None if text in NOTHING and not event.style else text
        return self._rare_node(event, (*around, key), depth)

    def _rare_node(self, event: Any, keys: Keys, depth: int) -> Tree:
        if self._values > MAX_VALUES:
            raise _Break(_at(event), f"more than {MAX_VALUES:,} values; split the file up")
        if type(event) is yaml.AliasEvent:
            return self._aliased(event)
        if event.anchor:
            return self._anchored(event, keys, depth)
        return self._value(event, keys, depth)

    def _value(self, event: Any, keys: Keys, depth: int) -> Tree:
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event, keys)
        if event.tag is not None:
            raise _unused_tag(event)
        if depth > MAX_DEPTH:
            raise _Break(_at(event), TOO_DEEP)
        if type(event) is yaml.SequenceStartEvent:
            return self._list(keys, depth)
        return self._mapping(event, keys, depth)

    def _scalar(self, event: Any, keys: Keys) -> str | None:
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise _unused_tag(event)
        text: str = event.value
        if not event.style and event.tag is None and text in NOTHING:
            return None
        if len(text) > self._longest:
            message = f"found {len(text):,} characters; write at most {self._longest:,}"
            self._slip(Slip(_at(event), keys, message))
            text = text[: self._longest]
        self._characters += len(text)
        return text

    def _tell_of_comment(self, event: Any, keys: Keys) -> None:
        if lost := _LOST.match(self._source.text, _end(event)):
            self._slip(Slip(lost.start(1), keys, _COMMENT))

    def _lost_in_braces(self, error: yaml.MarkedYAMLError) -> int | None:
        """Return where a comment took the closing bracket of a list or braces along, if one did."""
        opened, broken = error.context_mark, error.problem_mark
        if not self._may_lose or opened is None or broken is None:
            return None
        text = self._source.text
        end = text.find("\n", opened.index)
        lost = _SIGN.search(text, opened.index, end if end >= 0 else len(text))
        is_text = lost and not {"'", '"'} & set(text[opened.index : lost.start()])
        return lost.start(1) if lost and is_text and lost.start() < broken.index else None

    def _anchored(self, event: Any, keys: Keys, depth: int) -> Tree:
        values, characters = self._values, self._characters
        self._anchors.pop(event.anchor, None)
        self._open.add(event.anchor)
        tree = self._value(event, keys, depth)
        self._open.discard(event.anchor)
        cost = self._values - values + 1, self._characters - characters
        self._anchors[event.anchor] = _Anchored(tree, *cost)
        return tree

    def _aliased(self, event: Any) -> Tree:
        """Repeat what an anchor names, counting its values again so that a bomb stays small."""
        if event.anchor not in self._anchors:
            is_open = event.anchor in self._open
            why = "stands inside what it names" if is_open else "names nothing above"
            message = f"the alias {shown('*' + event.anchor)} {why}; write the value out"
            raise _Break(_at(event), message)
        tree, values, characters = self._anchors[event.anchor]
        self._aliases += 1
        self._values += values
        self._characters += characters
        within = self._aliases <= MAX_ALIASES and self._values <= MAX_VALUES
        if not within or self._characters > MAX_BYTES:
            message = "too many repetitions by aliases; write the values out"
            raise _Break(_at(event), message)
        return tree

    def _slip(self, slip: Slip) -> None:
        self.slips.append(slip)
        if len(self.slips) > MAX_SLIPS:
            raise _Break(slip.at, "the last of too many repeated fields or overlong texts")

    def _list(self, keys: Keys, depth: int) -> Items:
        items, before = Items(), self._values
        at = items.items_at = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            if len(items) == MAX_ITEMS:
                message = f"more than {MAX_ITEMS:,} items in one list; split the file up"
                raise _Break(_at(event), message)
            at.append(event.start_mark.index)
            items.append(self._node(event, keys, len(items), depth + 1))
        items.size = self._values - before
        return items

    def _mapping(self, start: Any, keys: Keys, depth: int) -> Fields:
        fields, before = Fields(), self._values
        names_at = fields.names_at = {}
        values_at = fields.values_at = {}
        count = 0
        while type(event := self._next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                raise _Break(_at(event), "a field's name must be a text")
            name = event.value
            if (count := count + 1) > MAX_FIELDS:
                message = f"more than {MAX_FIELDS} fields in one place; is this the right file?"
                raise _Break(_at(event), message)
            value_event: Any = self._next()
            value = self._node(value_event, keys, name, depth + 1)
            if name in names_at:
                message = "there twice, first in line {line}; keep one"
                self._slip(Slip(_at(event), (*keys, name), message, names_at[name]))
                continue
            names_at[name] = _at(event)
            values_at[name] = value_event.start_mark.index
            if value is not None:
                fields[name] = value
            elif len(self.empty) < MAX_SLIPS:
                self.empty.add((*keys, name))
                if start.flow_style and values_at[name] <= _end(event):
                    self.bare.add((*keys, name))
        fields.size = self._values - before
        return fields


def _at(event: Any) -> int:
    index: int = event.start_mark.index
    return index


def _end(event: Any) -> int:
    index: int = event.end_mark.index
    return index


def _unused_tag(event: Any) -> _Break:
    tag = shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
    return _Break(_at(event), f"the tag {tag} is not used here; remove it, or {QUOTE}")
