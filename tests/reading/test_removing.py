"""An interview taken out, and comments written behind what is a guess."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from random import Random
from textwrap import dedent

import pytest
from hypothesis import given
from layouts import File, files, json_files
from test_editing_properties import relaxed, valid

from followup_ics import loads
from followup_ics.errors import EditError
from followup_ics.reading import editing, edits
from followup_ics.records.names import interview_ids

HEAD = "candidate: {timezone: Europe/Berlin}\n"
REMOVED = [
    pytest.param(
        """\
        interviews:
          # about Acme
          - company: Acme   # by the park
            role: SRE

            start: 2026-11-02
            people: [{name: Dana}]
            # Dana sounded kind
          # the next
          - {company: Best, role: SRE, start: 2026-11-03}
        """,
        0,
        """\
        interviews:
          # about Acme
          # cancelled on Monday
          # - company: Acme   # by the park
          #   role: SRE

          #   start: 2026-11-02
          #   people: [{name: Dana}]
          #   # Dana sounded kind
          # the next
          - {company: Best, role: SRE, start: 2026-11-03}
        """,
        id="lines become comments",
    ),
    pytest.param(
        """\
        interviews:
        - company: Acme
          role: SRE
          start: 2026-11-02
        offers: []
        """,
        0,
        """\
        interviews:
        # cancelled on Monday
        # - company: Acme
        #   role: SRE
        #   start: 2026-11-02
        offers: []
        """,
        id="the only one",
    ),
    pytest.param(
        """\
        interviews:
          - {company: Acme, role: SRE, start: 2026-11-02}
          - {company: Acme, role: SRE, start: 2026-11-03}
        """,
        0,
        """\
        interviews:
          # cancelled on Monday
          # - {company: Acme, role: SRE, start: 2026-11-02}
          - {company: Acme, role: SRE, start: 2026-11-03, id: acme-sre-2}
        """,
        id="another one keeps the name made up for it",
    ),
    pytest.param(
        "interviews: [{company: A, role: B, start: 2026-11-02}, {company: C, role: D, "
        "start: 2026-11-03}]\n",
        0,
        "interviews: [{company: C, role: D, start: 2026-11-03}]\n",
        id="inside brackets there is no room for a comment",
    ),
    pytest.param(
        "interviews: [{company: A, role: B, start: 2026-11-02},]\n",
        0,
        "interviews: []\n",
        id="the only one inside brackets",
    ),
]


@pytest.mark.parametrize(("before", "which", "after"), REMOVED)
def test_an_interview_goes_and_what_was_written_stays(before: str, which: int, after: str) -> None:
    text = editing.remove_interview(HEAD + dedent(before), which, "cancelled\non  Monday")
    assert text == HEAD + dedent(after)


@pytest.mark.parametrize("unseen", ["\0", "\x07", "\x7f", "\ud800", "\ufffe", "\u202e"], ids=ascii)
def test_what_nobody_sees_of_the_words_stays_out_of_the_comment(unseen: str) -> None:
    before = "interviews:\n- {company: A, role: B, start: 2026-11-02}\n"
    text = editing.remove_interview(HEAD + before, 0, f"cancelled{unseen}")
    assert "- {company: A" in text
    assert "# cancelled\n" in text


REFUSED = [
    pytest.param("interviews:\n  -\n    company: A\n    role: B\n    start: 2026-11-02\n", "- '"),
    pytest.param(
        "interviews:\n  - company: &a A\n    role: B\n    start: 2026-11-02\n"
        "  - {company: *a, role: B, start: 2026-11-03}\n",
        "an anchor",
    ),
    pytest.param("interviews: [{company: A, role: B, # so\n start: 2026-11-02}]\n", "a comment"),
]


@pytest.mark.parametrize(("text", "told"), REFUSED, ids=["a dash alone", "an anchor", "a comment"])
def test_what_would_go_with_it_is_in_the_way(text: str, told: str) -> None:
    with pytest.raises(EditError, match=told):
        editing.remove_interview(HEAD + text, 0, "cancelled")


@relaxed
@given(files())
def test_one_less_is_there_and_no_line_is_lost(file: File) -> None:
    which = Random(file.seed).randrange(len(file.tree["interviews"]))
    try:
        after = editing.remove_interview(file.content, which, "cancelled")
    except EditError:
        return
    tree = deepcopy(file.tree)
    names = interview_ids(loads(file.content).interviews)
    for each, name in zip(tree["interviews"], names, strict=True):
        each["id"] = name
    del tree["interviews"][which]
    found = loads(after)
    left = names[:which] + names[which + 1 :]
    assert interview_ids(found.interviews) == left
    named = [{**each.model_dump(), "id": None} for each in found.interviews]
    meant = valid(tree)
    assert meant is not None
    assert named == [{**each.model_dump(), "id": None} for each in meant.interviews]
    if "# cancelled" in after.decode():
        assert not lost(file.text, after.decode())


_PINNED = re.compile(r""",\s*"?id"?: "?[\w.-]+"?(?=\s*})""")


def lost(before: str, after: str) -> list[str]:
    """Return the lines that are neither there nor a comment now, an id that they got aside."""
    lines = [_without_id(each) for each in after.splitlines()]
    kept = {*lines, *(each.removeprefix("#").strip() for each in lines)}
    return [each for each in map(_without_id, before.splitlines()) if each not in kept]


def _without_id(line: str) -> str:
    return _PINNED.sub("", line).strip().rstrip(",")


@relaxed
@given(json_files())
def test_json_stays_json(file: File) -> None:
    after = editing.remove_interview(file.content, 0, "cancelled")
    assert (
        len(json.loads(after.decode("utf-8-sig"))["interviews"]) == len(file.tree["interviews"]) - 1
    )


REMARKED = [
    pytest.param(
        "interviews: []\n", "interviews: [{company: New, role: SRE, start: 2030-01-01}]\n"
    ),
    pytest.param(
        "interviews:\n",
        "interviews:\n  - company: New  # check: by its address\n    role: SRE\n"
        "    start: 2030-01-01\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), REMARKED, ids=["brackets", "block"])
def test_a_remark_stands_where_there_is_room_for_one(before: str, after: str) -> None:
    new = {"company": "New", "role": "SRE", "start": "2030-01-01"}
    remarks: edits.Remarks = {("company",): "check: by its address"}
    assert editing.add_interview(HEAD + before, new, remarks=remarks) == HEAD + after


INVITED = f"""\
{HEAD}interviews:
  - company: Acme
    role: SRE
    start: 2026-11-02
    invitation:
      - {{uid: a@acme.example, sequence: 1}}
      - {{uid: a@acme.example, instance: 2026-11-02, sequence: 1}}
"""
KEPT = [
    pytest.param(
        {"uid": "a@acme.example", "sequence": "2", "sent": "2026-11-01T10:00:00Z"},
        [(None, 2, "2026-11-01T10:00:00Z"), ("2026-11-02", 1, None)],
        id="a newer one",
    ),
    pytest.param(
        {"uid": "a@acme.example", "instance": "2026-11-02", "sequence": "4"},
        [(None, 1, None), ("2026-11-02", 4, None)],
        id="an instance of a series",
    ),
    pytest.param(
        {"uid": "b@acme.example", "sequence": "0"},
        [(None, 1, None), ("2026-11-02", 1, None), (None, 0, None)],
        id="another one",
    ),
]


@pytest.mark.parametrize(("kept", "found"), KEPT)
def test_an_invitation_takes_the_place_of_its_older_version(
    kept: dict[str, str], found: list[tuple[str | None, int, str | None]]
) -> None:
    (interview,) = loads(editing.keep_invitation(INVITED, 0, kept)).interviews
    assert [(each.instance, each.sequence, each.sent) for each in interview.invitation] == found


def test_one_invitation_of_several_is_forgotten() -> None:
    (interview,) = loads(editing.forget_invitation(INVITED, 0, "a@acme.example")).interviews
    assert [each.instance for each in interview.invitation] == ["2026-11-02"]
