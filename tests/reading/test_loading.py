"""What is read from a file: every scalar as text, its field deciding what it means."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from followup_ics import (
    Candidate,
    Interview,
    JobSearch,
    LogEntry,
    NextStep,
    Offer,
    Person,
    PlaybookError,
    RecordsError,
    Tactic,
    UnreadableFileError,
    load,
    load_playbook,
    loads,
    oi_partners,
)
from followup_ics.reading.loading import MAX_FAULTS
from followup_ics.records.playbook import PLACEHOLDERS
from followup_ics.working_time import Days, Hours
from paths import PLAYBOOK, SAMPLE
from strategies import records
from trying import EXAMPLES

ME = "candidate: {timezone: Europe/Berlin}\n"


def one(fields: str) -> Interview:
    """Read one interview that has these fields besides what every interview has."""
    lines = "".join(f"    {line}\n" for line in fields.splitlines())
    text = f"{ME}interviews:\n  - company: Northwind\n    role: Engineer\n{lines}"
    return loads(text if "start:" in fields else f"{text}    start: 2026-11-10\n").interviews[0]


def named(written: str) -> str:
    return one(f"people: [{{name: {written}}}]").people[0].name


def faults_of(text: str | bytes) -> list[str]:
    with pytest.raises(RecordsError) as raised:
        loads(text, "file")
    return str(raised.value).splitlines()


# Scalars


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("No", "No"),
        ("NO", "NO"),
        ("Null", "Null"),
        ("NULL", "NULL"),
        ("true", "true"),
        ("on", "on"),
        ("010", "010"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        ("2026", "2026"),
        ("2026-11-10", "2026-11-10"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        ("=", "="),
        ("'null'", "null"),
        ('"~"', "~"),
        ("! null", "null"),
        ("!!str 12", "12"),
        ("Jörg Müller-Straße", "Jörg Müller-Straße"),
        ("李小龍", "李小龍"),
        ("'O''Brien'", "O'Brien"),
        ('"\\u00e9\\x21"', "é!"),
        ("😀 Ada", "😀 Ada"),
        ("Dana   Lee", "Dana Lee"),
        ('"Dana\\tLee\\a\\e[31m"', "Dana Lee[31m"),
        ('"\\u009b31m Dana"', "31m Dana"),
        ('" Dana\\r\\nLee "', "Dana Lee"),
    ],
)
def test_a_text_is_what_is_written(written: str, read: str) -> None:
    assert named(written) == read


def test_norway_is_a_country() -> None:
    assert loads("candidate: {timezone: Europe/Oslo, country: NO}").candidate.country == "NO"
    assert one("country: NO").country == "NO"


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_a_field_left_empty_counts_as_not_given(written: str) -> None:
    text = f"{ME}interviews:\n- company: A\n  role: B\n  start: 2026-11-10\n"
    empty = "".join(f"  {name}: {written}\n" for name in Interview.model_fields if name not in text)
    tail = f"offers: {written}\nactivities: {written}\n"
    assert loads(text + empty + tail) == loads(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("yes", True),
        ("Yes", True),
        ("'true'", True),
        ("FALSE", False),
        ("no", False),
    ],
)
def test_a_flag_is_said_in_several_ways(written: str, read: bool) -> None:
    assert one(f"first_choice: {written}").first_choice is read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-10", date(2026, 11, 10)),
        ("2026-11-10 14:00", datetime(2026, 11, 10, 14)),
        ("2026-11-10 9:05", datetime(2026, 11, 10, 9, 5)),
        ("2026-11-10  14:00", datetime(2026, 11, 10, 14)),
        ("2026-11-10T14:00", datetime(2026, 11, 10, 14)),
        ("2026-11-10T14:00:59", datetime(2026, 11, 10, 14)),
        ("'2026-11-10 00:00'", datetime(2026, 11, 10)),
        ("2000-01-01", date(2000, 1, 1)),
        ("2036-12-31 23:59", datetime(2036, 12, 31, 23, 59)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_a_start(written: str, read: date) -> None:
    start = one(f"start: {written}").start
    assert start == read
    assert type(start) is type(read)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45m", 45),
        ("1h30m", 90),
        ("1h", 60),
        ("90 min", 90),
        ("1 hour 30 minutes", 90),
        ("24h", 1440),
    ],
)
def test_a_duration(written: str, minutes: int) -> None:
    assert one(f"duration: {written}").duration == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("07:00-21:00", (Hours(420, 1260),)),
        ("7:00 - 8:00", (Hours(420, 480),)),
        ("00:00-24:00", (Hours(0, 1440),)),
        ("12:30-13:30", (Hours(750, 810),)),
        ("22:00-06:00", (Hours(0, 360), Hours(1320, 1440))),
        ("22:00-24:00", (Hours(1320, 1440),)),
        ("22:00-00:00", (Hours(1320, 1440),)),
        ("[18:00-21:00, 07:00-08:30]", (Hours(420, 510), Hours(1080, 1260))),
        ("'07:00-08:30, 18:00-21:00'", (Hours(420, 510), Hours(1080, 1260))),
        ("[07:00-12:00, 11:00-15:00]", (Hours(420, 900),)),
        ("[20:00-02:00, 01:00-07:00]", (Hours(0, 420), Hours(1200, 1440))),
    ],
)
def test_hours(written: str, read: tuple[Hours, ...]) -> None:
    text = f"candidate: {{timezone: Europe/Berlin, available: {written}}}"
    assert loads(text).candidate.available == read


def test_days_away() -> None:
    text = "candidate: {timezone: Europe/Berlin, away: [2026-11-30, 2026-12-24 / 2027-01-01]}"
    assert loads(text).candidate.away == (
        Days(date(2026, 11, 30), date(2026, 11, 30)),
        Days(date(2026, 12, 24), date(2027, 1, 1)),
    )


def test_with_is_a_field() -> None:
    step = one("next_step: {what: call, with: Dana Lee}").next_step
    assert step == NextStep(what="call", with_="Dana Lee")


def test_a_phone_number_needs_no_quotes() -> None:
    assert one("people: [{name: A, phone: +1 312 555 0142}]").people[0].phone == "+1 312 555 0142"
    assert one("people: [{name: A, phone: +13125550142}]").people[0].phone == "+13125550142"


# Files


TREE: dict[str, Any] = {
    "candidate": {"timezone": "Europe/Berlin", "name": "Ada \U0001f600 \\ud83d"},
    "interviews": [
        {
            "id": "first",
            "company": "2026",
            "role": "/\\\"tab\tand 'quote'",
            "start": "2026-11-10 14:00",
            "people": [{"name": "null", "vote": False, "topics": ["a: b", "# no comment", "- x"]}],
        }
    ],
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps(TREE), id="JSON with surrogate pairs"),
        pytest.param(json.dumps(TREE, ensure_ascii=False), id="JSON as it is"),
        pytest.param(json.dumps(TREE, indent="\t"), id="JSON with tabs"),
        pytest.param("\n \t" + json.dumps(TREE, separators=(",", ":")), id="JSON without spaces"),
        pytest.param(json.dumps(TREE).replace("/", "\\/"), id="JSON with escaped slashes"),
        pytest.param(yaml.safe_dump(TREE), id="YAML"),
        pytest.param(yaml.safe_dump(TREE, allow_unicode=True), id="YAML as it is"),
        pytest.param(yaml.safe_dump(TREE, default_flow_style=True), id="YAML in one line"),
        pytest.param("---\n" + yaml.safe_dump(TREE) + "...\n", id="YAML with its marks"),
        pytest.param("%YAML 1.1\n---\n" + yaml.safe_dump(TREE), id="YAML with its version"),
        pytest.param(yaml.safe_dump(TREE).replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff" + yaml.safe_dump(TREE), id="byte order mark"),
        pytest.param("\ufeff" + json.dumps(TREE, indent="\t"), id="JSON after a byte order mark"),
    ],
)
def test_every_way_to_write_a_file(text: str) -> None:
    expected = JobSearch.model_validate(TREE)
    assert loads(text) == expected
    assert loads(text.encode()) == expected


def test_anchors_repeat_what_they_name() -> None:
    text = f"""{ME}
interviews:
  - company: &company Northwind
    role: &role Engineer
    start: 2026-11-10
    people: &people
      - &dana {{name: Dana Lee, topics: &topics [Kafka]}}
  - {{company: *company, role: *role, start: 2026-11-20, people: *people}}
  - company: Globex
    role: *role
    start: 2026-11-21
    people: [*dana, {{name: X, topics: *topics}}]
"""
    first, second, third = loads(text).interviews
    assert second.people == first.people
    assert third.people == (*first.people, Person(name="X", topics=("Kafka",)))


def test_the_order_of_keys_means_nothing() -> None:
    reordered = {
        name: [dict(reversed(each.items())) for each in part]
        if isinstance(part, list)
        else dict(reversed(part.items()))
        for name, part in reversed(TREE.items())
    }
    assert loads(yaml.safe_dump(reordered, sort_keys=False)) == JobSearch.model_validate(TREE)


def test_a_path_may_be_a_text_or_a_path(tmp_path: Path) -> None:
    path = tmp_path / "récords.yaml"
    path.write_bytes(SAMPLE.read_bytes())
    assert load(path) == load(str(path)) == loads(SAMPLE.read_bytes())


@pytest.mark.parametrize("path", ["missing.yaml", ".", "not\0a path"])
def test_a_file_that_cannot_be_read(path: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        load(f"{tmp_path}/{path}")


@pytest.mark.parametrize(("text", "code"), [(ME, 0), ("candidate: me", 1)])
def test_a_dash_is_standard_input(text: str, code: int) -> None:
    words = [sys.executable, "-m", "followup_ics", "check", "-"]
    done = subprocess.run(words, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr.startswith("<stdin>:1:12: candidate: found 'me'" if code else "")


def test_a_playbook_is_read_from_standard_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"tactics: []")))
    with pytest.raises(PlaybookError, match=r"^<stdin>:1:1: playbook: missing"):
        load_playbook("-")


def test_the_default_playbook_is_read_once() -> None:
    assert oi_partners() is oi_partners()


# Faults


def test_faults_are_data_too() -> None:
    with pytest.raises(RecordsError) as raised:
        loads("candidate: {timezone: Europe/Berlni}", "mine.yaml")
    (fault,) = raised.value.faults
    assert (fault.source, fault.line, fault.column) == ("mine.yaml", 1, 23)
    assert fault.path == "candidate.timezone"
    assert fault.message.endswith("did you mean Europe/Berlin?")
    assert raised.value.more == 0


def test_at_most_a_hundred_faults_are_shown() -> None:
    interviews = "".join(f"- {{company: A, role: {n}}}\n" for n in range(MAX_FAULTS + 1))
    *shown, last = faults_of(f"{ME}interviews:\n{interviews}")
    assert len(shown) == MAX_FAULTS
    assert last == "file: at least 1 more; mend these first"


def test_a_column_counts_characters_as_they_are_written() -> None:
    text = '{"candidate": {"name": "\\ud83d\\ude00 \U0001f600 é", "timezone": 1}}'
    (told,) = faults_of(text)
    assert told.startswith(f"file:1:{text.index('1}') + 1}: ")
    (told,) = faults_of("\ufeff# \U0001f600\rcandidate: {name: é, timezone: x}")
    assert told.startswith("file:2:32: ")


def test_faults_across_a_file_are_all_told_at_once() -> None:
    told = faults_of(
        "interviews:\n"
        "- {company: A, role: B, start: 2026-11-10, kind: fax, end: 2026-11-09}\n"
        "- {company: A, role: B, start: 2026-11-10, id: a}\n"
        "- {company: A, role: B, start: 2026-11-10, id: a, id: b}\n"
        "offers: [{company: A}]\n"
        "ofers: 1\n"
    )
    paths = [line.split(": ")[1] for line in told]
    assert sorted(paths) == [
        "candidate",
        "interviews[0].end",
        "interviews[0].kind",
        "interviews[2].id",
        "ofers",
        "offers[0].received",
        "offers[0].role",
    ]


def test_ids_are_compared_as_they_will_be_read() -> None:
    row = "company: A, role: B, start: 2026-11-10"
    told = faults_of(f"{ME}interviews: [{{id: a b, {row}}}, {{id: 'a  b ', {row}, kind: x}}]")
    assert [line.split(": ")[1] for line in told] == ["interviews[1].id", "interviews[1].kind"]


def test_ids_may_be_anything_without_an_accident() -> None:
    row = "company: A, role: B, start: 2026-11-10"
    told = faults_of(f"{ME}interviews: [{{id: [a], {row}}}, {{id: {{a: b}}, {row}}}, x]")
    assert [line.split(": ")[1] for line in told] == [
        "interviews[0].id",
        "interviews[1].id",
        "interviews[2]",
    ]


# Records made by a script


def test_native_values_are_taken_as_they_are() -> None:
    made = Interview(
        company="Northwind",
        role="Engineer",
        start=datetime(2026, 11, 10, 14, 0, 30, 5),
        duration=timedelta(minutes=45),
        follow_up_from=date(2026, 11, 12),
        people=(Person(name="Dana Lee"),),
        log=(LogEntry(on=date(2026, 11, 11), did="thank_you"),),
    )
    read = one(
        "start: 2026-11-10 14:00\nduration: 45m\nfollow_up_from: 2026-11-12\n"
        "people: [{name: Dana Lee}]\nlog: [{on: 2026-11-11, did: thank_you}]"
    )
    assert made == read
    candidate = Candidate(
        timezone="Europe/Berlin",
        available=Hours(540, 1020),
        away=(Days(date(2026, 12, 24), date(2026, 12, 26)),),
    )
    text = "timezone: Europe/Berlin, available: 09:00-17:00, away: [2026-12-24/2026-12-26]"
    assert candidate == loads(f"candidate: {{{text}}}").candidate


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("start", date(1999, 12, 31), "from 2000 to 2036"),
        ("start", datetime(2037, 1, 1), "from 2000 to 2036"),
        ("start", 20261110, "write one such as 2026-11-10 14:00"),
        ("start", None, "write one such as"),
        ("follow_up_from", datetime(2026, 11, 10, 14), "write a date"),
        ("duration", timedelta(0), "write one such as 45m"),
        ("duration", 45, "write one such as 45m"),
        ("company", 2026, "write a text"),
        ("company", b"Northwind", "write a text"),
        ("first_choice", 1, "write true or false"),
        ("company", "x" * 2001, "found 2,001 characters"),
        ("company", "\ud800\x00", "empty text"),
    ],
)
def test_values_of_another_kind_are_refused(field: str, value: object, told: str) -> None:
    given: dict[str, Any] = {"company": "A", "role": "B", "start": "2026-11-10", field: value}
    with pytest.raises(ValidationError, match=told):
        Interview.model_validate(given)


def test_days_and_hours_are_checked_as_tuples_too() -> None:
    day = date(2026, 12, 24)
    for field, value in (("away", (Days(day, day - timedelta(1)),)), ("available", Hours(60, 90))):
        with pytest.raises(ValidationError):
            Candidate.model_validate({"timezone": "Europe/Berlin", field: value})


@pytest.mark.parametrize(
    ("answer_by", "received", "fine"),
    [
        ("2026-11-19 17:00", "2026-11-19 16:00", True),
        ("2026-11-19", "2026-11-19 16:00", True),
        ("2026-11-19 09:00", "2026-11-19", True),
        ("2026-11-19 15:00", "2026-11-19 16:00", False),
        ("2026-11-18", "2026-11-19 16:00", False),
    ],
)
def test_an_answer_is_due_after_the_offer(answer_by: str, received: str, fine: bool) -> None:
    offer = {"company": "A", "role": "B", "received": received, "answer_by": answer_by}
    if fine:
        assert Offer.model_validate(offer)
    else:
        with pytest.raises(ValidationError, match="after the offer came"):
            Offer.model_validate(offer)


def test_records_cannot_be_changed() -> None:
    person = Person(name="Dana Lee")
    with pytest.raises(ValidationError):
        person.name = "Somebody Else"  # type: ignore[misc]
    assert hash(person) == hash(Person(name="Dana Lee"))


def test_texts_are_cleaned_of_what_no_calendar_carries() -> None:
    heard = LogEntry(
        on=date(2026, 11, 10), did="x", heard=" a\r\nb\rc\u2028d\te\x00\x1b\ud800f\x7f "
    )
    assert heard.heard == "a\nb\nc\nd ef"


# Names in a playbook's texts


def tactic(summary: str) -> Tactic:
    return Tactic.model_validate(
        {
            "name": "write",
            "when": {"on": "interview", "earliest": 1, "latest": 5, "preferred": 3},
            "audience": "voters",
            "channel": "email",
            "minutes": 10,
            "summary": summary,
            "why": "It helps.",
        }
    )


@pytest.mark.parametrize(
    "summary",
    [
        "{where:d}",
        "{where!x}",
        "{where!r}",
        "{where!s}",
        "{where:>100000000}",
        "{where:{company.__class__}}",
        "{where:{where}}",
        "{where:%Y}",
        "{where:}",
        "{where.__class__}",
        "{where[0]}",
        "{ where }",
    ],
)
def test_a_name_stands_alone_in_its_braces(summary: str) -> None:
    with pytest.raises(ValidationError, match=r"write the name alone, \{where\}"):
        tactic(f"Write to {summary}")


@pytest.mark.parametrize("summary", ["{}", "{0}", "{persn}", "{:d}", "{{{x}}}", "{__class__}"])
def test_another_name_is_told_the_names(summary: str) -> None:
    with pytest.raises(ValidationError, match="the names to fill in are: activity, answer_by"):
        tactic(summary)


@pytest.mark.parametrize("summary", ["{where", "where}", "{{where}", "{where}}", "{ {{ }}", "{{{"])
def test_a_brace_alone_is_told_how_to_write_one(summary: str) -> None:
    with pytest.raises(ValidationError, match=r"write (\{\{|\}\}) for a brace"):
        tactic(summary)


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_every_name_is_filled_in(name: str) -> None:
    taken = tactic(f"{{{{a}}}}, {{{{{{{name}}}}}}}, {{{name}}}").summary
    assert taken.format_map({name: "{x}"}) == "{a}, {{x}}, {x}"


# Whatever a file holds


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
)
NAMES = sorted(
    {name for model in (Interview, Person, Candidate, Offer) for name in model.model_fields}
)
VALUES = SCALARS | st.sampled_from(["2026-11-10", "Europe/Berlin", "45m", "phone", "a@b.example"])
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "candidate": st.dictionaries(st.sampled_from(NAMES), VALUES | TREES, max_size=4),
        "interviews": st.lists(
            st.dictionaries(st.sampled_from(NAMES), VALUES | TREES, max_size=8) | TREES, max_size=3
        ),
        "offers": TREES,
    },
)


def error_of(text: str | bytes) -> RecordsError | None:
    try:
        loads(text)
    except RecordsError as error:
        return error
    return None


def never_breaks(text: str | bytes) -> None:
    """Reading gives records, or faults each with a message on a line of its own."""
    if error := error_of(text):
        assert error.faults
        assert len(str(error).splitlines()) == len(error.faults) + bool(error.more)
        assert all(fault.message.isprintable() for fault in error.faults)


@settings(max_examples=EXAMPLES * 2, deadline=None)
@given(TREES | NEARLY)
def test_any_tree_is_read_or_refused(tree: object) -> None:
    never_breaks(json.dumps(tree))
    never_breaks(yaml.safe_dump(tree, allow_unicode=True))


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in inner if isinstance(tree, dict | list) else ():
        yield from places(value, (*path, key))


def changed(tree: Any, path: tuple[Any, ...], value: Any, name: str | None) -> Any:
    """Put a value at a path, under another name where one is given."""
    if not path:
        return value
    key, *rest = path
    inner = changed(tree[key], tuple(rest), value, name)
    if isinstance(tree, list):
        return [*tree[:key], inner, *tree[key + 1 :]]
    new = name if name is not None and not rest else key
    return {(new if each == key else each): inner if each == key else tree[each] for each in tree}


OURS = {path.stem: yaml.load(path.read_bytes(), yaml.BaseLoader) for path in (SAMPLE, PLAYBOOK)}


@pytest.mark.parametrize("name", OURS)
@settings(max_examples=EXAMPLES * 2, deadline=None)
@given(st.data())
def test_our_own_files_with_one_thing_changed_are_read_or_refused(
    name: str, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(list(places(OURS[name]))))
    rename = data.draw(st.none() | ANY_TEXT | st.sampled_from(NAMES))
    tree = changed(OURS[name], path, data.draw(VALUES | TREES), rename)
    text = json.dumps(tree).encode()
    if name == SAMPLE.stem:
        never_breaks(text)
    else:
        with contextlib.suppress(PlaybookError), tempfile.NamedTemporaryFile() as file:
            file.write(text)
            file.flush()
            load_playbook(file.name)


@settings(max_examples=EXAMPLES * 4, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=80) | st.binary(max_size=80))
@example("a: \ud800")
@example("? [a]\n: b")
@example("*a")
@example("&a")
@example("!!int x")
@example("- - - -\n -")
@example("\ufeff\ufeff")
@example("{a: &x {b: *x}}")
@example("candidate: {timezone: !!null}")
@example("%YAML 9.9\n---\na")
@example("%")
@example("...\n...")
@example("\x85\u2028a: [")
@example(b"\xef\xbb\xbf{")
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfe\x00")
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    never_breaks(text)


MARKS = st.text(st.sampled_from(list("[]{}:,-?&*!|>'\"%@`#~ \n\tab1")), max_size=30)


@settings(max_examples=EXAMPLES * 4, deadline=None)
@given(MARKS)
def test_any_punctuation_is_read_or_refused(text: str) -> None:
    never_breaks(text)
    never_breaks(ME + text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(records())
def test_records_written_as_yaml_or_json_are_read_as_they_were(tree: dict[str, Any]) -> None:
    expected = JobSearch.model_validate(tree)
    for text in (
        yaml.safe_dump(tree, allow_unicode=True),
        yaml.safe_dump(tree, default_flow_style=True),
        json.dumps(tree),
        json.dumps(tree, ensure_ascii=False, indent="\t"),
    ):
        assert loads(text) == expected


@settings(max_examples=EXAMPLES, deadline=None)
@given(ANY_TEXT)
def test_a_name_is_read_alike_from_yaml_json_and_a_script(name: str) -> None:
    try:
        expected = Person(name=name)
    except ValidationError:
        return
    tree = {
        "candidate": {"timezone": "Europe/Berlin"},
        "interviews": [
            {"company": "A", "role": "B", "start": "2026-11-10", "people": [{"name": name}]}
        ],
    }
    for text in (json.dumps(tree), yaml.safe_dump(tree), yaml.safe_dump(tree, allow_unicode=True)):
        assert loads(text).interviews[0].people == (expected,)


@pytest.mark.parametrize(
    "written",
    [
        "dana@example.com",
        "Dana Lee <dana@example.com>",
        "'\"Lee, Dana\" <dana@example.com>'",
        "<dana@example.com>",
        "mailto:dana@example.com",
    ],
)
def test_an_address_as_mail_programs_copy_it(written: str) -> None:
    people = f"people:\n  - name: Dana\n    email: {written}"
    assert one(f"start: 2026-11-10\n{people}").people[0].email == "dana@example.com"
