"""The pages of one follow-up in a browser: on a phone, by keyboard, in the dark and read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import browsing
import servers
from answering import LINES, QUESTION, REFUSAL, SAID
from browsing import CAN_BE_FOCUSED, FOCUSED, OPEN_ALL, OVERFLOW, SIZES, axe, barriers
from followup_ics.page.answer_page import POLICY, Way, question_page, refusal_page, said_page
from followup_ics.page.assets import ASSETS

TOO_EARLY = "1 Nov is past; take a day to come."
LONG = "a-word-without-any-break-" * 20
REFUSED = replace(
    QUESTION,
    filled={"answer": "call_back", "call_back": "2026-11-01", "heard": "still looking"},
    faults={"call_back": TOO_EARLY, "": "The records were changed meanwhile."},
)
PAGES = {
    "planned": question_page(QUESTION),
    "refused": question_page(REFUSED),
    "done": question_page(replace(QUESTION, standing="Done on Thu 19 Nov 2026")),
    "long": question_page(
        replace(
            QUESTION, summary=LONG, say=LONG, standing=LONG, ways=(Way(LONG, "tel:+15125550134"),)
        )
    ),
    "said": said_page(SAID),
    "refusal": refusal_page(replace(REFUSAL, paste=f"{LINES}\n    heard: {LONG}")),
}
TARGETS = """[...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.checkVisibility() && each.type !== "hidden")
  .map((each) => [each.outerHTML.slice(0, 60), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([html]) => html)"""
SMALL_TEXT = """[...document.querySelectorAll("input, select, textarea")]
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16).length"""
LARGER = "document.documentElement.style.setProperty('font-size', '200%')"


@dataclass
class Posted:
    """What forms have sent, with the headers that came with it."""

    forms: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Visitor(browsing.Visitor):
    """Opens the pages by name; `posted` is what was answered since."""

    site: str = field(kw_only=True)
    posted: Posted = field(kw_only=True)

    def open(self, name: str, *scripts: str, size: str = "phone", **settings: Any) -> Page:
        return self.visit(f"{self.site}/a/{name}", *scripts, size=size, **settings)


@pytest.fixture(scope="module")
def posted() -> Posted:
    return Posted()


@pytest.fixture(scope="module")
def site(posted: Posted) -> Iterator[str]:
    # As hosted pages are sent: the strictest referrer policy must not unname the posts' origin.
    headers = {
        "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
    }

    async def page(request: Request) -> Response:
        name = request.path_params["name"]
        if request.method == "POST":
            body = (await request.body()).decode()
            posted.forms.append(dict(parse_qsl(body, keep_blank_values=True)))
            posted.headers.append(dict(request.headers))
            name = "said"
        return HTMLResponse(PAGES[name], headers=headers)

    def asset(request: Request) -> Response:
        found = ASSETS[request.path_params["name"]]
        return Response(found.content, media_type=found.media_type)

    routes = [Route("/a/{name}", page, methods=["GET", "POST"]), Route("/assets/{name}", asset)]
    with servers.in_thread(lambda _: Starlette(routes=routes)) as own:
        yield own


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture
def visitor(browser: Browser, site: str, posted: Posted) -> Iterator[Visitor]:
    posted.forms.clear()
    posted.headers.clear()
    with browsing.without_complaints(Visitor(browser, site=site, posted=posted)) as visitor:
        yield visitor


def behind(page: Page, title: str) -> Locator:
    """Open what stands behind a title, and return it."""
    page.locator("summary", has_text=title).click()
    return page.locator("details", has=page.locator("summary", has_text=title))


# By a thumb, without JavaScript


def test_done_is_one_tap(visitor: Visitor) -> None:
    page = visitor.open("planned", java_script_enabled=False, has_touch=True)
    page.get_by_role("button", name="Done").tap()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert visitor.posted.forms == [
        {"form": "signed.form", "answer": "done", "heard": "", "on": ""}
    ]


def test_no_answer_is_one_tap(visitor: Visitor) -> None:
    page = visitor.open("planned", java_script_enabled=False, has_touch=True)
    page.get_by_role("button", name="No answer, left a message").tap()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert [each["answer"] for each in visitor.posted.forms] == ["not_reached"]


def test_what_was_noted_goes_with_the_tap_though_it_was_folded_again(visitor: Visitor) -> None:
    page = visitor.open("planned", java_script_enabled=False)
    note = behind(page, "Note what they said")
    note.get_by_label("What they said").fill("Happy to talk.\nNext week.")
    note.get_by_label("The day it was").fill("2026-12-24")
    note.locator("summary").click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    (form,) = visitor.posted.forms
    assert (form["heard"], form["on"]) == ("Happy to talk.\r\nNext week.", "2026-12-24")


@pytest.mark.parametrize(
    ("title", "typed", "button", "sent"),
    [
        pytest.param(
            "They want a call",
            {"Call them on": "2026-11-24", "At (optional)": "09:30", "What they said": "busy"},
            "Save the day to call",
            {
                "answer": "call_back",
                "call_back": "2026-11-24",
                "call_back_at": "09:30",
                "heard": "busy",
                "on": "",
            },
            id="call back",
        ),
        pytest.param(
            "There is a next interview",
            {"The day": "2026-11-25", "The time": "14:00", "How you will talk": "video"},
            "Save the interview",
            {
                "answer": "next_interview",
                "next": "2026-11-25",
                "next_at": "14:00",
                "next_kind": "video",
            },
            id="next interview",
        ),
        pytest.param(
            "They made an offer",
            {"They want an answer by": "2026-11-26"},
            "Save the offer",
            {"answer": "offer", "answer_by": "2026-11-26"},
            id="offer",
        ),
        pytest.param("They said no", {}, "Yes, they said no", {"answer": "rejected"}, id="no"),
        pytest.param("Skip this one", {}, "Yes, skip it", {"answer": "skip"}, id="skip"),
    ],
)
def test_an_answer_is_opened_filled_and_sent(
    visitor: Visitor, title: str, typed: dict[str, str], button: str, sent: dict[str, str]
) -> None:
    page = visitor.open("planned", java_script_enabled=False, has_touch=True)
    form = behind(page, title)
    for label, text in typed.items():
        control = form.get_by_label(label)
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(text)
        else:
            control.fill(text)
    form.get_by_role("button", name=button).tap()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert visitor.posted.forms == [{"form": "signed.form"} | sent]


def test_an_answer_is_taken_back(visitor: Visitor) -> None:
    page = visitor.open("said", java_script_enabled=False, has_touch=True)
    button = page.get_by_role("button", name="Undo")
    expect(button).to_have_accessible_description("You can take this back until 14:32.")
    with page.expect_navigation():
        button.tap()
    assert visitor.posted.forms == [{"undo": "signed.undo"}]


def test_a_call_back_needs_its_day(visitor: Visitor) -> None:
    page = visitor.open("planned", java_script_enabled=False)
    form = behind(page, "They want a call")
    form.get_by_role("button").click()
    expect(form.get_by_label("Call them on")).to_be_focused()
    assert visitor.posted.forms == []


def test_a_tap_selects_all_lines_to_add(visitor: Visitor) -> None:
    page = visitor.open("refusal")
    page.locator("pre").click(position={"x": 40, "y": 20})
    assert page.evaluate("getSelection().toString()") == f"{LINES}\n    heard: {LONG}"


# By keyboard


@pytest.mark.parametrize(
    ("title", "label", "answer"),
    [
        ("They want a call", "Call them on", "call_back"),
        ("They want a call", "At (optional)", "call_back"),
        ("They want a call", "The day it was", "call_back"),
        ("There is a next interview", "The day", "next_interview"),
        ("There is a next interview", "The time", "next_interview"),
        ("They made an offer", "They want an answer by", "offer"),
        ("Note what they said", "The day it was", None),
    ],
)
def test_enter_in_a_field_sends_its_own_answer_and_never_chooses_between_two(
    visitor: Visitor, title: str, label: str, answer: str | None
) -> None:
    page = visitor.open("planned")
    form = behind(page, title)
    for each in form.locator("input[required]").all():
        each.fill("2026-11-25")
    form.get_by_label(label).press("Enter")
    if not answer:
        page.get_by_role("button", name="No answer, left a message").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert [each["answer"] for each in visitor.posted.forms] == [answer or "not_reached"]


@pytest.mark.parametrize("name", [each for each in PAGES if each != "long"])
def test_the_tab_key_reaches_everything_in_order_and_shows_where(
    visitor: Visitor, name: str
) -> None:
    page = visitor.open(name)
    page.evaluate(OPEN_ALL)
    count = page.evaluate(CAN_BE_FOCUSED)
    reached: list[int] = []
    while not reached or reached[-1] < count - 1:
        page.keyboard.press("Tab")
        place, outline = page.evaluate(FOCUSED)
        assert outline >= 2
        # A date has a part for the day, the month and the year.
        if place not in reached[-1:]:
            reached.append(place)
    assert reached == list(range(count))


def test_a_refused_post_puts_the_reader_at_what_is_wrong_and_leads_to_the_field(
    visitor: Visitor,
) -> None:
    page = visitor.open("refused")
    expect(page.get_by_role("group", name="Not saved yet")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    control = page.locator("details[open]").get_by_label("Call them on")
    expect(control).to_be_focused()
    expect(control).to_have_accessible_description(TOO_EARLY)
    expect(control).to_have_value("2026-11-01")


# For everyone


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_at_any_width_light_and_dark(visitor: Visitor, name: str) -> None:
    page = visitor.open(name, axe())
    page.evaluate(OPEN_ALL)
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert barriers(page) == [], (width, scheme)


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_scroll_sideways_even_with_text_twice_as_large(
    visitor: Visitor, name: str
) -> None:
    page = visitor.open(name, size="small phone")
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate(LARGER)
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("size", ["small phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_a_thumb_hits_everything(visitor: Visitor, name: str, size: str) -> None:
    page = visitor.open(name, size=size)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TARGETS) == []
    # Below 16 px an iPhone zooms into the field that is tapped.
    assert page.evaluate(SMALL_TEXT) == 0


def test_text_grows_with_the_readers_setting(visitor: Visitor) -> None:
    page = visitor.open("planned")
    size = "parseFloat(getComputedStyle(document.querySelector('button.main')).fontSize)"
    before = page.evaluate(size)
    page.evaluate(LARGER)
    assert page.evaluate(size) == 2 * before


# Safe


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_is_kept_and_nothing_else_is_asked(visitor: Visitor, name: str) -> None:
    visitor.open(name)
    assert visitor.requests == [f"{visitor.site}/a/{name}", f"{visitor.site}/assets/answer.css"]


def test_a_post_says_which_site_it_comes_from_and_no_request_says_which_page(
    visitor: Visitor,
) -> None:
    page = visitor.open("planned")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    (headers,) = visitor.posted.headers
    assert headers["origin"] == visitor.site
    assert headers["sec-fetch-site"] == "same-origin"
    assert "planned" not in headers.get("referer", "")
