"""What every edit of a file is held to: it does what was meant, and nothing else.

The text is read again before it is given back. It must hold what was meant, nothing else may
differ, and every other interview must keep its id; else it is refused, with the text to put there
by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from typing import Any, Self

from followup_ics.errors import EditError, Fault, RecordsError, UnknownInterviewError, shown
from followup_ics.reading.decoding import BrokenTextError, Source
from followup_ics.reading.loading import dotted, loads
from followup_ics.reading.quoting import Value, field_lines, in_flow, in_json, item_lines
from followup_ics.reading.splicing import NO_PLACE, Draft, UnsafeError
from followup_ics.reading.yaml_tree import Document, Keys
from followup_ics.records.fields import MAX_TEXT
from followup_ics.records.job_search import JobSearch
from followup_ics.records.names import interview_ids

Which = str | int
Remarks = Mapping[Keys, str]
NO_REMARKS: Remarks = {}
_BOM = "\ufeff"


class Edit:
    """Edits of one text, and what the file must hold once they are made."""

    def __init__(self, text: str | bytes, source: str) -> None:
        self._source = source
        self._records = loads(text, source)
        whole = text if isinstance(text, str) else text.decode()
        body = whole.removeprefix(_BOM)
        self._bom = whole[: len(whole) - len(body)]
        self._before = Draft(body)
        self._draft = copy(self._before)
        self._wanted = _plain(Document(text, longest=MAX_TEXT).tree)
        self._path: Keys = ()
        self._paste = ""
        self._touched: set[str | int] = set()
        self._removed: set[str | int] = set()

    def interview(self, which: Which) -> Keys:
        """Return the path of an interview."""
        known = interview_ids(self._records.interviews)
        if isinstance(which, str) and which in known:
            return "interviews", known.index(which)
        if isinstance(which, int) and 0 <= which < len(known):
            return "interviews", which
        raise UnknownInterviewError(which, known)

    def has(self, path: Keys) -> bool:
        """Say whether a value is given at a path, with the edits made so far."""
        return _at(self._wanted, path) is not None

    def items(self, *path: str | int) -> Sequence[Any]:
        """Return what the list at a path holds, with the edits made so far."""
        return _at(self._wanted, path) or ()

    def count(self, *path: str | int) -> int:
        """Return how many items the list at a path has, with the edits made so far."""
        return len(self.items(*path))

    def put(self, path: Keys, field: str, value: Value) -> Self:
        """Set a field."""
        with self._safely((*path, field), field_lines(field, value, 2), in_json({field: value})):
            self._draft.put(path, field, value)
        _at(self._wanted, path)[field] = _plain(value)
        return self

    def put_instead(self, path: Keys, old: str, field: str, value: Value) -> Self:
        """Set a field, on the line of another one where that is given."""
        if not self.has((*path, old)):
            return self.put(path, field, value)
        with self._safely((*path, old), field_lines(field, value, 2), in_json({field: value})):
            self._draft.put(path, old, value)
            self._draft.rename(path, old, field)
        del _at(self._wanted, path)[old]
        _at(self._wanted, path)[field] = _plain(value)
        return self

    def append(self, path: Keys, item: Value) -> Self:
        """Add an item to a list."""
        *rest, name = path
        with self._safely(path, item_lines(str(name), item, 2), in_flow(item, '"')):
            self._draft.append(path, item)
        _at(self._wanted, tuple(rest)).setdefault(name, []).append(_plain(item))
        return self

    def remark(self, path: Keys, remarks: Remarks) -> Self:
        """Write comments behind fields of what is at a path, wherever there is room for one."""
        for (*inner, name), words in remarks.items():
            with suppress(UnsafeError):
                self._draft.remark((*path, *inner), str(name), words)
        return self

    def remove(self, path: Keys, words: str) -> Self:
        """Take an item out of a list; of an interview, others keep the ids that they have."""
        if path[0] == "interviews" and len(path) == 2:
            self._pin_ids(path[1])
            self._removed.add(path[1])
        with self._safely(path, [], ""):
            self._draft.remove(path, words)
            is_list = self._draft.has_list(path[:-1])
        around, (name, index) = _at(self._wanted, path[:-2]), path[-2:]
        del around[name][index]
        if not around[name] and not is_list:
            del around[name]
        return self

    def _pin_ids(self, removed: str | int) -> None:
        """Write its id into each interview that has none and would be called otherwise."""
        before = interview_ids(self._records.interviews)
        left = [at for at in range(len(before)) if at != removed]
        after = interview_ids(self._records.interviews[at] for at in left)
        for at, now in zip(left, after, strict=True):
            if before[at] != now:
                self.put(("interviews", at), "id", before[at])

    def done(self) -> str:
        """Return the new text, which holds what was meant."""
        whole = self._bom + self._draft.text
        self._compare(whole)
        records = self._loaded(whole)
        self._compare_ids(records)
        return whole

    def _compare(self, whole: str) -> None:
        with suppress(BrokenTextError):
            if Document(whole, longest=MAX_TEXT).tree == self._wanted:
                return
        raise self._refused(NO_PLACE)

    def _compare_ids(self, records: JobSearch) -> None:
        numbered = enumerate(interview_ids(self._records.interviews))
        before = [(index, was) for index, was in numbered if index not in self._removed]
        after = interview_ids(records.interviews)
        for (index, was), now in zip(before, after, strict=False):
            if was != now and index not in self._touched:
                raise self._refused(
                    f"with this, the interview {shown(was)} would be {shown(now)}, and its events "
                    f"others; write 'id: {was}' into it first",
                )

    def _loaded(self, whole: str) -> JobSearch:
        try:
            return loads(whole, self._source)
        except RecordsError as error:
            first = error.faults[0]
            raise self._refused(first.message, path=first.path, paste="") from None

    @contextmanager
    def _safely(self, path: Keys, lines: list[str], json: str) -> Iterator[None]:
        """Remember what is edited; refuse with it what is not safe."""
        is_interview = path[:1] == ("interviews",) and len(path) > 1
        self._touched |= {path[1]} if is_interview else set()
        self._path = path
        self._paste = json if self._draft.is_json else "\n".join(lines)
        try:
            yield
        except UnsafeError as error:
            is_first = self._draft.text == self._before.text
            raise self._refused(error.message, at=error.at if is_first else None) from None

    def _refused(
        self, message: str, *, at: int | None = None, path: str = "", paste: str | None = None
    ) -> EditError:
        before = self._before
        place = Source(before.text).place(before.at(self._path) if at is None else at)
        fault = Fault(self._source, *place, path or dotted(self._path), message)
        return EditError(fault, self._paste if paste is None else paste)


def _plain(value: Any) -> Any:
    """Return a copy of what a text holds, or is to hold, to be changed."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value if isinstance(value, str) else [_plain(each) for each in value]


def _at(tree: Any, path: Keys) -> Any:
    """Return what is at a path, None where there is nothing."""
    for key in path:
        is_there = key in tree if isinstance(tree, dict) else key in range(len(tree))
        if not is_there:
            return None
        tree = tree[key]
    return tree
