"""How many items the lists of a file may have: as many as its records tell editors.

A script that makes records itself is not held to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from followup_ics.reading.yaml_tree import Fields, Items, Keys, Tree
from followup_ics.records.fields import Record


def overlong(tree: Tree, model: type[Record], keys: Keys = ()) -> Iterator[tuple[Keys, int]]:
    """Yield the path of each list that is too long for its field, and the most that it may hold."""
    if not isinstance(tree, Fields):
        return
    for name, value in tree.items():
        part, many = part_of(model, name)
        if isinstance(value, Items):
            most = _most(model, name)
            if most is not None and len(value) > most:
                yield (*keys, name), most
            for index, each in enumerate(value if part and many else ()):
                yield from overlong(each, cast("type[Record]", part), (*keys, name, index))
        elif part:
            yield from overlong(value, part, (*keys, name))


def _most(model: type[Record], name: str) -> int | None:
    field = model.model_fields.get(name)
    told = field.json_schema_extra if field else None
    most = told.get("maxItems") if isinstance(told, dict) else None
    return most if isinstance(most, int) else None


def part_of(model: type[Record], name: str) -> tuple[type[Record] | None, bool]:
    """Return the record that a field of a model holds, and whether it holds many."""
    field = model.model_fields.get(name)
    inner = get_args(field.annotation) if field else ()
    found = inner[0] if inner else field and field.annotation
    is_record = isinstance(found, type) and issubclass(found, Record)
    return (cast("type[Record]", found) if is_record else None), bool(inner)
