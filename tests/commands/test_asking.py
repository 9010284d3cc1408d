"""`log` at a real terminal: what was due, the newest first, and what became of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from followup_ics import load, plan
from paths import ROOT, SAMPLE
from searching import RECORDS, added, numbers, written
from terminal import Talk, run, talking


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def test_it_goes_from_the_newest_to_the_oldest_and_enter_leaves_them_open(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("Done?", "")
        talk.answer("Done?", "")
        assert talk.end() == 0
    assert added(folder) == []
    newest, oldest = talk.said.index("Call Dana"), talk.said.index("Send Dana an article")
    assert newest < oldest
    assert talk.said.startswith("2 follow-ups were due and are not in the log; the newest comes")
    assert talk.said.endswith("0 written into mine.yaml.\n")


def test_each_question_of_a_call_and_each_date_told_in_full(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("Done? ([d]one, [n]ot reached, [s]kipped, [o]ver, [q]uit)", "d")
        talk.answer("When?", "fri 4pm")
        talk.answer("Friday 20 November 2026, 16:00 Europe/Berlin", "they like me")
        talk.answer("When do they decide?", "4 Dec")
        talk.answer("Friday 4 December 2026", "next tue")
        talk.answer("Tuesday 1 December 2026", "Dec 10 2pm")
        talk.answer("Thursday 10 December 2026, 14:00 Europe/Berlin", "q")
        assert talk.end() == 0
    assert added(folder) == [
        "+       - {on: 2026-11-20 16:00, did: phone_call, to: Dana, heard: they like me, "
        "call_back: 2026-12-01}",
        "+     next_step: {decision_by: 2026-12-04}",
        "+   - company: Acme",
        "+     role: Engineer",
        "+     timezone: Europe/Berlin",
        "+     start: 2026-12-10 14:00",
    ]


def to_the_call(talk: Talk, when: str = "") -> None:
    talk.answer("Done?", "d")
    talk.answer("When?", when)


def test_enter_takes_the_time_that_was_planned(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("planned for Friday 20 November 2026, 13:00 Europe/Berlin", "d")
        talk.answer("When? (Enter: as planned)", "")
        for question in ("say?", "decide?", "call back?", "next interview?", "end?"):
            talk.answer(question, "")
        talk.answer("Done?", "q")
        talk.end()
    assert added(folder) == ["+       - {on: 2026-11-20 13:00, did: phone_call, to: Dana}"]


def test_after_an_email_without_an_answer_nothing_more_is_asked(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("Done?", "")
        talk.answer("Done? ([d]one, [s]kipped, [o]ver, [q]uit)", "done")
        talk.answer("When?", "yesterday")
        talk.answer("What did they say?", "")
        assert talk.end() == 0
    assert added(folder) == ["+       - {on: 2026-11-22, did: share_article, to: Dana}"]


def test_what_was_skipped_is_logged_as_planned_and_nothing_more_is_asked(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("Call Dana", "s")
        talk.answer("Done?", "skipped")
        assert talk.end() == 0
    assert added(folder) == [
        "+       - {on: 2026-11-20 13:00, did: phone_call, to: Dana, skipped: true}",
        "+       - {on: 2026-11-19 13:00, did: share_article, to: Dana, skipped: true}",
    ]


def test_what_was_answered_before_ctrl_c_is_kept(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        to_the_call(talk, "fri 4pm")
        talk.answer("What did they say?", "soon")
        talk.press("When do they decide?", "c")
        assert talk.end() == 1
    assert added(folder) == [
        "+       - {on: 2026-11-20 16:00, did: phone_call, to: Dana, heard: soon}"
    ]
    assert "1 written into mine.yaml.\n" in talk.said


def test_an_ambiguous_date_is_asked_about(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        to_the_call(talk)
        talk.answer("What did they say?", "")
        talk.answer("When do they decide?", "12/01")
        talk.answer("Which of these?", "1")
        talk.press("When to call back?", "c")
        talk.end()
    assert "  1: Tuesday 1 December 2026\n  2: Tuesday 12 January 2027\n" in talk.said
    assert "+     next_step: {decision_by: 2026-12-01}" in added(folder)


ASKED_AGAIN = [
    pytest.param("When?", "fri 27 nov 2026", "That is still to come.", id="to come"),
    pytest.param("When?", "tue 10", "found 'tue 10'; write one such as", id="no date"),
    pytest.param("Done?", "perhaps", "Write one of these words", id="no such word"),
]


@pytest.mark.parametrize(("question", "answer", "told"), ASKED_AGAIN)
def test_what_cannot_be_meant_is_asked_again(
    question: str, answer: str, told: str, folder: Path
) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        if question == "When?":
            talk.answer("Done?", "d")
        talk.answer(question, answer)
        talk.answer(told, "")
        talk.press("?", "c")
        talk.end()
    assert added(folder) in ([], ["+       - {on: 2026-11-20 13:00, did: phone_call, to: Dana}"])


def test_a_call_back_before_the_call_is_asked_again(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        to_the_call(talk, "today")
        talk.answer("What did they say?", "")
        talk.answer("When do they decide?", "")
        talk.answer("When to call back?", "today")
        talk.answer("Write one later than Monday 23 November 2026.", "tomorrow")
        talk.press("When is the next interview?", "c")
        talk.end()
    assert load(folder / "mine.yaml").interviews[0].log[-1].call_back is not None


def test_a_time_before_the_interview_is_asked_again(folder: Path) -> None:
    with talking("log", "mine.yaml", "1", at=folder) as talk:
        talk.answer("Done?", "d")
        talk.answer("When?", "Nov 16")
        talk.answer("That was before the interview.", "Nov 17 8pm")
        talk.answer("What did they say?", "")
        assert talk.end() == 0
    assert added(folder) == ["+       - {on: 2026-11-17 20:00, did: share_article, to: Dana}"]


def test_what_prepares_an_interview_is_done_before_it(folder: Path) -> None:
    (due,) = (e for e in plan(load(folder / "mine.yaml")).follow_ups if e.tactic == "prepare")
    done = run("log", "mine.yaml", due.uid, "--done", "--on", "Nov 16 5pm", at=folder)
    assert done.returncode == 0
    assert added(folder) == ["+       - {on: 2026-11-16 17:00, did: prepare}"]


def test_of_an_application_that_is_over_nothing_more_is_asked(folder: Path) -> None:
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("Done?", "over")
        talk.answer("How did it end?", "rej")
        talk.answer("When did you hear? (Enter: today)", "")
        assert talk.end() == 0
    assert added(folder) == ["+     outcome: {result: rejected, on: 2026-11-23}"]


def test_one_by_its_number_is_asked_about_alone(folder: Path) -> None:
    number = numbers(run("today", "mine.yaml", at=folder).stdout)["Send Dana an article (Acme)"]
    with talking("log", "mine.yaml", number, at=folder) as talk:
        talk.answer("Send Dana an article", "d")
        talk.answer("When?", "")
        talk.answer("What did they say?", "")
        assert talk.end() == 0
    assert len(added(folder)) == 1


def test_what_was_done_to_stand_out_is_asked_for_and_becomes_an_activity(folder: Path) -> None:
    found = plan(load(folder / "mine.yaml")).follow_ups
    due = next(each for each in found if each.tactic == "stand_out")
    then = str(int(due.start.timestamp()) + 60)
    with talking("log", "mine.yaml", due.uid, at=folder, SOURCE_DATE_EPOCH=then) as talk:
        talk.answer("Done? ([d]one, [s]kipped, [q]uit)", "d")
        talk.answer("When?", "")
        talk.answer("What did you do, for companies to hear of?", "a talk at a meetup")
        assert talk.end() == 0
    (activity,) = load(folder / "mine.yaml").activities
    assert activity.what == "a talk at a meetup"


def test_where_nothing_was_due_it_says_so(folder: Path) -> None:
    """On Wednesday, 18 November: the article is for tomorrow."""
    with talking("log", "mine.yaml", at=folder, SOURCE_DATE_EPOCH="1795032000") as talk:
        assert talk.end() == 0
    assert talk.said == "Nothing that was due is left to log.\n"


def test_where_the_file_has_no_place_the_line_is_shown_and_the_next_is_asked(
    folder: Path,
) -> None:
    anchored = RECORDS.replace("    log:\n", "    log: &log\n")
    (folder / "mine.yaml").write_text(anchored)
    with talking("log", "mine.yaml", at=folder) as talk:
        talk.answer("Done?", "n")
        talk.answer("When?", "")
        talk.answer("Done?", "q")
        assert talk.end() == 1
    assert "- {on: 2026-11-20 13:00, did: phone_call, to: Dana, reached: false}" in talk.said
    assert (folder / "mine.yaml").read_text() == anchored


def test_the_page_shows_a_real_talk(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "log-what-happened.md").read_text()
    shown = page.partition("$ followup-ics log sample_interviews.yaml\n")[2].partition("\n```")[0]
    shutil.copy(SAMPLE, tmp_path)
    with talking("log", SAMPLE.name, at=tmp_path) as talk:
        for question, answer in re.findall(r"^(.*[?)]) ?(.*)$", shown, re.MULTILINE)[1:-1]:
            talk.answer(question, answer)
        talk.press("When is the next interview?", "c")
        talk.end()
    said = "\n".join(line.rstrip() for line in talk.said.splitlines())
    assert said.startswith(shown)
