"""What is said of invitations, to the word: what was done, what to look at, what brings nothing."""

from __future__ import annotations

from typing import Any

import pytest

from followup_ics.calendar.invitations import Invitation, Invited
from followup_ics.calendar.invitations.saying import all_told
from inviting import DANA, IVAN, JORDAN, RECORDS, entered, invitation, later, proposals

NAMED: dict[str, Any] = {"summary": "Northwind: Data Engineer interview"}
FIRST = invitation(**NAMED)
ONCE = entered(FIRST)


def again(sequence: int = 1, **fields: Any) -> Invitation:
    """Return a newer version of the first invitation."""
    return invitation(**(NAMED | {"sequence": sequence} | fields))


def said(*invitations: Invitation, records: str = RECORDS) -> list[str]:
    return list(all_told(proposals(*invitations, records=records)))


def part(number: int, **fields: Any) -> Invitation:
    """Return a part of a visit, the second one 45 minutes after the first."""
    return invitation(uid=f"part-{number}", start=later(minutes=45 * number), **fields)


VISIT = entered(part(0), part(1), part(2))
MANAGER = Invited("Dana Lee - Engineering Manager", "dana.lee@northwind.example")

NEW = [
    pytest.param(
        invitation(
            **NAMED,
            zone="Europe/Berlin",
            location="Zoom",
            organizer=MANAGER,
            attendees=(JORDAN, MANAGER, IVAN),
            text="Dana Lee will call you from +1 312 555 0142.",
        ),
        [
            "New: Northwind, Data Engineer",
            "  Tue 1 Dec 2026, 20:00 for 45m (Europe/Berlin), video",
            "  with Dana Lee, Engineering Manager, dana.lee@northwind.example, +1 312 555 0142; "
            "Ivan Petrov, ivan.petrov@northwind.example",
        ],
        id="all that can be known",
    ),
    pytest.param(
        invitation(summary="", organizer=None, attendees=(), uid="", repairs=("it was mended",)),
        [
            "New: unknown company, unknown role",
            "  Tue 1 Dec 2026, 14:00 for 45m",
            "  check: company: the invitation names no company",
            "  check: role: the invitation names no role",
            "  note: it was mended",
        ],
        id="nothing is known",
    ),
    pytest.param(
        invitation(
            summary="Northwind - interview for Nurse",
            url="https://meet.google.com/abc-defg-hij",
            start=later().replace(tzinfo=None),
            end=None,
            attendees=(JORDAN, IVAN),
        ),
        [
            "New: Northwind, Nurse",
            "  Tue 1 Dec 2026, 19:00 for 1h, video",
            "  with Ivan Petrov, ivan.petrov@northwind.example; Dana Lee, "
            "dana.lee@northwind.example",
            "  check: start 2026-12-01 19:00: the invitation names no time zone, so this is taken "
            "to be yours",
            "  check: name Dana Lee: sent the invitation, and may not be there",
        ],
        id="a time and a name to look at",
    ),
    pytest.param(
        invitation(
            summary="Hiring Manager Interview",
            location="500 W Madison St, Chicago",
            text="Join: https://us02web.zoom.us/j/123456789",
            attendees=(JORDAN, DANA, Invited("Rita Moss (Recruiter)", "rita@northwind.example")),
        ),
        [
            "New: Northwind, unknown role",
            "  Tue 1 Dec 2026, 14:00 for 45m, in person",
            "  with Dana Lee, dana.lee@northwind.example; "
            "Rita Moss, Recruiter, rita@northwind.example",
            "  check: company Northwind: from northwind.example",
            "  check: role: the invitation names no role",
            "  check: kind in_person: it has an address",
            "  check: part hiring_manager of Dana Lee: the title speaks of the hiring manager",
        ],
        id="a company, a kind and a part to look at",
    ),
]


@pytest.mark.parametrize(("given", "lines"), NEW)
def test_a_new_interview_is_told_with_what_to_look_at(given: Invitation, lines: list[str]) -> None:
    assert said(given) == lines


def cancelled(number: int = 1, **fields: Any) -> Invitation:
    return again(number, cancelled=True, method="CANCEL", **fields)


OVER = ONCE + "    log:\n      - {on: 2026-11-22 10:00, did: thank_you, to: Dana Lee}\n"
KNOWN = [
    pytest.param(
        [again(start=later(days=1))],
        ONCE,
        ["Moved: northwind-1, from Tue 1 Dec 14:00 for 45m to Wed 2 Dec 14:00 for 45m"],
        id="moved",
    ),
    pytest.param(
        [again(attendees=(JORDAN, DANA, IVAN))],
        ONCE,
        [
            "More people: northwind-1, Tue 1 Dec 14:00 for 45m",
            "  with Ivan Petrov, ivan.petrov@northwind.example",
        ],
        id="more people",
    ),
    pytest.param(
        [part(2, sequence=1, cancelled=True, method="CANCEL")],
        VISIT,
        [
            "Moved: northwind-1, from Tue 1 Dec 14:00 for 2h15m to Tue 1 Dec 14:00 for 90m",
            "  note: its other parts stand; take out whoever was only in the cancelled one",
        ],
        id="the last part is cancelled",
    ),
    pytest.param(
        [part(1, sequence=1, cancelled=True, method="CANCEL")],
        VISIT,
        [
            "A part of northwind-1 was cancelled.",
            "  note: its other parts stand; take out whoever was only in the cancelled one",
        ],
        id="a part between others is cancelled",
    ),
    pytest.param(
        [cancelled()],
        ONCE,
        [
            "Taken out: northwind-1, cancelled by Dana Lee: Northwind, Tue 1 Dec 14:00 for 45m",
            "  It stays in the file as a comment.",
        ],
        id="cancelled",
    ),
    pytest.param(
        [cancelled(organizer=Invited("", "dana.lee@northwind.example"))],
        ONCE,
        [
            "Taken out: northwind-1, cancelled by dana.lee@northwind.example: Northwind, "
            "Tue 1 Dec 14:00 for 45m",
            "  It stays in the file as a comment.",
        ],
        id="cancelled by an address",
    ),
    pytest.param(
        [cancelled()],
        OVER,
        [
            "Cancelled, but kept: northwind-1, as its log has entries.",
            "  If its application is over, give it an outcome.",
        ],
        id="cancelled and kept",
    ),
    pytest.param(
        [cancelled()],
        entered(cancelled(), records=OVER),
        [f"Nothing to do for '{NAMED['summary']}': cancelled, and kept as its log has entries."],
        id="cancelled and kept before",
    ),
    pytest.param(
        [FIRST],
        ONCE,
        [f"Nothing to do for '{NAMED['summary']}': it is in the records already."],
        id="known",
    ),
    pytest.param(
        [again(2)],
        ONCE,
        [f"Nothing to do for '{NAMED['summary']}': nothing in it is new."],
        id="a newer version that says the same",
    ),
    pytest.param(
        [cancelled(uid="other", summary="")],
        ONCE,
        ["Nothing to do for an invitation: it is cancelled, and not in the records."],
        id="cancelled, never known",
    ),
]


@pytest.mark.parametrize(("given", "records", "lines"), KNOWN)
def test_what_an_invitation_changes_is_told(
    given: list[Invitation], records: str, lines: list[str]
) -> None:
    assert said(*given, records=records) == lines


def test_of_many_that_bring_nothing_only_the_number_is_told() -> None:
    gone = [invitation(uid=f"{n}", cancelled=True, summary=f"Call {n}") for n in range(4)]
    new = "New: Northwind, Data Engineer"
    three = said(*gone[:3], FIRST)
    assert [line for line in three if not line.startswith(" ")] == [
        *(
            f"Nothing to do for 'Call {n}': it is cancelled, and not in the records."
            for n in range(3)
        ),
        new,
    ]
    four = said(*gone, FIRST)
    assert four[0] == new
    assert four[-1] == "Nothing to do for 4 invitations that are known or cancelled."
    assert len([line for line in four if not line.startswith(" ")]) == 2
