"""What editors are told: `followup-ics schema` fits every file that can be read, and says what
each field is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings

from followup_ics import loads
from followup_ics.commands.cli import main
from paths import PLAYBOOK, SAMPLE, STARTER
from strategies import records
from trying import EXAMPLES

Schema = dict[str, Any]


def schema(what: str) -> Schema:
    done = CliRunner().invoke(main, ["schema", what])
    assert done.exit_code == 0
    found: Schema = json.loads(done.stdout)
    return found


RECORDS, BOOK = schema("records"), schema("playbook")


class Editor(yaml.SafeLoader):
    """Reads YAML as editors do, by YAML 1.2: texts, numbers, true, false and null, no dates."""


Editor.yaml_implicit_resolvers = {}

for kind, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+0123456789.")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"(?:{pattern})$"), first)


def complaints(found: Schema, text: str) -> list[str]:
    """Return the paths at which an editor underlines something."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(found)
    tree = yaml.load(text, Editor)
    errors = jsonschema.Draft202012Validator(found).iter_errors(tree)
    return sorted({".".join(map(str, error.absolute_path)) for error in errors})


@pytest.mark.parametrize(
    ("found", "path"),
    [(RECORDS, SAMPLE), (RECORDS, STARTER), (BOOK, PLAYBOOK)],
    ids=["sample", "starter", "playbook"],
)
def test_editors_accept_our_own_files(found: Schema, path: Path) -> None:
    assert complaints(found, path.read_text(encoding="utf-8")) == []


@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(records())
def test_editors_accept_whatever_is_read(tree: Schema) -> None:
    assert complaints(RECORDS, json.dumps(tree)) == []


FINE = """
candidate: {timezone: Europe/Oslo, country: NO, region: '42', available: 7:00-21:00, away: }
interviews:
  - id: 12
    company: 2026
    role: 3.5
    start: 2026-11-10 9:00
    duration: 1 hour 30 minutes
    kind:
    first_choice: TRUE
    people:
      - {name: Dana Lee, part: , vote: no, phone: +13125550142, topics: [2027, the Kafka migration]}
      - {name: No, vote: false, phone: 5550142, email: , topics: }
      - {name: Ute, email: Ute <ute@b\u00fccher.example>}
      - {name: Uwe, email: 'MailTo:uwe@b\u00fccher\u3002example'}
    next_step: {with: Dana Lee, by: phone, decision_by: 2026-11-20}
    log: [{on: 2026-11-11, did: thank_you, heard: 1}]
    outcome:
offers:
"""


def test_editors_accept_numbers_flags_and_nothing_where_a_text_reads_them() -> None:
    assert loads(FINE)
    assert complaints(RECORDS, FINE) == []


WRONG = """
candidate: {timezone: 5, country: Norway, available: nine to five, away: 2026-12-24}
interviews:
  - company: A
    role: B
    start: next Tuesday
    duration: a while
    kind: fax
    first_choice: perhaps
    people: [{name: , vote: 1, part: boss, nickname: D, email: dana at example.com}]
    next_step: {with_: Dana Lee, by: fax}
    outcome: {result: offer}
offers: [{company: A, role: B, received: soon}]
"""


def test_editors_underline_what_would_be_a_fault() -> None:
    assert complaints(RECORDS, WRONG) == [
        "candidate.available",
        "candidate.away",
        "candidate.country",
        "candidate.timezone",
        "interviews.0.duration",
        "interviews.0.first_choice",
        "interviews.0.kind",
        "interviews.0.next_step",
        "interviews.0.outcome",
        "interviews.0.people.0",
        "interviews.0.people.0.email",
        "interviews.0.people.0.name",
        "interviews.0.people.0.part",
        "interviews.0.people.0.vote",
        "interviews.0.start",
        "offers.0.received",
    ]


def models(found: Schema) -> Iterator[Schema]:
    yield found
    yield from found["$defs"].values()


@pytest.mark.parametrize("found", [RECORDS, BOOK], ids=["records", "playbook"])
def test_every_record_refuses_fields_that_it_does_not_have(found: Schema) -> None:
    for model in models(found):
        assert model["additionalProperties"] is False
        assert model["description"]


def test_every_field_says_what_it_is() -> None:
    for model in models(RECORDS):
        for name, field in model["properties"].items():
            assert field.get("description"), f"{model['title']}.{name}"
            assert "title" not in field


def test_the_schema_speaks_of_records_not_of_code() -> None:
    text = json.dumps(RECORDS)
    for word in ('LogEntry",', 'NextStep",', "tuple", "datetime", "with_", "None", "followup_ics"):
        assert word not in text.replace("#/$defs/LogEntry", "").replace("#/$defs/NextStep", "")
    assert [model["title"] for model in models(RECORDS)][:1] == ["Job search"]
    assert RECORDS["$defs"]["Candidate"]["properties"]["available"]["default"] == "07:00-21:00"
    assert "with" in RECORDS["$defs"]["NextStep"]["properties"]
