"""What one change did to a text is found in it later, and taken out, whatever others did since."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_ics.hosting.patches import Patch

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d", "- e\n", "ü\u2028\n"]), max_size=12)
BEFORE = b"name: Ann\nlog:\n- first\n- second\noutcome:\n"
AFTER = b"name: Ann\nlog:\n- first\n- second\n- third\noutcome: rejected\n"


@given(LINES, LINES)
def test_a_change_is_kept_found_and_taken_back(old: list[str], new: list[str]) -> None:
    before, after = ("".join(each).encode() for each in (old, new))
    patch = Patch.from_bytes(Patch.between(before, after).to_bytes())
    assert patch.taken_from(after) in (before, None)
    assert patch.is_in(after) == (before != after and patch.taken_from(after) is not None)


@given(st.integers(0, 30), st.integers(1, 3))
def test_of_lines_that_are_told_apart_it_is_always_taken_back(at: int, count: int) -> None:
    lines = [f"line {number}\n" for number in range(30)]
    new = [*lines[:at], *(f"new {number}\n" for number in range(count)), *lines[at:]]
    before, after = ("".join(each).encode() for each in (lines, new))
    patch = Patch.between(before, after)
    assert patch.taken_from(after) == before
    assert (patch.is_in(after), patch.is_in(before)) == (True, False)
    assert (patch.is_out_of(after), patch.is_out_of(before)) == (False, True)


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        pytest.param(AFTER, BEFORE, id="as it was left"),
        pytest.param(b"# mine\n" + AFTER, b"# mine\n" + BEFORE, id="more above"),
        pytest.param(AFTER + b"- more\n", BEFORE + b"- more\n", id="more below"),
        pytest.param(AFTER.replace(b"third", b"3rd"), None, id="the line itself was changed"),
        pytest.param(AFTER.replace(b"second", b"2nd"), None, id="the line above was changed"),
        pytest.param(AFTER + AFTER, None, id="there twice"),
        pytest.param(BEFORE, None, id="not there"),
    ],
)
def test_others_may_change_all_but_the_place_itself(now: bytes, taken: bytes | None) -> None:
    assert Patch.between(BEFORE, AFTER).taken_from(now) == taken
