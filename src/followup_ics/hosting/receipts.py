"""What forms brought, by the key that each holds: one that is sent again changes nothing again.

A receipt is begun before the records are written and done afterwards. Whoever finds one that was
only begun, as its server was ended in between, sees by its patch whether it was written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from followup_ics.hosting.patches import Patch
from followup_ics.hosting.schema import RECEIPTS
from followup_ics.hosting.signing import FORM_LASTS

State = Literal["begun", "done", "undone"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a form brought at `at`, in seconds of Unix time.

    `told` are the lines that say what was written, `plan` those that say what became of the plan.
    """

    key: str
    feed_id: int
    at: int
    state: State
    patch: Patch
    told: tuple[str, ...]
    plan: tuple[str, ...] = ()


class Receipts:
    """The receipts of a store. All methods raise SQLAlchemyError where that fails."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def find(self, key: str) -> Receipt | None:
        """Return what the form with a key brought, None where it was never sent."""
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"wanted": key}).one_or_none()
        if row is None:
            return None
        key, feed_id, at, state, patch, lines = row
        told, plan = map(tuple, json.loads(lines))
        return Receipt(key, feed_id, at, state, Patch.from_bytes(patch), told, plan)

    def begin(self, receipt: Receipt) -> None:
        """Keep a receipt, in place of one that was begun; what is too old to come again goes."""
        values = {
            "key": receipt.key,
            "feed_id": receipt.feed_id,
            "at": receipt.at,
            "state": "begun",
            "patch": receipt.patch.to_bytes(),
            "told": _as_text(receipt.told, ()),
        }
        oldest = receipt.at - int(FORM_LASTS.total_seconds())
        with self._engine.begin() as connection:
            connection.execute(sa.delete(RECEIPTS).where(RECEIPTS.c.at < oldest))
            if connection.execute(_of(receipt.key).values(values)).rowcount:
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(RECEIPTS).values(values))
        except IntegrityError:  # the same form came twice at once, and brings the same
            return

    def end(self, key: str, state: State, told: Sequence[str], plan: Sequence[str]) -> None:
        """Say that what was begun is done, or what was done undone, and what was told of it."""
        values = {"state": state, "told": _as_text(told, plan)}
        with self._engine.begin() as connection:
            connection.execute(_of(key).values(values))


_FIND = sa.select(RECEIPTS).where(RECEIPTS.c.key == sa.bindparam("wanted", type_=sa.Text))


def _of(key: str) -> sa.Update:
    return sa.update(RECEIPTS).where(RECEIPTS.c.key == key)


def _as_text(told: Sequence[str], plan: Sequence[str]) -> str:
    return json.dumps([list(told), list(plan)], ensure_ascii=False)
