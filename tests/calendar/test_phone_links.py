"""Whom a tap on a call dials: the number that was meant, in full, or nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from time import perf_counter

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from building import interview, search
from followup_ics import plan, to_ics
from followup_ics.calendar.links import tel
from followup_ics.calendar.telephones import first_whole, for_uri
from followup_ics.page.page import render_page
from followup_ics.records.fields import MAX_TEXT

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FULL_WIDTH = str.maketrans(
    "+0123456789", "\uff0b\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"
)

DIALLED = [
    pytest.param("+44 (0)161 496 0123", "GB", "+441614960123", id="a zero for calls at home"),
    pytest.param("+44 (0)161 496 0123", "US", "+441614960123", id="the same from abroad"),
    pytest.param("01632 960001 / 07700 900123", "GB", "+441632960001", id="two, by a slash"),
    pytest.param("020 7946 0958 or 07700 900123", "GB", "+442079460958", id="two, by a word"),
    pytest.param("030 90182 / 030 90183", "DE", "+493090182", id="two short ones, by a slash"),
    pytest.param("030 90182 - 030 90183", "DE", "+493090182", id="two short ones, by a dash"),
    pytest.param("030 901820 - 030 901821", "DE", "+4930901820", id="two long ones, by a dash"),
    pytest.param("06 12 34 56 78 \u2013 01 23 45 67 89", "FR", "+33612345678", id="two in pairs"),
    pytest.param("01632 960001 - 07700 900123", "GB", "+441632960001", id="two in Britain"),
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
    pytest.param("06 6982 1234", "IT", "+390669821234", id="a zero that Italy keeps"),
    pytest.param("+39 (0)6 698 12345", "US", "+390669812345", id="the same in brackets"),
    pytest.param("+39/06 6982 1234", "US", "+390669821234", id="the same behind a slash"),
    pytest.param("0039 - 06 6982 1234", "DE", "+390669821234", id="the same behind a dash"),
    pytest.param("8 (495) 123-45-67", "RU", "+74951234567", id="Russia's 8"),
    pytest.param("+7 8 495 123-45-67", "RU", "+74951234567", id="Russia's 8 from abroad"),
    pytest.param("06 20 123 4567", "HU", "+36201234567", id="Hungary's 06"),
    pytest.param("8 10 44 20 7946 0958", "RU", "+442079460958", id="8 10"),
    pytest.param("098765 43210", "IN", "+919876543210", id="India's zero"),
    pytest.param("022-22661234/35", "IN", "+912222661234", id="the last digits of a second"),
    pytest.param("022-22661234/1235", "IN", "+912222661234", id="its last four digits"),
    pytest.param("+91-22-2266 1234 / 35", "US", "+912222661234", id="the same with a plus"),
    pytest.param("13800138000", "CN", "+8613800138000", id="a Chinese mobile"),
    pytest.param("(010)65529988-8012", "CN", "+861065529988;ext=8012", id="a Chinese extension"),
    pytest.param("0571-8765 4321-8", "CN", "+8657187654321;ext=8", id="a short one"),
    pytest.param(
        "\uff10\uff13\uff0d\uff11\uff12\uff13\uff14\uff0d\uff15\uff16\uff17\uff18",
        "JP",
        "+81312345678",
        id="full width in Japan",
    ),
    pytest.param(
        "\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667",
        "AE",
        "+971501234567",
        id="Arabic-Indic digits",
    ),
    pytest.param("04 78 12 34 56 poste 12", "FR", "+33478123456", id="a poste"),
    pytest.param("030 901820-12", "DE", "+493090182012", id="a German extension"),
    pytest.param("030 901820 9-17 Uhr", "DE", "+4930901820", id="hours by Uhr"),
    pytest.param("030 901820 9-17", "DE", "+4930901820", id="hours at the end"),
    pytest.param("030 901820 14:00", "DE", "+4930901820", id="a clock after"),
    pytest.param("089 / 5 50 60 2026-11-10", "DE", "+498955060", id="a date after"),
    pytest.param("14:00 030 901820", "DE", "+4930901820", id="a clock before"),
    pytest.param("9:00-17:00 030 901820", "DE", "+4930901820", id="two clocks before"),
    pytest.param("Mo-Fr 9-17 030 901820", "DE", "+4930901820", id="weekdays and hours"),
    pytest.param("Mon-Fri 9.00-17.30 020 7946 0958", "GB", "+442079460958", id="with dots"),
    pytest.param("9am-5pm 020 7946 0958", "GB", "+442079460958", id="am and pm"),
    pytest.param("020 7946 0958 2pm", "GB", "+442079460958", id="one hour after"),
    pytest.param("020 7946 0958 2-4pm", "GB", "+442079460958", id="two hours after"),
    pytest.param("9h-17h30 06 12 34 56 78", "FR", "+33612345678", id="hours in French"),
    pytest.param("030 90 18 20 - 17 Uhr", "DE", "+4930901820", id="one hour after a dash"),
    pytest.param("030 90 18 20 am Montag", "DE", "+4930901820", id="am is no hour in German"),
    pytest.param("212 555 0123 9-5", "US", "+12125550123", id="hours behind a number"),
    pytest.param("1) 020 7946 0958 2) 07700 900123", "GB", "+442079460958", id="a list"),
    pytest.param("1. 020 7946 0958", "GB", "+442079460958", id="a list with dots"),
    pytest.param("+1 312 626 6799,,81234567890#", "US", "+13126266799", id="a bridge's code"),
    pytest.param("Zoom: +1 312 626 6799", "US", "+13126266799", id="a bridge's number"),
    pytest.param("+1 312 626 6799 PIN: 212 555 0199", "US", "+13126266799", id="before a PIN"),
    pytest.param("Zoom 212 555 0123, +1 312 626 6799", "US", "+13126266799", id="after an id"),
    pytest.param("Fax +1 212 555 0199, tel +1 212 555 0123", "US", "+12125550123", id="a fax"),
    pytest.param("+1 212 555 0199 (fax), 212 555 0123", "US", "+12125550123", id="(fax)"),
    pytest.param("Phone #: 212 555 0123", "US", "+12125550123", id="a number sign"),
    pytest.param("Zoom or 212 555 0123", "US", "+12125550123", id="a meeting, or a call"),
    pytest.param(
        "\u4f20\u771f\uff1a+86 10 6552 9999 +86 10 6552 9988",
        None,
        "+861065529988",
        id="\u4f20\u771f",
    ),
    pytest.param("Tel/Fax: 212 555 0123", "US", "+12125550123", id="a telephone and fax"),
    pytest.param("10115 Berlin, 030 901820", "DE", "+4930901820", id="a postal code"),
    pytest.param("IBAN DE89 3704 0044 / 030 901820", "DE", "+4930901820", id="an account"),
    pytest.param(f"{'call ' * 40}212 555 0123", "US", "+12125550123", id="a long remark"),
    pytest.param(f"212 555 0123 {'or so ' * 300}", "US", "+12125550123", id="a longer one"),
    pytest.param(f"{'or ' * 79} 212 555 0123", "US", "+12125550123", id="up to the limit"),
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
    pytest.param("Zoom 212 555 0123", "US", id="a meeting"),
    pytest.param("Meeting ID: 212 555 0123, PIN 1234", "US", id="a meeting's id"),
    pytest.param("Passcode 2125550123", "US", id="a code to get in"),
    pytest.param("Room 212 555 0123", "US", id="a room"),
    pytest.param("Badge #2125550123", "US", id="a badge"),
    pytest.param("Fax: +1 212 555 0199", "US", id="a fax alone"),
    pytest.param("https://x.example/2125550123", "US", id="a link"),
    pytest.param("911", "US", id="an emergency"),
    pytest.param("10086", "CN", id="a short code"),
    pytest.param("00 44 20 7946 0958", "US", id="a prefix of elsewhere"),
    pytest.param("8 495 123 45 67", "DE", id="a trunk prefix of elsewhere"),
    pytest.param("call 9-17", "DE", id="hours alone"),
    pytest.param("order 212-555-0123-99", "US", id="an order"),
    pytest.param("212 555 0123 4567", "US", id="too many digits"),
    pytest.param("30 / 030 90182", "DE", id="two, the first of them none"),
    pytest.param("030 9 / 030 90182", "DE", id="two, the first of them too short"),
    pytest.param("030 9 - 030 90182", "DE", id="the same by a dash"),
    pytest.param("030 90182-AB", "DE", id="letters behind a whole number"),
    pytest.param("+1 555-555-ABCD", "US", id="letters of a number that nobody has"),
    pytest.param("030 901820/901821", "DE", id="two, or one with more behind a slash"),
    pytest.param("030 90182/012", "DE", id="one, or the last digits of a second"),
    pytest.param(f"{'or ' * 79}, 212 555 0123", "US", id="one that the limit cuts by a digit"),
    pytest.param(f"{'call ' * 49}212 555 0123", "US", id="one that the limit cuts"),
    pytest.param(f"{'call ' * 380}212 555 0123", "US", id="one beyond the limit"),
]


@pytest.mark.parametrize(("text", "country", "number"), DIALLED)
def test_the_first_whole_number_is_dialled(text: str, country: str | None, number: str) -> None:
    assert tel(text, country) == f"tel:{number}"


@pytest.mark.parametrize(("text", "country"), NOT_DIALLED)
def test_nobody_is_dialled_rather_than_somebody_else(text: str, country: str | None) -> None:
    assert tel(text, country) is None


LONGEST = ["1 / 0", "10.11.2026 ", "030 901820 9-", "212 555 012 ", "(a", "1 ", "1-A", "9am-", "+"]


@pytest.mark.parametrize("piece", LONGEST)
def test_the_longest_text_costs_milliseconds(piece: str) -> None:
    tel("+1 212 555 0123", "US")
    begun = perf_counter()
    for country in ("US", "DE", "IN", "CN", None):
        tel((piece * MAX_TEXT)[:MAX_TEXT], country)
    assert perf_counter() - begun < 0.1


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


@pytest.mark.parametrize("area", range(200, 1000))
def test_a_number_of_north_america_is_dialled_as_libphonenumber_reads_it(area: int) -> None:
    exchange, line = 200 + area * 7 % 800, area * 37 % 10_000
    text = f"+1 {area} {exchange} {line:04}"
    number = first_whole(text, None)
    assert number
    assert tel(text) == tel(text, "DE") == f"tel:{for_uri(number)}"


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
