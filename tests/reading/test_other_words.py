"""What others call a field, proposed where it is no name here."""

from __future__ import annotations

from followup_ics import JobSearch
from followup_ics.reading.other_words import _OTHERS, other_word
from followup_ics.records.job_search import KINDS


def names() -> set[str]:
    schema = JobSearch.model_json_schema()
    records = [schema, *schema["$defs"].values()]
    return {name for each in records for name in each.get("properties", ())} | {*KINDS}


def test_what_is_proposed_can_be_written() -> None:
    assert _OTHERS.keys() <= names()


def test_no_word_is_proposed_where_it_has_no_place() -> None:
    assert other_word("mobile", ["name", "phone"]) == "phone"
    assert other_word("mobile", ["company", "role"]) is None
