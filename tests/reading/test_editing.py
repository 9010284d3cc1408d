"""Each edit in each layout: the whole text before and after."""

from __future__ import annotations

import json
from collections.abc import Callable
from difflib import ndiff
from textwrap import dedent
from typing import Any

import pytest

from followup_ics import NextStep, RecordsError, loads
from followup_ics.errors import EditError, UnknownInterviewError
from followup_ics.reading import editing, quoting
from paths import SAMPLE

ENTRY = {"on": "2026-11-03 10:00", "did": "thank_you"}
HEAD = "candidate: {timezone: Europe/Berlin}\n"
ONE = (
    HEAD
    + """\
interviews:
  - company: Acme
    role: SRE
    start: 2026-11-02 14:00
"""
)


def logged(text: str) -> str:
    return editing.add_log_entry(text, 0, ENTRY)


# Where a log entry goes, by what stands there


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  - {on: 2026-11-03 10:00, did: thank_you}
            """,
            id="no log yet",
        ),
        pytest.param(
            """\
            interviews:
            -   company: Acme
                role: SRE
                start: 2026-11-02  # by telephone
                # the end of Acme

            # offers to come
            offers: []
            """,
            """\
            interviews:
            -   company: Acme
                role: SRE
                start: 2026-11-02  # by telephone
                # the end of Acme
                log:
                - {on: 2026-11-03 10:00, did: thank_you}

            # offers to come
            offers: []
            """,
            id="dashes below the name, and comments",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                log:   # what I did
                role: SRE
                start: 2026-11-02
            """,
            """\
            interviews:
              - company: Acme
                log:   # what I did
                  - {on: 2026-11-03 10:00, did: thank_you}
                role: SRE
                start: 2026-11-02
            """,
            id="an empty field",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                log: ~  # nothing
                role: SRE
                start: 2026-11-02
            """,
            """\
            interviews:
              - company: Acme
                log: [{on: 2026-11-03 10:00, did: thank_you}]  # nothing
                role: SRE
                start: 2026-11-02
            """,
            id="null",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                log: []
                role: SRE
                start: 2026-11-02
            """,
            """\
            interviews:
              - company: Acme
                log: [{on: 2026-11-03 10:00, did: thank_you}]
                role: SRE
                start: 2026-11-02
            """,
            id="an empty list in brackets",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  - {on: 2026-11-02, did: lunch}  # twice
                  # and again

                # how it ended
                outcome: {result: rejected, on: 2026-11-09}
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  - {on: 2026-11-02, did: lunch}  # twice
                  # and again
                  - {on: 2026-11-03 10:00, did: thank_you}

                # how it ended
                outcome: {result: rejected, on: 2026-11-09}
            """,
            id="behind the comments of the last entry",
        ),
        pytest.param(
            """\
            interviews:
            - company: Acme
              role: SRE
              start: 2026-11-02
              log:
              - {on: 2026-11-02, did: lunch}

                # and again
              # how it ended
              outcome: {result: rejected, on: 2026-11-09}
            """,
            """\
            interviews:
            - company: Acme
              role: SRE
              start: 2026-11-02
              log:
              - {on: 2026-11-02, did: lunch}

                # and again
              - {on: 2026-11-03 10:00, did: thank_you}
              # how it ended
              outcome: {result: rejected, on: 2026-11-09}
            """,
            id="before the comments of the next field",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  # what I did

                # how it ended
                outcome: {result: rejected, on: 2026-11-09}
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  # what I did
                  - {on: 2026-11-03 10:00, did: thank_you}

                # how it ended
                outcome: {result: rejected, on: 2026-11-09}
            """,
            id="an empty field with comments",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
              - company: Best
                role: SRE
                start: 2026-11-02
                log: [{on: 2026-11-02, did: lunch}]
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log: [{on: 2026-11-03 10:00, did: thank_you}]
              - company: Best
                role: SRE
                start: 2026-11-02
                log: [{on: 2026-11-02, did: lunch}]
            """,
            id="a log in brackets like that of another interview",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                    -   on: 2026-11-02
                        did: lunch
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                    -   on: 2026-11-02
                        did: lunch
                    -   on: 2026-11-03 10:00
                        did: thank_you
            """,
            id="an entry over several lines, wide",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:

                  - on: 2026-11-02
                    did: lunch

                  - on: 2026-11-02 12:00
                    did: lunch
            offers: []
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:

                  - on: 2026-11-02
                    did: lunch

                  - on: 2026-11-02 12:00
                    did: lunch

                  - on: 2026-11-03 10:00
                    did: thank_you
            offers: []
            """,
            id="empty lines between entries",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  - on: 2026-11-02
                    did: lunch
                    heard: |
                      a lot

                      # and more
              # the next one
              - {company: Best, role: SRE, start: 2026-11-02}
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  - on: 2026-11-02
                    did: lunch
                    heard: |
                      a lot

                      # and more
                  - on: 2026-11-03 10:00
                    did: thank_you
              # the next one
              - {company: Best, role: SRE, start: 2026-11-02}
            """,
            id="behind a text of several lines",
        ),
        pytest.param(
            """\
            interviews:
              - {company: Acme, role: SRE, start: 2026-11-02, log: [{on: 2026-11-02, did: a}]}  # A
            """,
            """\
            interviews:
              - {company: Acme, role: SRE, start: 2026-11-02, log: [{on: 2026-11-02, did: a}, {on: 2026-11-03 10:00, did: thank_you}]}  # A
            """,  # noqa: E501
            id="an interview on one line",
        ),
        pytest.param(
            """\
            interviews:
              - { company: Acme, role: SRE, start: 2026-11-02 }
            """,
            """\
            interviews:
              - { company: Acme, role: SRE, start: 2026-11-02, log: [{on: 2026-11-03 10:00, did: thank_you}] }
            """,  # noqa: E501
            id="an interview on one line, without a log",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log: [
                  {on: 2026-11-02, did: lunch}, # with them
                  {on: 2026-11-02 13:00, did: lunch},
                ]
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log: [
                  {on: 2026-11-02, did: lunch}, # with them
                  {on: 2026-11-02 13:00, did: lunch},
                  {on: 2026-11-03 10:00, did: thank_you},
                ]
            """,
            id="brackets over several lines",
        ),
        pytest.param(
            """\
            interviews: [{
              company: Acme, role: SRE,
              start: 2026-11-02
            }]
            """,
            """\
            interviews: [{
              company: Acme, role: SRE,
              start: 2026-11-02,
              log: [{on: 2026-11-03 10:00, did: thank_you}]
            }]
            """,
            id="braces over several lines",
        ),
        pytest.param(
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
              - company: Best
                role: SRE
                start: 2026-11-02
                log:
                    - on: 2026-11-02
                      did: lunch
            """,
            """\
            interviews:
              - company: Acme
                role: SRE
                start: 2026-11-02
                log:
                  - on: 2026-11-03 10:00
                    did: thank_you
              - company: Best
                role: SRE
                start: 2026-11-02
                log:
                    - on: 2026-11-02
                      did: lunch
            """,
            id="a log like that of another interview",
        ),
    ],
)
def test_a_log_entry_goes_where_it_belongs(before: str, after: str) -> None:
    assert logged(HEAD + dedent(before)) == HEAD + dedent(after)


# Bytes


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["no mark", "a byte order mark"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("last", [True, False], ids=["a last newline", "no last newline"])
def test_bytes_around_the_text_stay(bom: str, newline: str, *, last: bool) -> None:
    def written(text: str) -> str:
        return bom + (text if last else text.removesuffix("\n")).replace("\n", newline)

    after = f"{ONE}    log:\n      - {{on: 2026-11-03 10:00, did: thank_you}}\n"
    assert logged(written(ONE)) == written(after)
    found = editing.add_log_entry(written(ONE).encode(), 0, ENTRY)
    assert found == written(after).encode()


# The other edits


FULL = """\
candidate:
  timezone: Europe/Berlin   # home
interviews:
  # first
  - id: one
    company: Acme
    role: SRE
    start: "2026-11-02 14:00"   # moved once
    end: 2026-11-02 15:00
    people:
      - name: Dana
        topics: [Kafka]
      - name: Bo

  - company: Best, Inc.
    role: Data Analyst
    start: 2026-11-03
    timezone: 'Asia/Tokyo'
"""


def changed(text: str, after: str) -> list[str]:
    """Return the lines that a text has anew or no more, in order."""
    lines = ndiff(text.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        pytest.param(
            lambda text: editing.move(text, "one", start="2026-11-05 14:00", end="15:30"),
            [
                '-     start: "2026-11-02 14:00"   # moved once',
                '+     start: "2026-11-05 14:00"   # moved once',
                "-     end: 2026-11-02 15:00",
                "+     end: 15:30",
            ],
            id="start and end",
        ),
        pytest.param(
            lambda text: editing.move(text, "one", duration="45m"),
            ["-     end: 2026-11-02 15:00", "+     duration: 45m"],
            id="a duration for an end",
        ),
        pytest.param(
            lambda text: editing.move(text, 1, start="2026-11-04 09:00", duration="2h"),
            ["-     start: 2026-11-03", "+     start: 2026-11-04 09:00", "+     duration: 2h"],
            id="a duration where there is none",
        ),
        pytest.param(
            lambda text: editing.set_field(text, "best-data-analyst-1", "timezone", "Asia/Seoul"),
            ["-     timezone: 'Asia/Tokyo'", "+     timezone: 'Asia/Seoul'"],
            id="a field by the made-up id",
        ),
        pytest.param(
            lambda text: editing.set_field(text, 1, "company_id", "no: 7"),
            ["+     company_id: 'no: 7'"],
            id="a field that is not there",
        ),
        pytest.param(
            lambda text: editing.put(text, ("interviews", 0, "people", 1), "email", "bo@a.example"),
            ["+         email: bo@a.example"],
            id="a person's field",
        ),
        pytest.param(
            lambda text: editing.add_person(text, "one", {"name": "Zoe", "topics": ["a", "b, c"]}),
            ["+       - name: Zoe", "+         topics: [a, 'b, c']"],
            id="a person",
        ),
        pytest.param(
            lambda text: editing.add_person(text, 1, {"name": "Zoe", "vote": "false"}),
            ["+     people:", "+       - name: Zoe", "+         vote: false"],
            id="the first person",
        ),
        pytest.param(
            lambda text: editing.add_topic(text, "one", 0, "C#: why?"),
            ["-         topics: [Kafka]", "+         topics: [Kafka, 'C#: why?']"],
            id="a topic",
        ),
        pytest.param(
            lambda text: editing.add_topic(text, "one", 1, "hiring"),
            ["+         topics: [hiring]"],
            id="the first topic",
        ),
        pytest.param(
            lambda text: editing.set_outcome(text, 1, "rejected", "2026-11-09"),
            ["+     outcome: {result: rejected, on: 2026-11-09}"],
            id="an outcome",
        ),
        pytest.param(
            lambda text: editing.set_next_step(text, 1, "decision_by", "2026-11-09"),
            ["+     next_step: {decision_by: 2026-11-09}"],
            id="a next step",
        ),
        pytest.param(
            lambda text: editing.add_interview(
                text,
                {
                    "company": "Globex",
                    "role": "SRE",
                    "start": "2026-11-12 10:00",
                    "people": [{"name": "Ann", "title": "CTO"}, {"name": "Bea"}],
                    "log": [ENTRY],
                    "next_step": {"what": "a call"},
                },
            ),
            [
                "+ ",
                "+   - company: Globex",
                "+     role: SRE",
                "+     start: 2026-11-12 10:00",
                "+     people:",
                "+       - name: Ann",
                "+         title: CTO",
                "+       - name: Bea",
                "+     log:",
                "+       - {on: 2026-11-03 10:00, did: thank_you}",
                "+     next_step: {what: a call}",
            ],
            id="an interview",
        ),
        pytest.param(
            lambda text: editing.add_offer(
                text, {"company": "Globex", "role": "SRE", "received": "2026-11-20"}
            ),
            ["+ offers:", "+   - {company: Globex, role: SRE, received: 2026-11-20}"],
            id="an offer",
        ),
        pytest.param(
            lambda text: editing.add_activity(text, {"what": "a talk", "on": "2026-11-20"}),
            ["+ activities:", "+   - {what: a talk, on: 2026-11-20}"],
            id="an activity",
        ),
        pytest.param(
            lambda text: editing.add_away(text, "2026-12-24/2026-12-31"),
            ["+   away: [2026-12-24/2026-12-31]"],
            id="days away",
        ),
    ],
)
def test_an_edit_changes_these_lines(edit: Callable[[str], str], lines: list[str]) -> None:
    assert changed(FULL, edit(FULL)) == lines


def test_a_field_stands_as_far_from_others_as_they_do() -> None:
    text = FULL.replace("interviews:", "\ninterviews:")
    offer = {"company": "Globex", "role": "SRE", "received": "2026-11-20"}
    after = editing.add_offer(text, offer)
    assert after == f"{text}\noffers:\n  - {{company: Globex, role: SRE, received: 2026-11-20}}\n"
    alone = text.replace("- id: one\n   ", "-\n    id: one\n   ").replace("Bo\n\n", "Bo\n")
    new = {"company": "Globex", "role": "SRE", "start": "2026-11-20"}
    lines = ["+   - company: Globex", "+     role: SRE", "+     start: 2026-11-20"]
    assert changed(alone, editing.add_interview(alone, new)) == lines


def test_an_outcome_that_is_there_is_set_anew() -> None:
    text = ONE + "    outcome:\n      on: 2026-11-09  # by mail\n      result: offer\n"
    after = editing.set_outcome(text, 0, "rejected", "2026-11-10")
    assert after == text.replace("2026-11-09", "2026-11-10").replace("offer", "rejected")


def test_of_a_next_step_that_is_there_one_field_is_set() -> None:
    before = editing.set_next_step(FULL, 1, "what", "a call")
    after = editing.set_next_step(before, 1, "decision_by", "2026-11-09")
    assert changed(before, after) == [
        "-     next_step: {what: a call}",
        "+     next_step: {what: a call, decision_by: 2026-11-09}",
    ]
    again = editing.set_next_step(after, 1, "decision_by", "2026-11-10")
    assert again == after.replace("2026-11-09", "2026-11-10")


def test_an_outcome_in_braces_is_set_anew() -> None:
    text = ONE + "    outcome: {result: offer, on: 2026-11-09} # so\n"
    after = editing.set_outcome(text, 0, "withdrawn", "2026-11-10 09:00")
    assert after == ONE + "    outcome: {result: withdrawn, on: 2026-11-10 09:00} # so\n"


def test_edits_follow_each_other() -> None:
    text = ONE
    for edit in (
        lambda text: editing.add_person(text, 0, {"name": "Dana"}),
        lambda text: editing.add_topic(text, 0, 0, "Kafka"),
        lambda text: editing.add_topic(text, 0, 0, "Go"),
        logged,
        lambda text: editing.set_outcome(text, 0, "offer", "2026-11-09"),
    ):
        text = edit(text)
    assert text == ONE + dedent(
        """\
        #   people:
        #     - name: Dana
        #       topics: [Kafka, Go]
        #   log:
        #     - {on: 2026-11-03 10:00, did: thank_you}
        #   outcome: {result: offer, on: 2026-11-09}
        """
    ).replace("#", " ")


@pytest.mark.parametrize(
    ("which", "lines"),
    [
        ("northwind-screening", 1),
        ("northwind-panel", 1),
        ("lakeside-onsite", 1),
        ("orchard-phone", 2),
    ],
)
def test_the_sample_grows_by_an_entry(which: str, lines: int) -> None:
    text = SAMPLE.read_bytes()
    entry = {"on": "2026-11-20 10:00", "did": "touch_base", "heard": "soon, they say"}
    after = editing.add_log_entry(text, which, entry)
    added = changed(text.decode(), after.decode())
    assert [line[0] for line in added] == ["+"] * lines
    assert added[-1] == (
        "+       - {on: 2026-11-20 10:00, did: touch_base, heard: 'soon, they say'}"
    )


# JSON


@pytest.mark.parametrize("indent", [None, 2, 4, "\t"])
@pytest.mark.parametrize(
    "heard", ["yes", 'they said: "soon"', "a\tb\\", "a\x85b\u2028c", "😀"], ids=ascii
)
def test_json_stays_json(indent: int | str | None, heard: str) -> None:
    lunch = {"on": "2026-11-02", "did": "lunch", "heard": "\\ud83d\\ude00 😀\t"}
    tree = as_tree() | {"offers": []}
    tree["interviews"][0]["log"] = [lunch]
    entry = ENTRY | {"heard": heard}
    after = editing.add_log_entry(json.dumps(tree, indent=indent), 0, entry)
    tree["interviews"][0]["log"].append(entry)
    assert json.loads(after) == tree


def as_tree() -> dict[str, Any]:
    interview = {"company": "Acme", "role": "SRE", "start": "2026-11-02"}
    return {"candidate": {"timezone": "Europe/Berlin"}, "interviews": [interview]}


@pytest.mark.parametrize("indent", [2, 4, "\t"])
def test_json_is_indented_as_it_is(indent: int | str) -> None:
    tree = as_tree()
    tree["interviews"][0]["log"] = [{"on": "2026-11-02", "did": "lunch"}]
    after = editing.add_log_entry(json.dumps(tree, indent=indent), 0, ENTRY)
    tree["interviews"][0]["log"].append(ENTRY)
    assert after == json.dumps(tree, indent=indent)


@pytest.mark.parametrize("old", [12, True, None, "it"], ids=str)
def test_what_json_has_without_quotes_gets_them(old: object) -> None:
    tree = as_tree()
    tree["interviews"][0]["id"] = old
    after = editing.set_field(json.dumps(tree), 0, "id", "one")
    tree["interviews"][0]["id"] = "one"
    assert after == json.dumps(tree)


def test_what_to_paste_into_json_is_json() -> None:
    text = json.dumps(as_tree())
    error = refused(text, lambda text: editing.add_topic(text, 0, 1, "Kafka"))
    assert error.paste == '"Kafka"'
    error = refused(text, lambda text: editing.put(text, ("offers", 0), "role", "SRE"))
    assert error.paste == '"role": "SRE"'


# Texts


@pytest.mark.parametrize(
    ("value", "block", "flow"),
    [
        ("a talk", "a talk", "a talk"),
        ("true", "true", "true"),
        ("010", "010", "010"),
        ("12:30", "12:30", "12:30"),
        ("null", "'null'", "'null'"),
        ("~", "'~'", "'~'"),
        ("a, b", "a, b", "'a, b'"),
        ("[a]", "'[a]'", "'[a]'"),
        ("a [b]", "a [b]", "'a [b]'"),
        ("a: b", "'a: b'", "'a: b'"),
        ("a #b", "'a #b'", "'a #b'"),
        ("a # b", "'a # b'", "'a # b'"),
        ("C#", "C#", "C#"),
        ("-", "'-'", "'-'"),
        ("- a", "'- a'", "'- a'"),
        ("? a", "'? a'", "'? a'"),
        ("&a", "'&a'", "'&a'"),
        ("*a", "'*a'", "'*a'"),
        ("!a", "'!a'", "'!a'"),
        ("%a", "'%a'", "'%a'"),
        ("@a", "'@a'", "'@a'"),
        ("it's", "it's", "it's"),
        ("'so'", "'''so'''", "'''so'''"),
        ('"so"', "'\"so\"'", "'\"so\"'"),
        ("é 😀", "é 😀", "é 😀"),
        (" a ", "' a '", "' a '"),
        ("a\nb", '"a\\nb"', '"a\\nb"'),
        ("a\tb", '"a\\tb"', '"a\\tb"'),
        ("a\x85b", '"a\\u0085b"', '"a\\u0085b"'),
        ("a\ufeffb", '"a\\ufeffb"', '"a\\ufeffb"'),
    ],
    ids=ascii,
)
def test_a_text_is_plain_where_it_is_read_back(value: str, block: str, flow: str) -> None:
    assert quoting.scalar(value, flow=False) == block
    assert quoting.scalar(value, flow=True) == flow
    path = ("interviews", 0, "next_step")
    text = f"{ONE}    next_step:\n      by: phone\n"
    after = editing.put(text, path, "what", value)
    assert after == f"{text}      what: {block}\n"
    assert loads(after).interviews[0].next_step == NextStep(by="phone", what=value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("call", "it's 12:30"),
        ("'call'", "'it''s 12:30'"),
        ('"call"', '"it\'s 12:30"'),
        ("the\n        call", "it's 12:30"),
        ('"the\n\n call"', '"it\'s 12:30"'),
        ("'null'", "'it''s 12:30'"),
        ("", "it's 12:30"),
        ("null", "it's 12:30"),
    ],
    ids=[
        "plain",
        "single",
        "double",
        "over two lines",
        "in quotes over three",
        "a null in quotes",
        "empty",
        "null",
    ],
)
def test_a_text_is_replaced_in_its_quotes(old: str, new: str) -> None:
    text = f"{ONE}    next_step:\n      by: phone\n      what: {old}".rstrip() + "   # soon\n"
    after = editing.put(text, ("interviews", 0, "next_step"), "what", "it's 12:30")
    assert after == f"{ONE}    next_step:\n      by: phone\n      what: {new}   # soon\n"


# Refusals


def refused(text: str, edit: Callable[[str], str]) -> EditError:
    with pytest.raises(EditError) as raised:
        edit(text)
    return raised.value


ANCHOR = "an anchor stands here, so that a change may reach further; write the value out without it"
INSIDE = "a comment stands inside the brackets; move it out of them"
PASTED = "- {on: 2026-11-03 10:00, did: thank_you}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            "log: &mine\n  - {on: 2026-11-02, did: lunch}\n", f"6:10: {ANCHOR}", id="an anchor"
        ),
        pytest.param("log: &mine ~\n", f"6:10: {ANCHOR}", id="an anchor of nothing"),
        pytest.param(
            "log:\n- {on: 2026-11-02, did: lunch}\n- on: 2026-11-02 12:00\n  did: lunch\n"
            "  heard: |+\n   a lot\n\n",
            "7:5: what stands here leaves no safe place for it; edit the file by hand",
            id="a text that ends with empty lines",
        ),
        pytest.param(
            "people: [{name: Bo, topics: &all [a]}, {name: Cy, topics: *all}]\n"
            "log: [\n  {on: 2026-11-02, did: lunch} # with Bo\n]\n",
            f"7:10: {INSIDE}",
            id="a comment in brackets",
        ),
        pytest.param("log: [ # none\n]\n", f"6:10: {INSIDE}", id="a comment in empty brackets"),
        pytest.param(
            "? log\n: - {on: 2026-11-02, did: lunch}\n",
            "7:7: the line begins with something else; write it as 'name: value'",
            id="a question mark",
        ),
    ],
)
def test_what_is_not_safe_is_refused_with_what_to_paste(fields: str, message: str) -> None:
    text = ONE + "".join(f"    {line}\n" for line in fields.splitlines())
    error = refused(text, lambda text: editing.add_log_entry(text, 0, ENTRY, source="file"))
    place, _, said = message.partition(": ")
    assert str(error) == (
        f"file:{place}: interviews[0].log: {said}, or put this there yourself:\n  {PASTED}"
    )
    assert error.paste == PASTED


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        pytest.param(
            lambda text: editing.add_topic(text, 0, 0, "more"),
            "6:33: interviews[0].people[0].topics: an anchor stands here",
            id="what others repeat",
        ),
        pytest.param(
            lambda text: editing.add_topic(text, 0, 1, "more"),
            "6:63: interviews[0].people[1].topics: an alias stands here",
            id="an alias",
        ),
        pytest.param(
            lambda text: editing.set_field(text, 0, "company_id", "acme"),
            "7:17: interviews[0].company_id: a tag stands here",
            id="a tag",
        ),
        pytest.param(
            lambda text: editing.put(text, ("interviews", 0, "next_step"), "what", "a call"),
            "9:13: interviews[0].next_step.what: a text over several lines, with '|', stands here",
            id="a text over several lines",
        ),
        pytest.param(
            lambda text: editing.set_field(text, 0, "people", []),
            "6:13: interviews[0].people: people has a value already",
            id="a list",
        ),
        pytest.param(
            lambda text: editing.set_field(text, 0, "people", "Bo"),
            "6:13: interviews[0].people: more than one value stands here",
            id="a text for a list",
        ),
        pytest.param(
            lambda text: editing.append(text, ("interviews", 0, "role"), "Bo"),
            "4:11: interviews[0].role: something else stands here",
            id="an item for a text",
        ),
        pytest.param(
            lambda text: editing.add_topic(text, 0, 2, "more"),
            "6:13: interviews[0].people[2].topics: what this is to go into is not there",
            id="nobody",
        ),
        pytest.param(
            lambda text: editing.append(text, ("interviews", -1, "people"), {"name": "Di"}),
            "3:3: interviews[-1].people: what this is to go into is not there",
            id="an index that is none",
        ),
        pytest.param(
            lambda text: editing.put(text, ("interviews", 0, "people", 1), "title", "CTO"),
            "6:69: interviews[0].people[1].title: a name without a ':' stands here; write one",
            id="a name without a colon",
        ),
        pytest.param(
            lambda text: editing.put(text, ("interviews", 1, "people", 0), "title", "CTO"),
            "11:5: interviews[1].people[0].title: an anchor stands here",
            id="somebody in what others repeat",
        ),
        pytest.param(
            lambda text: editing.add_person(text, 1, {"name": "Di"}),
            "11:5: interviews[1].people: an anchor stands here",
            id="an interview that others repeat",
        ),
        pytest.param(
            lambda text: editing.put(text, (), "x: y", "z"),
            "x: y: what stands here leaves no safe place for it",
            id="a name that is none",
        ),
    ],
)
def test_what_stands_in_the_way_is_named(edit: Callable[[str], str], message: str) -> None:
    text = ONE + (
        "    people: [{name: Bo, topics: &all [a]}, {name: Cy, topics: *all, title}]\n"
        "    company_id: !!str acme\n"
        "    next_step:\n      what: |\n        a panel\n"
        "  - &best\n    company: Best\n    role: SRE\n    start: 2026-11-02\n"
        "    people: [{name: Di}]\n"
    )
    error = refused(text, edit)
    assert message in str(error)
    assert error.paste


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        pytest.param(
            lambda text: editing.set_field(text, 0, "timezone", "Europe/Berln"),
            "<text>:3:5: interviews[0].timezone: found 'Europe/Berln'; write an IANA zone such as "
            "America/New_York; did you mean Europe/Berlin?",
            id="a value",
        ),
        pytest.param(
            lambda text: editing.set_field(text, 0, "kindd", "video"),
            "<text>:3:5: interviews[0].kindd: unknown field; did you mean kind?",
            id="a field",
        ),
        pytest.param(
            lambda text: logged(logged(text)),
            "<text>:7:7: interviews[0].log[1]: found the same as in log[0]; keep one",
            id="the same again",
        ),
    ],
)
def test_an_edit_that_brings_a_fault_is_refused(edit: Callable[[str], str], message: str) -> None:
    error = refused(ONE, edit)
    assert str(error).startswith(message)
    assert error.paste == ""


def test_utf_16_is_refused_as_it_is_for_reading() -> None:
    with pytest.raises(RecordsError, match="this is UTF-16; save the file as UTF-8"):
        editing.add_log_entry(ONE.encode("utf-16"), 0, ENTRY)


def test_a_file_with_faults_is_refused_with_them() -> None:
    with pytest.raises(RecordsError, match=r"file:4:11: interviews\[0\].role: found an empty text"):
        editing.add_log_entry(ONE.replace("SRE", "''"), 0, ENTRY, source="file")


@pytest.mark.parametrize("which", ["acme-sre", 1, -1], ids=str)
def test_an_interview_that_is_not_there_is_told_from_those_that_are(which: str | int) -> None:
    with pytest.raises(UnknownInterviewError) as raised:
        editing.add_log_entry(ONE, which, ENTRY)
    assert str(raised.value) == f"no interview is called '{which}'; there are acme-sre-1"


def test_a_role_that_numbers_others_anew_is_refused() -> None:
    text = ONE + ONE.removeprefix(HEAD + "interviews:\n")
    error = refused(text, lambda text: editing.set_field(text, 0, "role", "Lead"))
    assert "the interview 'acme-sre-2' would be 'acme-sre-1'" in str(error)
    with_id = text.replace("  - company", "  - id: mine\n    company", 1)
    after = editing.set_field(with_id, "mine", "role", "Lead")
    assert after == with_id.replace("SRE", "Lead", 1)


def test_the_ids_of_other_interviews_stay() -> None:
    new = {"id": "acme-sre-1", "company": "Acme", "role": "Lead", "start": "2026-12-01"}
    error = refused(ONE, lambda text: editing.add_interview(text, new))
    assert "the interview 'acme-sre-1' would be 'acme-sre-2'" in str(error)


def test_an_empty_record_of_a_json_file_is_filled_as_json_is() -> None:
    text = (
        '{"candidate": {"timezone": "America/New_York"}, "interviews": [{"id": "a", '
        '"company": "Acme", "role": "Cook", "start": "2026-11-10", "next_step": {}}]}'
    )
    after = editing.set_next_step(text, "a", "decision_by", "2026-12-01")
    assert json.loads(after)["interviews"][0]["next_step"] == {"decision_by": "2026-12-01"}
