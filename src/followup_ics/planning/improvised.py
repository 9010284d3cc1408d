"""What the log holds beyond what is due: done all the same, and counted as contacts."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from followup_ics.planning.applications import Logged, Round
from followup_ics.planning.drafts import (
    IMPROVISED_MINUTES,
    Draft,
    channel_of,
    of_candidate,
    of_person,
    uid,
)
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Playbook, Tactic
from followup_ics.working_time import local_date


def unplanned(situation: Situation, playbook: Playbook, but: Collection[str] = ()) -> list[Draft]:
    """Return what no draft has taken from the log."""
    tactics = {tactic.name: tactic for tactic in playbook.tactics}
    seen: dict[str, int] = {}
    found = []
    for about in situation.rounds:
        for logged in list(about.spare_log):
            if logged.did in but or logged.skipped:
                continue
            about.spare_log.remove(logged)
            tactic = tactics.get(logged.did, _own_accord())
            found.append(_improvised(situation, about, tactic, logged, seen))
    return found


@lru_cache(maxsize=1)
def _own_accord() -> Tactic:
    """Return the tactic of a contact that no playbook knows."""
    return Tactic(
        name="contact",
        when=kind.NextStepAgreed(on="next_step"),
        audience="agreed",
        channel="agreed",
        minutes=IMPROVISED_MINUTES,
        summary="{what}: {person} ({where})",
        why="You were in touch of your own accord; the cycle counts from it.",
    )


def _improvised(
    situation: Situation, about: Round, tactic: Tactic, logged: Logged, seen: dict[str, int]
) -> Draft:
    contact = logged.contact
    key = contact.key if contact and tactic.channel != "self" else ""
    name = uid(about.application.key, about.id, tactic.name, key, "log")
    seen[name] = seen.get(name, 0) + 1
    at = {"earliest": logged.at, "latest": logged.at, "preferred": logged.at}
    rest: dict[str, Any] = {
        **at,
        "uid": uid(name, str(seen[name])),
        "windowless": True,
        "done": logged,
        "texts": {"what": logged.did},
    }
    if tactic.channel == "self":
        return of_candidate(situation, tactic, about, local_date(situation.zone, logged.at), **rest)
    return of_person(tactic, about, contact, channel_of(tactic), **rest)
