"""The pages of one follow-up: what is shown when, what a form posts, and no text is markup."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from answering import ALL, LINES, QUESTION, REFUSAL, SAID, SAY
from followup_ics.page.answer_page import (
    Question,
    Refusal,
    Said,
    Way,
    question_page,
    refusal_page,
    said_page,
)
from followup_ics.page.assets import ASSETS, PAGE_ASSETS
from markup import ATTACKS, Element, read

PAST = "1 Nov is past; take a day to come."
EVERY = {
    "planned": question_page(QUESTION),
    "done": question_page(replace(QUESTION, standing="Done on Thu 19 Nov 2026")),
    "refused": question_page(
        replace(QUESTION, filled={"answer": "call_back"}, faults={"call_back": PAST})
    ),
    "said": said_page(SAID),
    "refusal": refusal_page(REFUSAL),
}


def shown(**changes: object) -> Element:
    return read(question_page(replace(QUESTION, **changes)))  # type: ignore[arg-type]


def answers(root: Element) -> list[str]:
    return [each.attributes["value"] for each in root.all("button") if "name" in each.attributes]


def form_of(root: Element, answer: str) -> Element:
    (form,) = (each for each in root.all("form") if answer in answers(each))
    return form


def controls(root: Element) -> list[Element]:
    found = [each for each in root.walk() if each.tag in {"input", "textarea", "select"}]
    return [each for each in found if each.attributes.get("type") != "hidden"]


def named(form: Element, name: str) -> Element:
    (control,) = (each for each in controls(form) if each.attributes["name"] == name)
    return control


def opened(root: Element) -> list[str]:
    return [each.one("summary").said for each in root.all("details") if "open" in each.attributes]


# What is shown when


def test_what_matters_first_stands_first() -> None:
    words = shown().one("main").said
    order = [
        "Call Ann Lee about the Engineer role at Acme",
        "Thu 19 Nov 2026, 10:00 to 10:15 (Berlin time)",
        "Call +1 512 555 0134",
        "Write to ann.lee@acme.example",
        "Ask when you may call back.",
        "Within five days, call the hiring manager.",
        "Done",
        "No answer, left a message",
        "They want a call on another day",
        "There is a next interview",
        "They made an offer",
        "They said no",
        "Skip this one",
    ]
    places = [words.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)


def test_the_first_way_to_reach_them_is_the_large_one() -> None:
    first, second = shown().one(named="reach").all("a")
    assert first.attributes == {"class": "button main", "href": "tel:+15125550134"}
    assert second.attributes == {"class": "button", "href": "mailto:ann.lee@acme.example"}


FIELDS = {
    "done": ["heard", "on"],
    "not_reached": ["on"],
    "call_back": ["call_back", "call_back_at", "heard", "on"],
    "next_interview": ["next", "next_at", "next_kind"],
    "offer": ["answer_by"],
    "rejected": [],
    "skip": [],
}


@pytest.mark.parametrize("answer", sorted(ALL))
def test_an_answer_that_is_offered_alone_has_its_form_and_no_other(answer: str) -> None:
    root = shown(offered=frozenset([answer]))
    (form,) = root.all("form")
    assert answers(root) == [answer]
    assert [each.attributes["name"] for each in controls(form)] == FIELDS[answer]


@pytest.mark.parametrize("answer", sorted(ALL))
def test_an_answer_that_is_not_offered_is_not_there(answer: str) -> None:
    assert set(answers(shown(offered=ALL - {answer}))) == ALL - {answer}


@pytest.mark.parametrize(
    ("standing", "offered", "headings"),
    [
        ("", ALL, ["What to do", "How did it go?", "Something else"]),
        ("", {"done"}, ["What to do", "How did it go?"]),
        ("Done on Thu 19 Nov 2026", {"offer"}, ["What it was about", "What came of it?"]),
        ("Cancelled: they said no", set(), ["What it was about"]),
    ],
    ids=["planned", "a task of one's own", "done", "cancelled"],
)
def test_a_follow_up_asks_what_it_still_can(
    standing: str, offered: set[str], headings: list[str]
) -> None:
    root = shown(standing=standing, offered=frozenset(offered))
    assert [each.said for each in root.all("h2")] == headings
    assert [each.said for each in root.all(named="standing")] == [standing] * bool(standing)


@pytest.mark.parametrize("answer", ["rejected", "skip"])
def test_what_ends_something_takes_a_second_tap(answer: str) -> None:
    root = shown()
    (behind,) = (each for each in root.all("details") if answer in answers(each))
    assert "open" not in behind.attributes
    assert len(behind.one("form").one("p").said) > 40
    assert behind.one("button").said.startswith("Yes, ")


@pytest.mark.parametrize("answer", ["done", "not_reached"])
def test_what_is_tapped_most_is_not_hidden(answer: str) -> None:
    assert not [each for each in shown().all("details") if answer in answers(each)]


def test_a_text_without_points_or_paragraphs_is_shown_as_it_stands() -> None:
    root = shown(say="Breathe.\nThen call.\n")
    assert root.one(named="text").one("p").text == "Breathe.\nThen call."
    assert not root.all(named="more")


@pytest.mark.parametrize("say", ["", "\n\n"], ids=["none", "only breaks"])
def test_no_text_leaves_no_empty_card(say: str) -> None:
    root = shown(say=say)
    assert not root.all(named="text")
    assert "What to do" not in root.said


def test_all_of_the_text_is_there() -> None:
    said = [part.said for part in shown().all("li") + shown().all("p")]
    for line in SAY.splitlines():
        assert any(line.removeprefix("- ") in each for each in said)


# What a form posts


def test_every_form_posts_to_its_own_address_with_the_signed_text() -> None:
    for each in shown().all("form"):
        assert each.attributes["method"] == "post"
        assert each.attributes["action"] == ""
        hidden = [one for one in each.all("input") if one.attributes.get("type") == "hidden"]
        assert [(one.attributes["name"], one.attributes["value"]) for one in hidden] == [
            ("form", "signed.form")
        ]


@pytest.mark.parametrize(
    ("answer", "name", "bounds"),
    [
        ("done", "on", {"max": "2026-11-19", "value": ""}),
        ("call_back", "on", {"max": "2026-11-19", "value": ""}),
        ("call_back", "call_back", {"min": "2026-11-19", "value": "", "required": ""}),
        ("call_back", "call_back_at", {"value": ""}),
        ("next_interview", "next", {"min": "2026-11-19", "value": "", "required": ""}),
        ("next_interview", "next_at", {"value": ""}),
        ("offer", "answer_by", {"min": "2026-11-19", "value": ""}),
    ],
)
def test_a_day_was_until_today_or_is_from_today_on(
    answer: str, name: str, bounds: dict[str, str]
) -> None:
    attributes = named(form_of(shown(), answer), name).attributes
    wanted = {"min", "max", "value", "required"}
    assert {key: value for key, value in attributes.items() if key in wanted} == bounds


def test_the_kinds_of_interview_are_those_that_were_given() -> None:
    options = named(form_of(shown(), "next_interview"), "next_kind").all("option")
    assert [(each.attributes["value"], each.said) for each in options] == list(QUESTION.kinds)


# After a refused post


def test_a_fault_stands_first_and_beside_its_field() -> None:
    root = read(EVERY["refused"])
    first = root.one("main").all()[0]
    assert first.said == f"Not saved yet Call them on: {PAST}"
    assert root.one("title").said.startswith("Not saved yet: ")
    control = named(form_of(root, "call_back"), "call_back")
    assert first.one("a").attributes["href"] == f"#{control.id}"
    assert root.one(id=control.attributes["aria-describedby"]).said == PAST
    assert control.attributes["aria-invalid"] == "true"
    assert opened(root) == ["They want a call on another day"]


def test_what_was_typed_is_still_there_in_its_form_alone() -> None:
    filled = {
        "answer": "call_back",
        "call_back": "2026-11-01",
        "call_back_at": "09:30",
        "heard": "\nstill looking\n",
        "on": "2026-11-18",
    }
    root = shown(filled=filled, faults={"call_back": PAST})
    form, other = form_of(root, "call_back"), form_of(root, "done")
    for name in ("call_back", "call_back_at", "on"):
        assert named(form, name).attributes["value"] == filled[name]
    # A browser leaves the first line break of a text area out.
    assert named(form, "heard").text == "\n" + filled["heard"]
    assert named(other, "heard").text == "\n"
    assert named(other, "on").attributes["value"] == ""


def test_the_kind_that_was_chosen_stays_chosen() -> None:
    filled = {"answer": "next_interview", "next_kind": "video"}
    root = shown(filled=filled, faults={"next": PAST})
    options = named(form_of(root, "next_interview"), "next_kind").all("option")
    chosen = [each.said for each in options if "selected" in each.attributes]
    assert chosen == ["By video"]


def test_a_fault_of_a_form_that_two_answers_share_opens_it() -> None:
    root = shown(filled={"answer": "not_reached"}, faults={"on": "That is still to come."})
    assert opened(root) == ["Note what they said, or another day"]
    assert root.one(named="faults").one("a").attributes["href"] == "#done-on"


def test_a_fault_without_the_answer_is_told_at_the_first_field_of_its_name() -> None:
    root = shown(filled={}, faults={"on": "That is still to come."})
    assert root.one(named="faults").one("a").attributes["href"] == "#done-on"


@pytest.mark.parametrize("name", ["", "answer", "<b>"])
def test_a_fault_of_no_field_is_told_all_the_same(name: str) -> None:
    root = shown(filled={"answer": "nonsense"}, faults={name: "Choose one of the answers."})
    assert root.one(named="faults").said == "Not saved yet Choose one of the answers."
    assert not root.one(named="faults").all("a")


# After an answer, and instead of one


def test_an_answer_is_told_with_what_it_changed_and_how_to_take_it_back() -> None:
    root = read(said_page(SAID))
    assert root.one("h1").said == "Saved"
    assert [each.said for each in root.all("li")] == [*SAID.lines, *SAID.plan]
    form = root.one("form")
    (hidden,) = form.all("input")
    assert (hidden.attributes["name"], hidden.attributes["value"]) == ("undo", "signed.undo")
    assert form.said == "Undo You can take this back until 14:32."
    assert root.one("a").attributes["href"] == "planned"


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (replace(SAID, undo="", until=""), "Undo"),
        (replace(SAID, plan=()), "In your plan"),
        (replace(SAID, lines=()), "In your records"),
    ],
    ids=["its ten minutes are over", "the plan stays", "nothing was written"],
)
def test_an_answer_says_no_more_than_there_is(said: Said, missing: str) -> None:
    assert missing in read(said_page(SAID)).said
    assert missing not in read(said_page(said)).said


def test_a_refusal_says_why_and_what_to_add_by_hand() -> None:
    root = read(refusal_page(REFUSAL))
    assert root.one("h1").said == "Your answer could not be written"
    assert [each.said for each in root.all(named="word")] == list(REFUSAL.words)
    assert root.one("pre").text == f"\n{LINES}"
    assert root.one("a").attributes["href"] == "planned"


def test_a_refusal_with_nothing_to_do_has_nothing_to_tap() -> None:
    root = read(refusal_page(replace(REFUSAL, paste="", back="")))
    assert not root.all("pre") + root.all("a") + root.all("h2")


# Safe, and readable


def attacked(text: str) -> list[str]:
    """Return each page with a text wherever one can be."""
    question = Question(
        summary=text,
        when=text,
        standing=text,
        ways=(Way(text, "tel:+15125550134"),),
        say=f"- {text}\n{text}\n\n{text}",
        offered=ALL,
        kinds=((text, text),),
        today=QUESTION.today,
        form=text,
        assets="../assets/",
        filled=dict.fromkeys(["heard", "on", "call_back", "call_back_at", "next_kind"], text),
        faults={"heard": text, "on": text, text: text},
    )
    said = Said(text, (text,), (text,), text, text, "planned", "../assets/")
    refusal = Refusal(text, (text,), text, "../assets/", "planned")
    return [question_page(question), said_page(said), refusal_page(refusal)]


@pytest.mark.parametrize("text", [*ATTACKS, "</textarea></pre><script>", '" autofocus x="'])
def test_no_text_becomes_markup(text: str) -> None:
    plain = attacked("plain")
    for html, same in zip(attacked(text), plain, strict=True):
        root, other = read(html), read(same)
        assert [each.tag for each in root.walk()] == [each.tag for each in other.walk()]
        assert [set(each.attributes) for each in root.walk()] == [
            set(each.attributes) for each in other.walk()
        ]
        assert text in root.text


def test_odd_characters_leave_every_page_writable() -> None:
    for html in attacked("a\x00b\x1b\ud800\uffffc"):
        assert "abc" in html
        html.encode()


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_fetched_but_one_style_sheet(name: str) -> None:
    root = read(EVERY[name])
    assert [each.attributes["href"] for each in root.all("link")] == ["../assets/answer.css"]
    assert not root.all("script") + root.all("style") + root.all("img")
    assert not [each for each in root.walk() if "style" in each.attributes]
    for text in re.findall(r"@import|url\(", ASSETS["answer.css"].content.decode()):
        pytest.fail(text)


def test_a_host_for_files_gets_no_style_sheet_of_answers() -> None:
    assert set(ASSETS) - set(PAGE_ASSETS) == {"answer.css", "edit.css"}


@pytest.mark.parametrize("name", EVERY)
def test_every_page_has_a_language_a_landmark_and_headings_in_order(name: str) -> None:
    root = read(EVERY[name])
    assert root.one("html").attributes["lang"] == "en"
    assert len(root.all("main")) == len(root.all("h1")) == 1
    levels = [int(each.tag[1]) for each in root.walk() if re.fullmatch("h[1-6]", each.tag)]
    assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("name", EVERY)
def test_every_control_has_a_label_and_every_reference_its_target(name: str) -> None:
    root = read(EVERY[name])
    ids = [each.id for each in root.walk() if each.id]
    assert len(ids) == len(set(ids))
    labels = [each.attributes["for"] for each in root.all("label")]
    assert sorted(labels) == sorted(str(each.id) for each in controls(root))
    for each in root.walk():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(each.attributes.get(name, "").split()) <= set(ids)


def test_what_was_taken_back_is_not_called_saved() -> None:
    taken = replace(SAID, taken_back=True, undo="", until="")
    root = read(said_page(taken))
    assert root.one("h1").said == "Taken back"
    assert not any(line in root.said for line in (*SAID.lines, *SAID.plan))
