"""Faults that pydantic finds in a file, in the words of somebody who writes the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from followup_ics.errors import shown
from followup_ics.reading.other_words import other_word
from followup_ics.records.fields import hint, nearest, unknown_zone

Keys = tuple[str | int, ...]
Schema = Mapping[str, Any]


def keys_of(details: ErrorDetails, model: type[BaseModel]) -> Keys:
    """Return the path of a fault as the file has it."""
    keys, schema = _shape(model).walk(details["loc"])
    if details["type"].startswith("union_tag"):
        return *keys, schema["discriminator"]["propertyName"]
    return keys


def is_known(keys: Keys, model: type[BaseModel]) -> bool:
    """Say whether a model has a field at this path, as far as the path itself is known."""
    _, around = _shape(model).walk(keys[:-1])
    return "properties" not in around or keys[-1] in around["properties"]


def unknown(loc: Keys, model: type[BaseModel]) -> str:
    """Return what to say of a field that a model does not have at a pydantic path."""
    _, around = _shape(model).walk(loc[:-1])
    name, names = str(loc[-1]), tuple(around.get("properties", ()))
    if name == "<<":
        return "merging with '<<' is not used here; write the fields out"
    if near := _near(name, names):
        return f"unknown field{near}"
    if homes := _shape(model).homes(name):
        return f"unknown field here; it belongs in {' or '.join(homes)}"
    return f"unknown field; known here: {', '.join(names)}"


def explain(
    details: ErrorDetails, model: type[BaseModel], *, empty: bool, country: str | None = None
) -> str:
    """Return what is wrong and what would be right.

    `empty` says that the field has no value; `country` is the one that the file gives there.
    """
    keys, schema = _shape(model).walk(details["loc"])
    kind, found = details["type"], shown(details["input"])
    sample = _shape(model).sample(schema)
    if kind == "extra_forbidden":
        return unknown(details["loc"], model)
    if kind == "missing":
        such_as = f", such as '{keys[-1]}: {sample}'" if sample else ""
        return f"nothing there; fill it in{such_as}" if empty else f"missing; add it{such_as}"
    if kind == "union_tag_not_found":
        return f"missing; add it, such as 'on: {next(iter(schema['discriminator']['mapping']))}'"
    if kind == "union_tag_invalid":
        return _choice(details["ctx"]["tag"], schema["discriminator"]["mapping"])
    if kind == "literal_error":
        return _choice(details["input"], filter(None, schema["enum"]))
    if kind == "zone":
        return unknown_zone(details["ctx"]["found"], country)
    if "minimum" in schema:
        low, high = schema["minimum"], schema["maximum"]
        return f"found {found}; write a whole number from {low} to {high}"
    if kind in _NO_FIELDS:
        sample = _as_fields(details["input"], schema) or sample
    if kind in _PLAIN:
        return _PLAIN[kind].format(found=found, sample=sample, **details.get("ctx", {}))
    return details["msg"]


_NO_FIELDS = ("model_type", "model_attributes_type")
# Nothing that works on a terminal, and nothing long.
_NAMED = re.compile(r"([^\W\d_][\w .'-]{0,60}?)(?: ?<([\w.+-]{1,60}@[\w.-]{1,60})>)?")


def _as_fields(found: object, schema: Schema) -> str:
    """Return a name, or one with an address as in a mail, as fields; "" where it is neither."""
    named = _NAMED.fullmatch(found) if isinstance(found, str) else None
    if not named or schema.get("required") != ["name"]:
        return ""
    name, address = named.groups()
    return f"{{name: {name}, email: {address}}}" if address else f"{{name: {name}}}"


_PLAIN = {
    "model_type": "found {found}; write fields, such as {sample}",
    "model_attributes_type": "found {found}; write fields, such as {sample}",
    "tuple_type": "found {found}; write a list: [ ] around it, or '- ' before each item",
    "too_long": "found more than {max_length:,} items; write fewer",
    "too_short": "found too few items; write at least {min_length}",
    "string_pattern_mismatch": "found {found}; write small letters, digits and '_', a letter first",
}


def _choice(found: object, choices: Iterable[str]) -> str:
    *names, last = choices
    near = _near(found, (*names, last)) if isinstance(found, str) else ""
    return f"found {shown(found)}; write {', '.join(names)} or {last}{near}"


def _near(word: str, names: Sequence[str]) -> str:
    return hint(other_word(word, names)) or nearest(word, names)


# The models' shape, as their JSON Schema tells it


class _Shape:
    """Finds what a model has at a path."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._root = model.model_json_schema()
        self._definitions: Schema = self._root.get("$defs", {})

    def walk(self, loc: Keys) -> tuple[Keys, Schema]:
        """Return a path as the file has it and what belongs there, {} where that is unknown.

        A pydantic path also names the variant that a field such as `when` was taken for.
        """
        keys: Keys = ()
        node = self.plain(self._root)
        for key in loc:
            if "discriminator" in node:
                variant = node["discriminator"]["mapping"].get(key)
                node = self.plain({"$ref": variant} if variant else {})
                continue
            keys = (*keys, key)
            node = self.plain(self._inside(node, key))
        return keys, node

    def _inside(self, node: Schema, key: str | int) -> Schema:
        if isinstance(key, str):
            found = node.get("properties", {}).get(key, {})
        else:
            first = dict(enumerate(node.get("prefixItems", ())))
            found = first.get(key, node.get("items", {}))
        return cast("Schema", found)

    def plain(self, node: Schema) -> Schema:
        """Follow references, and see through "or nothing", to what is described."""
        if "anyOf" in node:
            value = next(each for each in node["anyOf"] if each != {"type": "null"})
            return {**node, **self.plain(value)}
        if "$ref" in node:
            return cast("Schema", self._definitions[node["$ref"].rpartition("/")[2]])
        return node

    def homes(self, name: str) -> list[str]:
        """Return the fields whose records have a field of this name."""
        everything = [self._root, *self._definitions.values()]
        held = (
            (field, self.plain(inner))
            for each in everything
            for field, inner in each.get("properties", {}).items()
        )
        return sorted(
            {
                field
                for field, inner in held
                if name in self.plain(inner.get("items", inner)).get("properties", ())
            }
        )

    def sample(self, node: Schema) -> str:
        """Return what a value could look like, in YAML on one line; "" where that is unknown."""
        if "examples" in node:
            return str(node["examples"][0])
        if "const" in node:
            return str(node["const"])
        if "oneOf" in node:
            return self.sample(self.plain(node["oneOf"][0]))
        if "properties" not in node:
            return ""
        fields = node["properties"]
        names = node.get("required") or list(fields)[:1]
        samples = {name: self.sample(self.plain(fields[name])) for name in names}
        inside = (f"{name}: {sample or '...'}" for name, sample in samples.items())
        return f"{{{', '.join(inside)}}}"


@lru_cache(maxsize=4)
def _shape(model: type[BaseModel]) -> _Shape:
    return _Shape(model)
