"""Whom a tap on a call dials: the number that was meant, in full, or nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from building import interview, search
from followup_ics import plan, to_ics
from followup_ics.hosting.page import render_page
from followup_ics.links import tel

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FULL_WIDTH = str.maketrans(
    "+0123456789", "\uff0b\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"
)

DIALLED = [
    pytest.param("+44 (0)161 496 0123", "GB", "+441614960123", id="a zero for calls at home"),
    pytest.param("+44 (0)161 496 0123", "US", "+441614960123", id="the same from abroad"),
    pytest.param("01632 960001 / 07700 900123", "GB", "+441632960001", id="two, by a slash"),
    pytest.param("020 7946 0958 or 07700 900123", "GB", "+442079460958", id="two, by a word"),
    pytest.param("+1 212 555 0123, +1 212 555 0199", None, "+12125550123", id="two, by a comma"),
    pytest.param("(9 to 5) 0161 496 0123", "GB", "+441614960123", id="hours before"),
    pytest.param("07700 900123 (after 5pm)", "GB", "+447700900123", id="hours after"),
    pytest.param("9-5: +1 212 555 0123", "US", "+12125550123", id="hours without brackets"),
    pytest.param("Desk 12, +1 212 555 0123", "US", "+12125550123", id="a desk"),
    pytest.param("1-800-GO-FEDEX", "US", "+18004633339", id="letters"),
    pytest.param("+1 212 555 0123".translate(FULL_WIDTH), None, "+12125550123", id="full width"),
    pytest.param("+1\u2013212\u2013555\u20130123", None, "+12125550123", id="long dashes"),
    pytest.param("+1 212\u2011555\u20110123", None, "+12125550123", id="unbroken hyphens"),
    pytest.param("+1 212 555 0123 ext. 12", None, "+12125550123;ext=12", id="ext."),
    pytest.param("+1 212 555 0123 x12", None, "+12125550123;ext=12", id="x"),
    pytest.param("+44 20 7946 0958;ext=7", None, "+442079460958;ext=7", id="as RFC 3966"),
    pytest.param("(0)30 / 55-12 x 7", "DE", "+49305512;ext=7", id="an old exchange"),
    pytest.param("212 555 0123", "US", "+12125550123", id="as at home"),
    pytest.param("01 23 45 67 89", "FR", "+33123456789", id="in pairs"),
    pytest.param("0044 161 496 0123", "DE", "+441614960123", id="00"),
    pytest.param("011 44 161 496 0123", "US", "+441614960123", id="011"),
]
NOT_DIALLED = [
    pytest.param("212 555 0123", None, id="a country unknown"),
    pytest.param("0044 161 496 0123", None, id="a prefix of a country unknown"),
    pytest.param("1-800-GO-FEDEX", None, id="letters, a country unknown"),
    pytest.param("555-0142", "US", id="no area code"),
    pytest.param("+1 212 555 01", "US", id="cut off"),
    pytest.param("+999 1234567", "US", id="no such country"),
    pytest.param("2026-11-10", "DE", id="a date"),
    pytest.param("room 4 12345678", "SG", id="a part of something longer"),
    pytest.param("9 to 5", "GB", id="hours"),
    pytest.param("javascript:alert(1)", "US", id="a script"),
    pytest.param("12", "DE", id="a desk"),
]


@pytest.mark.parametrize(("text", "country", "number"), DIALLED)
def test_the_first_whole_number_is_dialled(text: str, country: str | None, number: str) -> None:
    assert tel(text, country) == f"tel:{number}"


@pytest.mark.parametrize(("text", "country"), NOT_DIALLED)
def test_nobody_is_dialled_rather_than_somebody_else(text: str, country: str | None) -> None:
    assert tel(text, country) is None


PIECES = st.sampled_from(
    [*"0123456789", *" ()-./+,;", "\u2013", "\uff0b", " or ", " ext ", "Desk ", "(0)", "+44", "+1 "]
)


@given(
    st.lists(PIECES, max_size=30).map("".join),
    st.sampled_from(["US", "GB", "DE", "FR", "IT", "SG", "IN", None]),
)
def test_no_link_dials_what_phonenumbers_would_not(text: str, country: str | None) -> None:
    link = tel(text, country)
    if link is None:
        return
    dialled, _, extension = link.removeprefix("tel:").partition(";ext=")
    number = phonenumbers.parse(dialled)
    assert phonenumbers.is_possible_number(number)
    assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == dialled
    written = re.sub(r"\D", "", phonenumbers.normalize_digits_only(text.replace("(0)", "")))
    whole = re.sub(r"\D", "", phonenumbers.normalize_digits_only(text))
    national = str(number.national_number)
    assert national in written or national in whole
    assert extension in whole


@given(st.text(max_size=60), st.sampled_from(["US", "GB", None]))
def test_any_text_gives_a_link_that_only_calls_or_none(text: str, country: str | None) -> None:
    assert re.fullmatch(r"tel:\+\d{3,15}(;ext=\d{1,20})?", tel(text, country) or "tel:+123")


WHERE = [
    pytest.param(", country: GB", "", "", id="the person's country"),
    pytest.param("", "GB", "", id="the interview's"),
    pytest.param("", "", ", country: GB", id="the candidate's"),
    pytest.param(", country: GB", "US", ", country: FR", id="the person's before all"),
]


@pytest.mark.parametrize(("person", "meeting", "candidate"), WHERE)
def test_calendar_and_page_dial_by_the_country(person: str, meeting: str, candidate: str) -> None:
    written = f"{{name: Dana, part: hiring_manager, phone: 0161 496 0123{person}}}"
    fields = {"country": meeting} if meeting else {}
    records = search(interview(written, **fields), candidate=f"timezone: Europe/London{candidate}")
    planned = plan(records)
    events = Calendar.from_ical(to_ics(planned, now=NOW)).walk("VEVENT")
    calls = [each for each in events if str(each["SUMMARY"]).startswith("Call ")]
    assert calls
    assert {each["URL"] for each in calls} == {"tel:+441614960123"}
    assert {each["LOCATION"] for each in calls} == {"0161 496 0123"}
    assert 'href="tel:+441614960123"' in render_page(records, planned, now=NOW)


def test_a_number_from_another_round_keeps_the_country_of_its_own() -> None:
    first = interview("{name: Dana, part: hiring_manager, phone: 0161 496 0123}", country="GB")
    second = interview(
        "{name: Dana, part: hiring_manager}", id="second", start="2026-11-09 14:00", country="US"
    )
    calls = [e for e in plan(search(first, second)).follow_ups if e.tactic == "phone_call"]
    assert {(e.phone, e.phone_country) for e in calls} == {("0161 496 0123", "GB")}
