"""Spellings of one name are one company and one person, whoever wrote them on what."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import HANA, IVAN, interview, planned
from followup_ics import Plan
from followup_ics.records.fields import MAX_TEXT
from followup_ics.records.names import company_name, fold, mailbox, person_name

ONE_COMPANY = [
    pytest.param("Caf\u00e9 Noir", "Cafe\u0301 Noir", id="accents apart"),
    pytest.param("\uff21\uff23\uff2d\uff25", "Acme", id="full width"),
    pytest.param("Stra\u00dfe", "STRASSE", id="sharp s"),
    pytest.param("L\u2019Atelier", "L'Atelier", id="apostrophes"),
    pytest.param("L\u00b4Atelier", "L'Atelier", id="an acute accent for one"),
    pytest.param("L`Atelier", "L'Atelier", id="a grave accent for one"),
    pytest.param("I \u2764\ufe0f NY", "I \u2764 NY", id="an emoji's colour"),
    pytest.param("Cafe\u00ad\u0301 Noir", "Caf\u00e9 Noir", id="a soft hyphen before an accent"),
    pytest.param("Rolls\u2011Royce", "Rolls-Royce", id="hyphens"),
    pytest.param("Ac\u00adme", "Acme", id="a soft hyphen"),
    pytest.param("Acme\u200b", "Acme", id="a space of no width"),
    pytest.param("Pro\ufb01t", "Profit", id="a ligature"),
]


def twice(company: str, other: str) -> Plan:
    second = interview("", id="second", company=f'"{other}"', start="2026-11-03 14:00")
    return planned(interview(company=f'"{company}"'), second)


@pytest.mark.parametrize(("one", "other"), ONE_COMPANY)
def test_two_spellings_of_a_company_are_one_application(one: str, other: str) -> None:
    same = [(each.uid, each.start) for each in twice(other, other).follow_ups]
    assert [(each.uid, each.start) for each in twice(one, other).follow_ups] == same


DIFFERENT = [("Acme", "Acmé"), ("Rolls-Royce", "Rolls Royce"), ("Acme 1", "Acme 2")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_are_two_companies(one: str, other: str) -> None:
    assert fold(one) != fold(other)


ODD = st.text("aé \u00b4`\u2019\u2011\u00ad\u200d\u0301\u0327\ufe0f\u2764ßςİ", max_size=12)


@given(ODD | st.text(max_size=30), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_every_form_of_a_text_is_one_name(text: str, form: str) -> None:
    assert fold(normalize(form, text)) == fold(text)  # type: ignore[arg-type]
    assert fold(fold(text)) == fold(text)


ONE_PERSON = [
    ("Dr. Ana Silva", "Ana Silva"),
    ("Prof. Dr. Ana Silva", "ana silva"),
    ("Ana Silva, PhD", "Ana Silva"),
    ("Ms Ana Silva, M.D.", "Ana Silva"),
    ("Ana O\u2019Hara", "Ana O'Hara"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_titles_and_degrees_are_no_part_of_a_name(one: str, other: str) -> None:
    assert person_name(one) == person_name(other)


@pytest.mark.parametrize("name", ["Md. Ali", "Dr.", "Jr. Smith", "Ana Silva Jr", "Drew Ng"])
def test_what_is_a_name_stays_one(name: str) -> None:
    assert person_name(name) == name.casefold()


def test_a_person_with_and_without_a_title_is_called_once() -> None:
    second = interview(
        "{name: Dr. Dana, part: hiring_manager, vote: true}", id="second", start="2026-11-16 14:00"
    )
    found = planned(interview(), second)
    assert not [each for each in found.notes if "Add the telephone" in each.text]
    thanks = [each for each in found.follow_ups if each.tactic == "thank_you"]
    assert [each.email for each in thanks] == ["dana@acme.example"] * 2


ONE_MAILBOX = [
    ("ana@b\u00fccher.example", "Ana@xn--bcher-kva.example"),
    ("ana@B\u00dcCHER.example", "ana@bu\u0308cher.example"),
    ("ana\uff20acme.example", "ANA@acme.example"),
    ("ana@stra\u00dfe.example", "Ana@xn--strae-oqa.example"),
    ("ana@STRA\u00dfE.example", "ana@stra\u00dfe.example"),
    ("ana@\u03c3\u03af\u03b3\u03bc\u03b1\u03c2.example", "ana@xn--kxaef0b5ab.example"),
    ("ana@\u0915\u094d\u200d\u0937.example", "ana@xn--11b2ezcw70k.example"),
    ("ana@na\u200dme.example", "ana@name.example"),
    ("ana@\U0001f600.example", "ana@XN--E28H.example"),
    ("ana@i\u2764\ufe0f.example", "ana@i\u2764.example"),
    ("ana@a_b.b\u00fccher.example", "ana@A_B.xn--bcher-kva.example"),
    ("ana@acme\uff0eexample", "ana@acme.example"),
    ("ana@b\u00fccher\u3002example", "ana@xn--bcher-kva.example"),
    ("ana@acme\uff61example", "ana@acme.example"),
    ("ana@\uff38\uff2e\uff0d\uff0dbcher-kva.example", "ana@b\u00fccher.example"),
]
OTHER_MAILBOXES = [
    ("ana@stra\u00dfe.example", "ana@strasse.example"),
    (
        "ana@\u03c3\u03af\u03b3\u03bc\u03b1\u03c2.example",
        "ana@\u03c3\u03af\u03b3\u03bc\u03b1\u03c3.example",
    ),
    ("ana@\u0915\u094d\u200d\u0937.example", "ana@\u0915\u094d\u0937.example"),
]


@pytest.mark.parametrize(("one", "other"), ONE_MAILBOX)
def test_two_spellings_of_an_address_are_one_mailbox(one: str, other: str) -> None:
    assert mailbox(one) == mailbox(other)


@pytest.mark.parametrize(("one", "other"), ONE_MAILBOX)
def test_two_spellings_of_an_address_give_one_plan(one: str, other: str) -> None:
    def who(mail: str) -> list[tuple[str, datetime, str | None]]:
        ana = f"{{name: Ana, part: hiring_manager, email: {one.replace(chr(0xFF20), '@')}}}"
        again = f"{{name: Ana Silva, email: '{mail.replace(chr(0xFF20), '@')}'}}"
        log = f"[{{on: 2026-11-02 18:00, did: thank_you, to: '{mail}'}}]"
        found = planned(interview(ana, log=log), interview(again, **LATER))
        return [(each.uid, each.start, each.person) for each in found.follow_ups]

    assert who(one) == who(other)


@pytest.mark.parametrize(("one", "other"), OTHER_MAILBOXES)
def test_what_idna_2008_keeps_apart_are_two_mailboxes(one: str, other: str) -> None:
    assert mailbox(one) != mailbox(other)


REFUSED = ["x" * 70, "a..b", "xn--", "xn--a", "-\u00fc-", "\u00fc" * 80, "\ufffe", "\ud800"]


@pytest.mark.parametrize("domain", REFUSED)
def test_a_domain_that_idna_refuses_is_still_an_address(domain: str) -> None:
    assert mailbox(f"Ana@{domain}.example") == mailbox(f"ana@{domain}.EXAMPLE")
    assert mailbox(f"Ana@{domain}.example") != mailbox(f"ana@{domain}.other")


@given(ODD | st.text(max_size=30))
def test_any_text_has_a_mailbox_and_its_own_is_itself(domain: str) -> None:
    found = mailbox(f"ana@{domain}")
    assert mailbox(found) == found


def test_the_longest_domain_costs_next_to_nothing() -> None:
    begun = perf_counter()
    for each in ("\u00fc", "\U0001f600", "xn--", "\u0915\u094d\u200d", "\u00fc."):
        mailbox(f"ana@{(each * MAX_TEXT)[: MAX_TEXT - 4]}")
    assert perf_counter() - begun < 1


# To whom, in a log

DANA_LEE = "{name: Dana Lee, part: hiring_manager, email: dana@acme.example}"
DANA_LO = "{name: Dana Lo, email: lo@acme.example}"
PEOPLE = f"{IVAN}, {DANA_LEE}, {HANA}"


def thanked(to: str, people: str = PEOPLE) -> tuple[list[str | None], list[str]]:
    """Return who counts as thanked, and the warnings."""
    log = f"[{{on: 2026-11-02 18:00, did: thank_you, to: '{to}'}}]"
    found = planned(interview(people, log=log))
    done = [each.person for each in found.follow_ups if each.status == "done"]
    return done, [each.text for each in found.notes if each.level == "warning"]


TO = [
    "Dana Lee",
    "dana lee",
    "Dana",
    "Lee",
    "Lee, Dana",
    "Lee Dana",
    "dana@acme.example",
    "DANA@ACME.EXAMPLE",
    "Dana Lee <dana@acme.example>",
    "Dana <dana@acme.example>",
    "D. L. <dana@acme.example>",
    "Dana Lee <private@home.example>",
    "Ms. Lee",
]


@pytest.mark.parametrize("to", TO)
def test_a_text_that_fits_one_person_is_that_person(to: str) -> None:
    assert thanked(to) == (["Dana Lee"], [])


NOBODY = [
    ("Dana", "write Dana Lee or Dana Lo"),
    ("dana", "write Dana Lee or Dana Lo"),
    ("Dan Lee", "add them; did you mean Dana Lee?"),
    ("Lea, Dana", "add them; did you mean Dana Lee?"),
    ("Ivam", "add them; did you mean Ivan?"),
    ("Zoltan", "add them"),
]


@pytest.mark.parametrize(("to", "mend"), NOBODY)
def test_a_text_that_fits_nobody_or_several_is_told_with_the_nearest(to: str, mend: str) -> None:
    done, warnings = thanked(to, f"{PEOPLE}, {DANA_LO}")
    assert done == [to]
    assert [each.partition("nobody else; ")[2] for each in warnings] == [mend]


@pytest.mark.parametrize("to", ["all", "Everybody", "everyone"])
def test_all_of_an_interview_can_be_thanked_at_once(to: str) -> None:
    done, warnings = thanked(to)
    assert sorted(map(str, done)) == ["Dana Lee", "Hana", "Ivan"]
    assert warnings == []


def test_nobody_is_told_twice_of_whom_a_text_fits() -> None:
    log = "[{on: 2026-11-02 18:00, did: thank_you, to: Ivan}]"
    again = interview(f"{DANA_LEE}, {IVAN}", id="second", start="2026-11-16 14:00")
    found = planned(interview(PEOPLE, log=log), again)
    done = [each.person for each in found.follow_ups if each.status == "done"]
    assert done == ["Ivan"]


# Companies

ONE_COMPANY_BY_LAW = [
    ("Acme", "Acme, Inc."),
    ("ACME Inc", "Acme GmbH"),
    ("Acme Ltd.", "Acme S.A."),
    ("Acme LLC", "Acme AG"),
    ("Acme GmbH & Co. KG", "Acme"),
    ("Acme S. \u00e0 r.l.", "Acme"),
    ("Acme Sp. z o.o.", "Acme S.A. de C.V."),
    ("Acme Pty Ltd", "Acme Private Limited"),
]


@pytest.mark.parametrize(("one", "other"), ONE_COMPANY_BY_LAW)
def test_a_legal_form_makes_no_other_company(one: str, other: str) -> None:
    same = [(each.uid, each.start) for each in twice("Acme", "Acme").follow_ups]
    found = twice(one, other)
    assert [(each.uid, each.start) for each in found.follow_ups] == same
    said = [each.text for each in found.notes if "taken for one company" in each.text]
    assert [(one in each, other in each) for each in said] == [(True, True)]
    assert {each.company for each in found.follow_ups if each.company} == {one}


@pytest.mark.parametrize(
    "name", ["Inc.", "Limited", "AG", "Co-op", "Incipio", "The Agency", "Sequoia Capital", "A & Co"]
)
def test_what_only_looks_like_a_legal_form_is_the_name(name: str) -> None:
    assert company_name(name)


def test_a_company_id_keeps_two_of_one_name_apart() -> None:
    second = interview("", id="second", role="Analyst", company_id="acme-berlin")
    asked = planned(interview(), second).follow_ups
    assert len({each.uid for each in asked if each.tactic == "touch_base"}) > 7
    assert not [each for each in planned(interview(), second).notes if "one company" in each.text]


@pytest.mark.parametrize("ids", [("meta", "Meta"), ("", "Acme")])
def test_a_company_id_joins_two_names(ids: tuple[str, str]) -> None:
    first = {"company_id": ids[0]} if ids[0] else {}
    later = {"id": "second", "start": "2026-11-09 14:00"}
    joined = planned(interview(**first), interview(company="Facebook", company_id=ids[1], **later))
    alone = planned(interview(**first), interview(**later, **first))
    assert [each.uid for each in joined.follow_ups] == [each.uid for each in alone.follow_ups]


def test_an_offer_in_another_legal_form_closes_the_application() -> None:
    offer = "{company: 'Acme, Inc.', role: Engineer, received: 2026-11-10 10:00}"
    found = planned(interview(), offers=offer)
    later = [each for each in found.follow_ups if each.person == "Dana"][-1]
    assert later.status == "cancelled"


# Two people, or one

NINA = "{name: Nina, part: human_resources, vote: true, email: careers@acme.example}"
OTTO = "{name: Otto, part: hiring_manager, email: careers@acme.example, phone: +1 212 555 0109}"
ANA = "{name: Ana, part: hiring_manager, email: ana@acme.example, phone: +1 212 555 0107}"
LATER = {"id": "second", "start": "2026-11-05 14:00"}


def thanked_people(*interviews: str) -> list[str | None]:
    found = planned(*interviews)
    return [each.person for each in found.follow_ups if each.tactic == "thank_you"]


def people_called(found: Plan) -> set[str | None]:
    """Return who is in the plan, by the names that it shows."""
    return {each.person for each in found.follow_ups if each.person}


def said_of(found: Plan, part: str) -> list[str]:
    return [each.level for each in found.notes if part in each.text]


@pytest.mark.parametrize(
    ("people", "warned"),
    [
        (f"{NINA}, {OTTO}", []),
        (f"{NINA}, {OTTO}, {NINA.replace('Nina', 'Pia')}", []),
        (f"{ANA}, {ANA.replace('Ana', 'Ana Silva')}", ["warning"]),
    ],
    ids=["a department's mailbox", "three", "names that can agree"],
)
def test_two_names_in_one_interview_are_two_people(people: str, warned: list[str]) -> None:
    found = planned(interview(people))
    assert len(people_called(found)) == people.count("name:")
    assert said_of(found, "are taken for two people") == warned


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        (ANA, ANA.replace("Ana", "Ana Silva"), "info"),
        (ANA.replace("Ana", "Ana Silva"), ANA.replace("Ana", "Silva"), "info"),
        (ANA.replace("Ana", "Ana Silva"), ANA.replace("Ana", "A. Silva"), "info"),
        (ANA.replace("Ana", "A. Silva"), ANA.replace("Ana", "Ana Maria Silva"), "info"),
        (ANA, ANA.replace("ana@", "silva@"), "info"),
    ],
    ids=["a first name", "a last name", "an initial", "an initial at first", "a new address"],
)
def test_one_person_over_two_rounds(first: str, second: str, level: str) -> None:
    topic = first.replace("}", ", topics: [the old system]}")
    found = planned(
        interview(topic), interview(second.replace(", phone: +1 212 555 0107", ""), **LATER)
    )
    calls = [each for each in found.follow_ups if each.tactic == "phone_call"]
    assert calls[-1].phone == "+1 212 555 0107"
    assert "the old system" in calls[-1].description
    assert said_of(found, "taken for one person") == [level]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NINA, OTTO),
        (ANA, "{name: Ana Silva}"),
        ("{name: Silva}", "{name: Ana Silva, email: ana@acme.example}"),
    ],
    ids=["one address", "a part of a name", "a last name alone"],
)
def test_two_that_could_be_one_stay_two_with_a_warning(first: str, second: str) -> None:
    found = planned(interview(first), interview(second, **LATER))
    assert len(people_called(found)) == 2
    warned = [each.text for each in found.notes if "Are they one?" in each.text]
    assert len(warned) == 1


def test_two_of_one_name_are_told_apart_by_their_addresses() -> None:
    other = ANA.replace("ana@", "ana.b@")
    assert thanked_people(interview(f"{ANA}, {other}")) == ["Ana", "Ana"]
    found = planned(interview(f"{ANA}, {other}"), interview("{name: Ana}", **LATER))
    assert said_of(found, "may be one of 2 people of that name") == ["warning"]


def test_a_recruiter_of_two_clients_is_called_once_for_both() -> None:
    eve = "{name: Eve, part: recruiter, email: eve@agency.example, phone: +1 212 555 0108}"
    found = planned(
        interview(eve), interview(eve, id="second", company="Best", start="2026-11-03 10:00")
    )
    for tactic in ("phone_call", "share_article"):
        real = [e for e in found.follow_ups if e.tactic == tactic and e.status == "planned"]
        assert ["Engineer at Acme" in each.summary for each in real] == [True]
    days = [e.start.date() for e in found.follow_ups if e.person and e.status == "planned"]
    assert len(days) == len(set(days))


def test_one_name_at_two_companies_is_two_people_without_an_address() -> None:
    ana = "{name: Ana, part: hiring_manager, phone: +1 212 555 0107}"
    found = planned(interview(ana), interview(ana, id="second", company="Best"))
    calls = [e for e in found.follow_ups if e.tactic == "phone_call" and e.status == "planned"]
    assert len(calls) == 2


# One person, as all interviews together have them

KNOWN = {
    "title": ("title: VP Engineering", "Dana, VP Engineering"),
    "part": ("part: human_resources", "Dana, human resources"),
    "phone": ("phone: +1 212 555 0101", "Phone: +1 212 555 0101"),
    "email": ("email: dana@acme.example", "E-mail: dana@acme.example"),
    "zone": ("timezone: America/Denver", "for Dana (America/Denver)"),
}


@pytest.mark.parametrize(("given", "told"), list(KNOWN.values()), ids=list(KNOWN))
@pytest.mark.parametrize("known_from", [1, 2, 3])
def test_what_one_record_says_of_somebody_is_known_in_the_others(
    known_from: int, given: str, told: str
) -> None:
    interviews = [
        interview(
            f"{{name: Dana, {given if each == known_from else 'vote: true'}}}",
            id=f"round-{each}",
            role=f"Role {each}",
            start=f"2026-11-0{each + 1} 14:00",
        )
        for each in (1, 2, 3)
    ]
    thanks = [each for each in planned(*interviews).follow_ups if each.tactic == "thank_you"]
    assert [told in each.description for each in thanks] == [True, True, True]


LATEST = [
    pytest.param(["title: Lead", "title: Head", "vote: true"], "Dana, Head", id="the last one"),
    pytest.param(["title: Lead", "vote: true", "title: Head"], "Dana, Head", id="its own"),
]


@pytest.mark.parametrize(("given", "told"), LATEST)
def test_of_what_several_records_say_its_own_counts_then_the_latest(
    given: list[str], told: str
) -> None:
    interviews = [
        interview(
            f"{{name: Dana, {each}}}",
            id=f"round-{n}",
            role=f"Role {n}",
            start=f"2026-11-0{n} 14:00",
        )
        for n, each in enumerate(given, 2)
    ]
    thanks = [each for each in planned(*interviews).follow_ups if each.tactic == "thank_you"]
    assert told in thanks[-1].description


NUMBERS = [
    pytest.param("country: GB", {"country": "FR"}, "GB", id="the person's"),
    pytest.param("vote: true", {"country": "FR"}, "FR", id="else the interview's with the number"),
    pytest.param("vote: true", {}, "US", id="else the candidate's"),
]


@pytest.mark.parametrize(("person", "fields", "country"), NUMBERS)
def test_a_number_is_of_the_country_of_the_record_that_has_it(
    person: str, fields: dict[str, str], country: str
) -> None:
    first = interview(f"{{name: Dana, phone: 01632 960123, {person}}}", **fields)
    second = interview("{name: Dana}", role="Lead", country="DE", **LATER)
    found = [each for each in planned(first, second).follow_ups if each.tactic == "thank_you"]
    numbers = {(each.phone, each.phone_country) for each in found}
    assert numbers == {("01632 960123", country)}
