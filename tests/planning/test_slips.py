"""Slips that no field shows by itself: two interviews at once, an offer of nobody known."""

from __future__ import annotations

import pytest

from building import interview, planned
from followup_ics import Plan


def warned(found: Plan, text: str) -> list[str]:
    """Return what the warnings with a text are about."""
    return [each.about for each in found.notes if each.level == "warning" and text in each.text]


# The usual interview lasts from 14:00 to 15:00 in New York.
AT_ONCE = [
    pytest.param({"start": "2026-11-02 14:00"}, id="the same hour"),
    pytest.param({"start": "2026-11-02 14:30"}, id="the second half"),
    pytest.param({"start": "2026-11-02 14:15", "end": "2026-11-02 14:30"}, id="within"),
    pytest.param({"start": "2026-11-02 20:30", "timezone": "Europe/Berlin"}, id="in another zone"),
    pytest.param({"company": "Acme", "start": "2026-11-02 14:59"}, id="of one company"),
]


@pytest.mark.parametrize("fields", AT_ONCE)
def test_two_interviews_at_once_are_told_with_both_names(fields: dict[str, str]) -> None:
    other = {"id": "other", "company": "Globex", "role": "Analyst"} | fields
    found = planned(interview(id="usual"), interview("", **other))
    assert warned(found, "while you are in the interview with") in (
        ["interviews[other].start"],
        ["interviews[usual].start"],
    )
    (text,) = [each.text for each in found.notes if "while you are in" in each.text]
    assert "Acme (Engineer)" in text
    assert f"{other['company']} (Analyst)" in text


@pytest.mark.parametrize(
    "start", ["2026-11-02 15:00", "2026-11-02 13:00", "2026-11-03 14:00", "2026-11-02"]
)
def test_interviews_one_after_another_are_fine(start: str) -> None:
    other = interview("", id="other", company="Globex", role="Analyst", start=start)
    assert not warned(planned(interview(), other), "while you are in")


def test_each_interview_within_a_long_one_is_told() -> None:
    day = interview("", id="day", start="2026-11-02 09:00", end="2026-11-02 17:00")
    others = [
        interview("", id=f"at-{hour}", company=f"C{hour}", start=f"2026-11-02 {hour}:00")
        for hour in (10, 12, 16)
    ]
    about = warned(planned(day, *others), "interview with Acme")
    assert about == [f"interviews[at-{hour}].start" for hour in (10, 12, 16)]


NEAR = [
    pytest.param("Northwind", "Northwind Robotics", id="the short name"),
    pytest.param("Northwind Robotics Europe", "Northwind Robotics", id="the long name"),
    pytest.param("Nortwind Robotics", "Northwind Robotics", id="misspelt"),
    pytest.param("globex", "Globex Health", id="another case"),
]


@pytest.mark.parametrize(("written", "meant"), NEAR)
def test_an_offer_of_a_company_like_one_in_the_file_is_told(written: str, meant: str) -> None:
    both = [
        interview("", id=name, company=name, start=start)
        for name, start in (
            ("Northwind Robotics", "2026-11-02 14:00"),
            ("Globex Health", "2026-11-03 14:00"),
        )
    ]
    offer = f"{{company: {written}, role: Engineer, received: 2026-11-09 10:00}}"
    found = planned(*both, offers=offer)
    assert warned(found, f"did you mean {meant}?") == [f"offers[{written}].company"]


@pytest.mark.parametrize("company", ["Acme", "ACME", "Elsewhere", "Umbrella"])
def test_an_offer_of_a_known_or_quite_another_company_is_fine(company: str) -> None:
    offer = f"{{company: {company}, role: Engineer, received: 2026-11-09 10:00}}"
    assert not warned(planned(offers=offer), "did you mean")
