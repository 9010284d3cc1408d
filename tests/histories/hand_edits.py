"""Edits of records as people make them by hand, one after the other, drawn by hypothesis.

Each takes a tree of text that is its own, and changes it in place. What it makes may have faults,
as what people make has.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import yaml
from hypothesis import strategies as st

from strategies import Tree, rarely
from trying import written

Edit = Callable[[st.DrawFn, Tree], None]
_CLOCKS = ("09:00", "10:30", "14:00", "16:45")
_NEW_PEOPLE = ("Fay", "Gus", "Hal")
_RESULTS = ("rejected", "withdrawn", "offer", "accepted")
_DID = ("phone_call", "share_article", "touch_base", "thank_you", "continued_interest", "lunch")


def tree_of(text: bytes) -> Tree:
    """Return what a file holds, every value as text."""
    found: Tree = yaml.load(text, yaml.BaseLoader)
    return found


def text_of(tree: Tree) -> bytes:
    """Return a tree as a file."""
    return written(tree).encode()


@st.composite
def edited(draw: st.DrawFn, text: bytes) -> bytes:
    """Draw what becomes of a file by one edit."""
    tree = tree_of(text)
    draw(st.sampled_from(EDITS))(draw, tree)
    return text_of(tree)


def laid_out_anew(text: bytes, seed: int) -> bytes:
    """Return a file with the same records: comments, keys and interviews in another order."""
    tree = tree_of(text)
    mixed = random.Random(seed)
    for each in (tree, *tree["interviews"]):
        names = list(each)
        mixed.shuffle(names)
        values = {name: each[name] for name in names}
        each.clear()
        each.update(values)
    mixed.shuffle(tree["interviews"])
    return b"# Mine\n" + text_of(tree)


def day_of(interview: Tree) -> date:
    """Return the date of an interview."""
    return date.fromisoformat(str(interview["start"])[:10])


def _one(draw: st.DrawFn, tree: Tree) -> Tree:
    found: Tree = draw(st.sampled_from(tree["interviews"]))
    return found


def _later(draw: st.DrawFn, interview: Tree, first: int, last: int) -> str:
    day = day_of(interview) + timedelta(days=draw(st.integers(first, last)))
    return f"{day} {draw(st.sampled_from(_CLOCKS))}"


def _new_id(tree: Tree) -> str:
    taken = {each["id"] for each in tree["interviews"]}
    return next(f"new{n}" for n in range(1000) if f"new{n}" not in taken)


# Interviews


def _move(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    interview.pop("end", None)
    interview["start"] = _later(draw, interview, -6, 15)


def _next_round(draw: st.DrawFn, tree: Tree) -> None:
    before = _one(draw, tree)
    same = ("company", "role", "timezone", "country", "people")
    made = {name: value for name, value in before.items() if name in same}
    made |= {"id": _new_id(tree), "start": _later(draw, before, 2, 20)}
    tree["interviews"].append(made)


def _apply_elsewhere(draw: st.DrawFn, tree: Tree) -> None:
    start = _later(draw, _one(draw, tree), -3, 20)
    made = {"id": _new_id(tree), "company": f"Delta {len(tree['interviews'])}", "role": "Lead"}
    person = {"name": "Nora", "part": "hiring_manager", "email": "nora@delta.example"}
    tree["interviews"].append(made | {"start": start, "people": [person]})


def _remove(draw: st.DrawFn, tree: Tree) -> None:
    if len(tree["interviews"]) > 1:
        tree["interviews"].remove(_one(draw, tree))


def _spell_otherwise(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    name = str(interview["company"])
    plain = name.removesuffix(", Inc.")
    interview["company"] = draw(st.sampled_from((plain.upper(), f"{plain}, Inc.", plain)))


# People


def _meet_another(draw: st.DrawFn, tree: Tree) -> None:
    people = _one(draw, tree).setdefault("people", [])
    new = [name for name in _NEW_PEOPLE if name not in {each["name"] for each in people}]
    if new:
        made = {"name": new[0], "email": f"{new[0].lower()}@new.example"}
        if rarely(draw, 2):
            made["part"] = draw(st.sampled_from(("hiring_manager", "human_resources")))
        people.insert(draw(st.integers(0, len(people))), made)


def _forget_somebody(draw: st.DrawFn, tree: Tree) -> None:
    people = _one(draw, tree).get("people")
    if people:
        people.remove(draw(st.sampled_from(people)))


def _order_people(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    interview["people"] = draw(st.permutations(interview.get("people", [])))


def _tell_of_somebody(draw: st.DrawFn, tree: Tree) -> None:
    people = _one(draw, tree).get("people")
    if not people:
        return
    person = draw(st.sampled_from(people))
    name = draw(st.sampled_from(("title", "phone", "email", "topics", "vote", "part")))
    told: dict[str, Any] = {
        "title": f"Head of {draw(st.sampled_from(('Data', 'Sales', 'Nothing')))}",
        "phone": f"+1 312 555 01{draw(st.integers(10, 99))}",
        "email": f"{person['name'].lower()}@other.example",
        "topics": [f"{person['name']} on {draw(st.sampled_from(('boats', 'trains')))}"],
        "vote": draw(st.sampled_from(("true", "false"))),
        "part": draw(st.sampled_from(("hiring_manager", "human_resources", "interviewer"))),
    }
    if name in person and rarely(draw, 3):
        del person[name]
    else:
        person[name] = told[name]


# What happened


def _end(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    if interview.pop("outcome", None) is None:
        on = _later(draw, interview, 1, 40)
        interview["outcome"] = {"result": draw(st.sampled_from(_RESULTS)), "on": on}


def _agree(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    if interview.pop("next_step", None) is None or rarely(draw, 2):
        name = draw(st.sampled_from(("decision_by", "follow_up_on")))
        interview["next_step"] = {name: _later(draw, interview, 1, 30)[:10]}


def _log(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    entry = {"on": _later(draw, interview, 1, 30), "did": draw(st.sampled_from(_DID))}
    people = [each["name"] for each in interview.get("people", [])]
    if people and not rarely(draw):
        entry["to"] = draw(st.sampled_from(people))
    if rarely(draw, 3):
        entry["skipped"] = "true"
    interview.setdefault("log", []).append(entry)


def _forget_a_log_entry(draw: st.DrawFn, tree: Tree) -> None:
    log = _one(draw, tree).get("log")
    if log:
        log.remove(draw(st.sampled_from(log)))


def _plan_late(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    if interview.pop("follow_up_from", None) is None:
        interview["follow_up_from"] = _later(draw, interview, 0, 20)[:10]


def _offer(draw: st.DrawFn, tree: Tree) -> None:
    offers = tree.setdefault("offers", [])
    if offers and rarely(draw, 2):
        offers.remove(draw(st.sampled_from(offers)))
        return
    interview = _one(draw, tree)
    whom = draw(st.sampled_from(("Globex", str(interview["company"]))))
    role = str(interview["role"])
    offers.append({"company": whom, "role": role, "received": _later(draw, interview, 1, 30)})


def _prefer(draw: st.DrawFn, tree: Tree) -> None:
    interview = _one(draw, tree)
    if interview.pop("first_choice", None) is None:
        interview["first_choice"] = "true"


def _learn(draw: st.DrawFn, tree: Tree) -> None:
    activities = tree.setdefault("activities", [])
    on = _later(draw, _one(draw, tree), 0, 50)[:10]
    activities.append({"what": f"activity {len(activities)}", "on": on})


# The candidate


def _change_days(draw: st.DrawFn, tree: Tree) -> None:
    candidate = tree["candidate"]
    if candidate.pop("away", None) is None:
        first = date.fromisoformat(_later(draw, _one(draw, tree), -3, 40)[:10])
        candidate["away"] = [f"{first}/{first + timedelta(days=draw(st.integers(1, 12)))}"]


def _change_hours(draw: st.DrawFn, tree: Tree) -> None:
    hours = ("07:00-21:00", "09:00-17:00", "18:00-21:00", "12:00-13:00")
    tree["candidate"]["available"] = draw(st.sampled_from(hours))


def _move_house(draw: st.DrawFn, tree: Tree) -> None:
    zones = ("America/New_York", "Europe/Berlin", "Asia/Kathmandu")
    tree["candidate"]["timezone"] = draw(st.sampled_from(zones))


def _ring_otherwise(draw: st.DrawFn, tree: Tree) -> None:
    tree["calendar"] = {"alarm": draw(st.sampled_from(("1h", "none", "10m")))}


EDITS: tuple[Edit, ...] = (
    _move,
    _next_round,
    _apply_elsewhere,
    _remove,
    _spell_otherwise,
    _meet_another,
    _forget_somebody,
    _order_people,
    _tell_of_somebody,
    _end,
    _agree,
    _log,
    _forget_a_log_entry,
    _plan_late,
    _offer,
    _prefer,
    _learn,
    _change_days,
    _change_hours,
    _move_house,
    _ring_otherwise,
)
