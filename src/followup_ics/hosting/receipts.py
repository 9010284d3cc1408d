"""What forms brought, by the key that each holds: one that is sent again changes nothing again.

A receipt is begun before the records are written and done afterwards. Whoever finds one that was
only begun, as its server was ended in between, sees in the records whether it was written, and
else writes it as of the time at which it was begun: so it says the same whoever writes it.
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


def prune(connection: sa.Connection, feed_id: int, now: int) -> None:
    """Delete those of a feed whose forms could not be sent again by `now`, in Unix time."""
    old = (RECEIPTS.c.feed_id == feed_id, RECEIPTS.c.at < _oldest(now))
    connection.execute(sa.delete(RECEIPTS).where(*old))


def _oldest(now: int) -> int:
    return now - int(FORM_LASTS.total_seconds())


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

    def begin(self, receipt: Receipt) -> bool:
        """Keep a receipt, in place of one that was begun at that time; what is too old goes.

        False where the form has another one by now, whose time counts.
        """
        with self._engine.begin() as connection:
            connection.execute(sa.delete(RECEIPTS).where(RECEIPTS.c.at < _oldest(receipt.at)))
        if self.keep(receipt, instead_of=["begun"]):
            return True
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(RECEIPTS).values(_values(receipt)))
        except IntegrityError:
            if self.find(receipt.key) is None:  # the feed is gone
                raise
            return False
        return True

    def keep(self, receipt: Receipt, *, instead_of: Sequence[State]) -> bool:
        """Keep a receipt in place of the one of that form and time; say whether it was in a state.

        So a form that comes late does not begin again what is done, nor do what was undone.
        """
        known = (RECEIPTS.c.key == receipt.key, RECEIPTS.c.at == receipt.at)
        query = sa.update(RECEIPTS).where(*known, RECEIPTS.c.state.in_(instead_of))
        with self._engine.begin() as connection:
            return connection.execute(query.values(_values(receipt))).rowcount == 1


_FIND = sa.select(RECEIPTS).where(RECEIPTS.c.key == sa.bindparam("wanted", type_=sa.Text))


def _values(receipt: Receipt) -> dict[str, object]:
    told = json.dumps([receipt.told, receipt.plan], ensure_ascii=False)
    return {
        "key": receipt.key,
        "feed_id": receipt.feed_id,
        "at": receipt.at,
        "state": receipt.state,
        "patch": receipt.patch.to_bytes(),
        "told": told,
    }
