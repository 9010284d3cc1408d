"""Feeds of a store made anew, for the day when the program changes, or the data that it goes by.

A feed keeps in the store which version made it, so that a run which is killed is gone on with by
the next. Each is saved as a whole, over the version that it was made from: polls, servers and other
runs may go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from followup_ics.errors import FollowUpError, HostingError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.executors import answers
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.program import check_program, program
from followup_ics.hosting.rendering import remake
from followup_ics.hosting.store import Store

BATCH = 16  # feeds that a worker makes with the store open; fewer are made sooner here

Ids = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """How feeds are made anew, and by which program.

    With `all_others`, those that it has made meanwhile are left as they are.
    """

    url: str
    now: datetime
    own: OwnCalendars
    program: str
    all_others: bool


@dataclass(frozen=True, slots=True)
class Remade:
    """What became of one feed: whether its calendar changed, or `fault`, where it is as before."""

    name: str
    changed: bool
    fault: str = ""


def made_by_others(store: Store) -> Iterator[Ids]:
    """Yield the feeds of a store that another version made, a batch at a time, as it is asked."""
    after = 0
    while found := store.made_by_others(program(), after, BATCH):
        yield tuple(found)
        after = found[-1]


def remake_all(
    batches: Iterable[Ids], order: Order, executor: Executor | None = None
) -> Iterator[Remade]:
    """Make feeds anew, by their ids; yield what became of each, as they are done.

    Without an executor, this process does the work. Raises HostingError where the store fails, the
    executor breaks or it runs another version of the program; what was made until then stays.
    """
    for batch, answer in answers(partial(remade, order=order), batches, executor):
        if isinstance(answer, str):
            yield from (Remade(f"feed {each}", False, f"feed {each}: {answer}") for each in batch)
        else:
            yield from answer


def remade(batch: Ids, order: Order) -> list[Remade]:
    """Make some feeds anew, wherever this runs. Raises HostingError, as `remake_all` has it."""
    check_program(order.program)
    with Store(order.url) as store:
        return [_attempt(store, each, order) for each in batch]


def _attempt(store: Store, feed_id: int, order: Order) -> Remade:
    feed = store.feed(feed_id)
    if order.all_others and feed.content.program == order.program:
        return Remade(feed.name, changed=False)
    try:
        return Remade(feed.name, remake(store, feed_id, order.now, order.own))
    except (HostingError, SQLAlchemyError):  # no feed's fault, but the store's
        raise
    except FollowUpError as error:
        return Remade(feed.name, False, str(error))
    except Exception as error:  # one feed must not stop the others; its log has where it was
        log_failure(f"{feed.name} cannot be made anew", error)
        fault = f"{feed.name}: an error of followup-ics itself kept it from being made: {error!r}"
        return Remade(feed.name, False, fault)
