"""Text to records and playbooks, with every fault's line and column."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from followup_ics.errors import (
    Fault,
    FaultyFileError,
    PlaybookError,
    RecordsError,
    UnreadableFileError,
    shown,
)
from followup_ics.files import read_start
from followup_ics.reading.decoding import MAX_BYTES, BrokenTextError, Place
from followup_ics.reading.explaining import explain, is_known, keys_of, unknown
from followup_ics.reading.limits import overlong, part_of
from followup_ics.reading.yaml_tree import Document, Fields, Items, Keys, Slip
from followup_ics.records.fields import MAX_TEXT, Record, nearest
from followup_ics.records.job_search import (
    Interview,
    JobSearch,
    crowded_days,
    ids_as_written,
    repeated_ids,
)
from followup_ics.records.log import odd_log_as_written
from followup_ics.records.playbook import Playbook

_PLAYBOOKS = Path(__file__).parents[1] / "records" / "playbooks"
OI_PARTNERS = _PLAYBOOKS / "oi_partners.yaml"
BUILT_IN = {"oi-partners": OI_PARTNERS, "measured": _PLAYBOOKS / "measured.yaml"}
MAX_FAULTS = 100
MAX_DETAILS = 1_000
MAX_VALUES_EACH = 20_000  # in one interview, offer, tactic

Model = TypeVar("Model", bound=Record)
Said = Slip | str | ErrorDetails | None


def load(path: str | Path) -> JobSearch:
    """Read interview records from a YAML or JSON file in UTF-8; `-` is standard input.

    Raises RecordsError with every fault of the file, and UnreadableFileError.
    """
    return _parse(read(path), _name(path), JobSearch, RecordsError)


def loads(text: str | bytes, source: str = "<text>") -> JobSearch:
    """Read interview records from YAML or JSON text; faults name `source` as their file.

    Raises RecordsError with every fault of the text.
    """
    return _parse(text, source, JobSearch, RecordsError)


def load_playbook(path: str | Path) -> Playbook:
    """Read a playbook from a YAML or JSON file in UTF-8; `-` is standard input.

    `oi-partners` and `measured` are the playbooks that come along; a file of such a name is
    `./measured`. Raises PlaybookError with every fault of the file, and UnreadableFileError.
    """
    if path in BUILT_IN:
        return built_in(str(path))
    return loads_playbook(read_playbook(path), _name(path))


def read_playbook(path: str | Path) -> bytes:
    """Return the bytes of a playbook's file. Raises UnreadableFileError, which names the others."""
    try:
        return read(path)
    except UnreadableFileError as error:
        by_name = nearest(str(path), BUILT_IN) or f"; by name there are {' and '.join(BUILT_IN)}"
        raise UnreadableFileError(error.source, error.reason + by_name) from None


def loads_playbook(text: str | bytes, source: str = "<text>") -> Playbook:
    """Read a playbook from YAML or JSON text; faults name `source` as their file.

    Raises PlaybookError with every fault of the text.
    """
    return _parse(text, source, Playbook, PlaybookError)


@lru_cache(maxsize=len(BUILT_IN))
def built_in(name: str) -> Playbook:
    """Return a playbook that comes along, by its name: a key of BUILT_IN."""
    file = BUILT_IN[name]
    return _parse(file.read_bytes(), file.name, Playbook, PlaybookError)


def oi_partners() -> Playbook:
    """Return the default playbook: the advice of OI Partners."""
    return built_in("oi-partners")


def read(path: str | Path, limit: int = MAX_BYTES) -> bytes:
    """Return a file's bytes, or standard input's where the path is `-`; one more than the limit.

    A device is refused, and a pipe that nobody writes to, unless it is standard input or another
    file that is open already, such as /dev/fd/63. Raises UnreadableFileError.
    """
    if str(path) != "-":
        return read_start(path, limit + 1)
    if sys.stdin is None:
        raise UnreadableFileError("standard input", "it is closed; name a file")
    try:
        return sys.stdin.buffer.read(limit + 1)
    except OSError as error:
        raise UnreadableFileError("standard input", error.strerror or str(error)) from None


def _name(path: str | Path) -> str:
    return "<stdin>" if str(path) == "-" else str(path)


def _parse(
    text: str | bytes, source: str, model: type[Model], error: type[FaultyFileError]
) -> Model:
    try:
        document = Document(text, longest=MAX_TEXT)
    except BrokenTextError as stop:
        raise error([Fault(source, *stop.place, "", stop.message)]) from None
    check = _Check(document, model)
    found = check.run()
    if found is None:
        raise error(*check.faults(source))
    return cast("Model", found)


class _Problem(NamedTuple):
    """A fault, put into words only when it is shown; None says an unknown field."""

    at: int
    keys: Keys
    said: Said


class _Check:
    """Holds a document to a model, part by part: a record, or a record in a list, at its top.

    So a file of ten thousand faulty interviews costs no more than its first hundred faults.
    """

    def __init__(self, document: Document, model: type[Record]) -> None:
        self._document, self._model = document, model
        self._problems: dict[Keys, _Problem] = {}
        self._refused: set[Keys] = set()
        self._uncounted = 0

    def run(self) -> Record | None:
        """Return the model, or None where the document has faults."""
        for slip in self._document.slips:
            self._problems.setdefault(slip.keys, _Problem(slip.at, slip.keys, slip))
        for keys in self._document.empty:
            if not is_known(keys, self._model):
                self._add(keys, None, of_name=True)
        tree = self._document.tree
        for keys, most in overlong(tree, self._model):
            self._add(keys, f"found more than {most:,} items; write fewer")
        outline = self._outline(tree) if isinstance(tree, Fields) else tree
        found = None if self._is_enough() else self._checked((), self._model, outline)
        return None if self._problems else found

    def faults(self, file: str) -> tuple[list[Fault], int]:
        """Return the first faults in the file's order, and how many more were met."""
        problems = sorted(self._problems.values(), key=lambda each: each.at)
        first = problems[:MAX_FAULTS]
        others = (each.said.other for each in first if isinstance(each.said, Slip))
        places = self._document.source.places([*others, *(each.at for each in first)])
        faults = [
            Fault(file, *places[at], dotted(keys), self._worded(keys, said, places))
            for at, keys, said in first
        ]
        return faults, len(problems) - len(first) + self._uncounted

    def _worded(self, keys: Keys, said: Said, places: dict[int, Place]) -> str:
        if said is None and keys in self._document.bare:
            return "a comma ends a text inside { }; put the text that has one in quotes"
        if said is None:
            return unknown(keys, self._model)
        if isinstance(said, str):
            return said
        if isinstance(said, Slip):
            return said.message.replace("{line}", str(places[said.other][0]))
        country = _country_at(keys, self._document.tree) if said["type"] == "zone" else None
        return explain(said, self._model, empty=keys in self._document.empty, country=country)

    def _is_enough(self) -> bool:
        return len(self._problems) > MAX_FAULTS

    def _outline(self, tree: Fields) -> dict[str, Any]:
        """Return the tree with its parts as models, None for one that has faults."""
        if self._model is JobSearch:
            for keys, message in repeated_ids(ids_as_written(tree)):
                self._add(keys, message)
        outline: dict[str, Any] = dict(tree)
        for name, value in tree.items():
            part, many = part_of(self._model, name)
            if part and many and isinstance(value, Items):
                outline[name] = list(self._items(name, part, value))
            elif part and not many and isinstance(value, Fields):
                outline[name] = self._checked((name,), part, value)
        if self._model is JobSearch and isinstance(tree.get("interviews"), Items):
            for keys, message in crowded_days(outline["interviews"]):
                self._add(keys, message)
        return outline

    def _items(self, name: str, part: type[Record], items: Items) -> Iterator[Record | None]:
        for index, item in enumerate(items):
            if self._is_enough():
                return
            found = self._checked((name, index), part, item)
            if found is None and part is Interview and isinstance(item, Fields):
                for keys, message in odd_log_as_written(item):
                    self._add((name, index, *keys), message)
            yield found

    def _checked(self, keys: Keys, model: type[Record], tree: Any) -> Record | None:
        if keys and isinstance(tree, Fields | Items) and tree.size > MAX_VALUES_EACH:
            self._refused.add(keys)
            self._add(keys, f"found more than {MAX_VALUES_EACH:,} values; is this the right file?")
            return None
        try:
            return model.model_validate(tree, by_alias=True, by_name=False)
        except ValidationError as invalid:
            errors = invalid.errors(include_url=False)
        if keys:
            self._refused.add(keys)
        for details in errors[:MAX_DETAILS]:
            self._detail(keys, details)
        self._uncounted += len(errors[MAX_DETAILS:])
        return None

    def _detail(self, keys: Keys, details: ErrorDetails) -> None:
        if details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]:
            return  # its items have faults, and pydantic does not count those
        details["loc"] = (*keys, *details["loc"])
        if keys or details["loc"] not in self._refused:
            path = keys_of(details, self._model)
            self._add(path, details, of_name=details["type"] in ("extra_forbidden", "missing"))

    def _add(self, keys: Keys, said: Said, *, of_name: bool = False) -> None:
        at = self._document.index(keys, of_name=of_name)
        self._problems.setdefault(keys, _Problem(at, keys, said))


def _country_at(keys: Keys, tree: Any) -> str | None:
    """Return the country that counts at a path: the nearest around it, else the candidate's."""
    around = [tree.get("candidate")] if isinstance(tree, Fields) else []
    for key in keys[:-1]:
        tree = tree[key]
        around.append(tree)
    countries = (each.get("country") for each in reversed(around) if isinstance(each, Fields))
    return next((each for each in countries if isinstance(each, str)), None)


def dotted(keys: Keys) -> str:
    """Return a path as messages write it: interviews[2].people[0].email."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{_named(key)}" for key in keys)
    return "".join(parts).removeprefix(".")


def _named(key: str) -> str:
    return shown(key)[1:-1] or "''"
