"""Text to records and playbooks, with every fault's line and column.

The only module that knows YAML. Files are read as events, never as objects: every scalar stays
text until the field that it stands in decides what it is, so that `12:30`, `NO` and `010` mean
what they say.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from followup_ics import records
from followup_ics.errors import (
    Fault,
    FaultyFileError,
    PlaybookError,
    RecordsError,
    UnreadableFileError,
)
from followup_ics.fields import Record, nearest
from followup_ics.playbook import Playbook
from followup_ics.records import JobSearch

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 400_000
MAX_ALIASES = 1_000

Tree = dict[str, Any] | list[Any] | str | None
Keys = tuple[str | int, ...]
Model = TypeVar("Model", bound=Record)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: str | Path) -> JobSearch:
    """Read interview records from a YAML or JSON file in UTF-8.

    Raises RecordsError with every fault of the file, and UnreadableFileError.
    """
    return _parse(_read(path), str(path), JobSearch, RecordsError)


def loads(text: str | bytes, source: str = "<text>") -> JobSearch:
    """Read interview records from YAML or JSON text; faults name `source` as their file.

    Raises RecordsError with every fault of the text.
    """
    return _parse(text, source, JobSearch, RecordsError)


def load_playbook(path: str | Path) -> Playbook:
    """Read a playbook from a YAML or JSON file in UTF-8.

    Raises PlaybookError with every fault of the file, and UnreadableFileError.
    """
    return _parse(_read(path), str(path), Playbook, PlaybookError)


@lru_cache(maxsize=1)
def oi_partners() -> Playbook:
    """Return the default playbook: the advice of OI Partners."""
    file = resources.files("followup_ics") / "playbooks" / "oi_partners.yaml"
    return _parse(file.read_bytes(), "oi_partners.yaml", Playbook, PlaybookError)


def _read(path: str | Path) -> bytes:
    """Read a file, or standard input where the path is `-`, no further than the limit."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError(str(path), error.strerror or str(error)) from None


def _parse(
    text: str | bytes, source: str, model: type[Model], error: type[FaultyFileError]
) -> Model:
    try:
        reader = _Reader(_decoded(text))
        tree = reader.tree()
    except _Stop as stop:
        raise error([Fault(source, stop.line, stop.column, "", stop.message)]) from None
    faults = dict(reader.faults)
    try:
        found = model.model_validate(tree)
    except ValidationError as invalid:
        for details in invalid.errors(include_url=False):
            keys, message = _explain(details, model)
            faults.setdefault(keys, message)
        if model is JobSearch:
            faults |= dict(records.repeated_ids(records.ids_as_written(tree)))
    if faults:
        raise error(sorted((reader.fault(source, *each) for each in faults.items()), key=_place))
    return found


def _place(fault: Fault) -> tuple[int, int, str]:
    return fault.line, fault.column, fault.path


# Text to a tree


class _Stop(Exception):
    """Something that ends the reading: nothing after it can be trusted."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        self.message, self.line, self.column = message, line, column


def _decoded(text: str | bytes) -> str:
    if len(text) > MAX_BYTES:
        raise _Stop(f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB; split it up")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = text[: error.start]
            line = before.count(b"\n") + 1
            column = error.start - before.rfind(b"\n")
            raise _Stop("this is not UTF-8; save the file as UTF-8", line, column) from None
    if text.lstrip().startswith("{"):
        text = _json_as_yaml(text)
    return text


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.I)


def _json_as_yaml(text: str) -> str:
    r"""Rewrite what JSON allows and YAML does not: tabs between values, `\ud83d\ude00` pairs."""

    def joined(match: re.Match[str]) -> str:
        high, low = int(match[2], 16), int(match[3], 16)
        return f"{match[1]}\\U{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00:08x}"

    return _PAIR.sub(joined, text.replace("\t", " "))


class _Reader:
    """Builds plain dicts, lists and texts from YAML events, and remembers where each stood."""

    def __init__(self, text: str) -> None:
        self._events = self._parsed(text)
        self._anchors: dict[str, tuple[Tree, Keys, int]] = {}
        self._marks: dict[Keys, tuple[int, int]] = {}
        self._key_marks: dict[Keys, tuple[int, int]] = {}
        self._nodes = self._aliases = 0
        self._open: set[str] = set()
        self.faults: list[tuple[Keys, str]] = []

    def tree(self) -> Tree:
        """Return the one document, or stop where the text is not one."""
        self._next(yaml.StreamStartEvent)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise _Stop("the file is empty; 'followup-ics init' writes one to start from", 1, 1)
        tree = self._node(next(self._events), (), 1)
        self._next(yaml.DocumentEndEvent)
        end = next(self._events)
        if not isinstance(end, yaml.StreamEndEvent):
            raise _stop_at(end, "a second document begins here; keep one to a file")
        return tree

    def fault(self, source: str, keys: Keys, message: str) -> Fault:
        """Return a fault at a path: at its key where the field is at fault, else at its value."""
        line, column = self._key_marks.get(keys) or self._nearest_mark(keys)
        return Fault(source, line, column, _dotted(keys), message)

    def _nearest_mark(self, keys: Keys) -> tuple[int, int]:
        while keys not in self._marks:
            keys = keys[:-1]
        return self._marks[keys]

    def _next(self, kind: type[yaml.Event]) -> None:
        event = next(self._events)
        assert isinstance(event, kind), event

    def _parsed(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            context = f" ({error.context})" if error.context else ""
            raise _Stop(f"not YAML: {error.problem}{context}", line, column) from None
        except yaml.reader.ReaderError as error:
            before = text[: error.position] if isinstance(error.position, int) else ""
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            code = error.character if isinstance(error.character, int) else ord(error.character)
            raise _Stop(
                f"the character U+{code:04X} is not allowed; remove it", line, column
            ) from None

    def _node(self, event: yaml.Event, keys: Keys, depth: int) -> Tree:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _stop_at(event, f"more than {MAX_NODES:,} values; split the file up")
        if depth > MAX_DEPTH:
            raise _stop_at(event, f"nested deeper than {MAX_DEPTH} levels; flatten it")
        self._marks[keys] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event)
        if event.tag is not None and not isinstance(event, yaml.ScalarEvent):
            raise _stop_at(event, f"the tag {event.tag} is not used here; remove it")
        return self._anchored(event, keys, depth)

    def _anchored(self, event: Any, keys: Keys, depth: int) -> Tree:
        before = self._nodes
        if event.anchor:
            self._anchors.pop(event.anchor, None)
            self._open.add(event.anchor)
        tree = self._value(event, keys, depth)
        if event.anchor:
            self._open.discard(event.anchor)
            self._anchors[event.anchor] = (tree, keys, self._nodes - before + 1)
        return tree

    def _aliased(self, event: yaml.AliasEvent) -> Tree:
        """Repeat what an anchor names, counting its values again so that a bomb stays small."""
        if event.anchor not in self._anchors:
            itself = (
                "stands inside what it names" if event.anchor in self._open else "names nothing"
            )
            raise _stop_at(event, f"the alias *{event.anchor} {itself}; write the value out")
        tree, _, size = self._anchors[event.anchor]
        self._aliases += 1
        self._nodes += size
        if self._aliases > MAX_ALIASES or self._nodes > MAX_NODES:
            raise _stop_at(event, "too many repetitions by aliases; write the values out")
        return tree

    def _value(self, event: Any, keys: Keys, depth: int) -> Tree:
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(keys, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(keys, depth)
        if event.tag not in (None, "!"):
            raise _stop_at(event, f"the tag {event.tag} is not used here; remove it")
        plain = event.style is None
        return None if plain and event.value in ("", "~", "null") else str(event.value)

    def _sequence(self, keys: Keys, depth: int) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*keys, len(items)), depth + 1))
        return items

    def _mapping(self, keys: Keys, depth: int) -> dict[str, Tree]:
        """Read a mapping; a field left empty counts as not given."""
        fields: dict[str, Tree] = {}
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _stop_at(event, "a field's name must be a text")
            name, path = event.value, (*keys, event.value)
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            value = self._node(next(self._events), path, depth + 1)
            if name in seen:
                self.faults.append((path, f"'{name}' is there twice, first in line {seen[name]}"))
                self._key_marks[path] = (line, column)
                continue
            seen[name] = line
            self._key_marks[path] = (line, column)
            if value is not None:
                fields[name] = value
        return fields


def _stop_at(event: Any, message: str) -> _Stop:
    return _Stop(message, event.start_mark.line + 1, event.start_mark.column + 1)


def _dotted(keys: Keys) -> str:
    parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return "".join(parts).removeprefix(".")


# Faults of a model, in words


def _explain(details: ErrorDetails, model: type[BaseModel]) -> tuple[Keys, str]:
    """Return the path of a fault in the file, and what is wrong and what would be right."""
    keys = tuple(details["loc"])
    context = details.get("ctx", {})
    found = details["input"]
    match details["type"]:
        case "missing":
            return keys, "missing; add it"
        case "extra_forbidden":
            near = nearest(str(keys[-1]), _field_names(model, keys[:-1]))
            return keys, f"unknown field{near}"
        case "literal_error":
            expected = str(context["expected"])
            near = nearest(str(found), tuple(re.findall(r"'([^']+)'", expected)))
            return keys, f"found {_shown(found)}; write {expected}{near}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return keys, f"found {_shown(found)}; write fields, each on a line as 'name: value'"
        case "tuple_type" | "list_type":
            return keys, f"found {_shown(found)}; write a list, each item after '- ' or in [ ]"
        case "too_long":
            return keys, f"found more than {context['max_length']:,}; split the file up"
    return keys, str(details["msg"])


def _shown(found: object) -> str:
    if isinstance(found, dict):
        return "fields"
    if isinstance(found, list | tuple):
        return "a list"
    text = "nothing" if found is None else f"'{found}'"
    return text if len(text) <= 62 else f"{text[:58]}...'"


def _field_names(model: type[BaseModel], keys: Keys) -> tuple[str, ...]:
    """Return the names of the fields at a path, following the models' annotations."""
    current = _schema_of(model)
    definitions = current.get("$defs", {})
    for key in keys:
        if isinstance(key, int):
            current = current.get("items", {})
        else:
            current = current.get("properties", {}).get(key, {})
        for option in (current, *current.get("anyOf", ())):
            if "$ref" in option:
                current = definitions[option["$ref"].rpartition("/")[2]]
    return tuple(current.get("properties", {}))


@lru_cache(maxsize=4)
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()
