"""The pages to edit in a browser: by phone, by keyboard, in the dark and read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_edited_invitations import FIRST

import browsing
import databases
from browsing import CAN_BE_FOCUSED, FOCUSED, GROUND, OVERFLOW, Visitor, axe, barriers
from editing import RECORDS, Place, editable

PAGES = [
    "",
    "records",
    "add/invitation",
    "add/person",
    "add/topic",
    "add/log",
    "add/away",
    "add/offer",
    "add/activity",
]
REFUSED = "Failed to load resource"  # what Chromium says of any page that is no success


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with editable(databases.sqlite(tmp_path), tmp_path, "file") as place:
        yield place


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    with browsing.without_complaints(Visitor(browser)) as visitor:
        yield visitor
        visitor.complaints = [each for each in visitor.complaints if REFUSED not in each]


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, tmp_path: Path) -> None:
    """Choose the file of an invitation, and see what it says."""
    file = tmp_path / "invite.ics"
    file.write_bytes(FIRST)
    page.get_by_label("The invitation").set_input_files(file)
    press(page, "Show what it says")


def break_text(page: Page) -> None:
    """Send a text with faults in two lines."""
    typed = RECORDS.replace("role: Analyst", "rool: Analyst").replace("14:00", "25:00")
    page.get_by_label("The text").fill(typed)
    press(page, "Save")


def test_an_invitation_is_chosen_confirmed_and_in_the_plan(
    visitor: Visitor, place: Place, tmp_path: Path
) -> None:
    page = visitor.visit(place.url, size="phone", java_script_enabled=False)
    page.get_by_role("link", name="An invitation").click()
    choose(page, tmp_path)
    expect(page.get_by_role("group", name="Interview with Initech")).to_be_visible()
    job = page.get_by_label("Job", exact=True)
    expect(job).to_have_accessible_description(
        "Left empty if you do not know it yet. Check: the invitation names no role"
    )
    job.fill("Tester")
    page.get_by_label("How you talk").select_option("Video")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.get_by_role("link", name="Prepare for Initech").first).to_be_visible()
    assert "role: Tester" in place.text
    assert "kind: video" in place.text


def test_an_invitation_can_be_dropped(visitor: Visitor, place: Place) -> None:
    page = visitor.visit(f"{place.url}add/invitation")
    drop = """([field, text]) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], "invite.ics", { type: "text/calendar" }));
      field.files = dropped.files;
    }"""
    page.evaluate(drop, [page.get_by_label("The invitation").element_handle(), FIRST.decode()])
    press(page, "Show what it says")
    expect(page.get_by_label("Company")).to_have_value("Initech")


def test_faults_of_the_text_stand_beside_their_lines(visitor: Visitor, place: Place) -> None:
    page = visitor.visit(f"{place.url}records", size="phone", java_script_enabled=False)
    break_text(page)
    faults = page.get_by_role("group", name="Not saved yet")
    expect(faults).to_be_focused()
    said = " ".join(faults.inner_text().split())
    assert "Line 11 rool: Analyst interviews[1].rool: unknown field; did you mean role?" in said
    assert "Line 12 start: 2026-11-23 25:00 interviews[1].start: found" in said
    text = page.get_by_label("The text")
    assert text.input_value() == RECORDS.replace("role: An", "rool: An").replace("14:00", "25:00")
    page.get_by_role("link", name="Line 11").click()
    text.fill(RECORDS.replace("Analyst", "Senior Analyst"))
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    assert "role: Senior Analyst" in place.text
    press(page, "Undo")
    assert place.text == RECORDS


def test_neither_going_back_nor_loading_again_sends_a_form_twice(
    visitor: Visitor, place: Place
) -> None:
    page = visitor.visit(f"{place.url}add/person")
    fill_person(page)
    press(page, "Save the person")
    page.reload()
    page.go_back()
    fill_person(page)
    press(page, "Save the person")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    assert place.text.count("Cy Dent") == 1


def fill_person(page: Page) -> None:
    page.get_by_label("Interview").select_option(index=1)
    page.get_by_label("Name").fill("Cy Dent")


def test_a_fault_leads_to_its_field(visitor: Visitor, place: Place) -> None:
    page = visitor.visit(f"{place.url}add/person", size="phone")
    page.get_by_label("Interview").select_option(index=1)
    press(page, "Save the person")
    expect(page.get_by_role("group", name="Not saved yet")).to_be_focused()
    page.get_by_role("link", name="Name: Write the name.").click()
    name = page.get_by_label("Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("Write the name.")
    assert page.get_by_label("Interview").input_value()


@pytest.mark.parametrize("size", ["phone", "small phone", "desktop"])
def test_no_page_is_wider_than_its_screen(
    visitor: Visitor, place: Place, tmp_path: Path, size: str
) -> None:
    for name in PAGES:
        page = visitor.visit(place.url + name, size=size)
        assert page.evaluate(OVERFLOW) <= 0, name
        if name == "add/invitation":
            choose(page, tmp_path)
            assert page.evaluate(OVERFLOW) <= 0
        if name == "records":
            break_text(page)
            assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_serious_barrier(
    visitor: Visitor, place: Place, tmp_path: Path, name: str, scheme: str
) -> None:
    page = visitor.visit(place.url + name, axe(), size="phone", color_scheme=scheme)
    assert barriers(page) == []
    if name == "add/invitation":
        choose(page, tmp_path)
        assert barriers(page) == []
    if name == "records":
        break_text(page)
        assert barriers(page) == []


def test_in_the_dark_the_pages_are_dark(visitor: Visitor, place: Place) -> None:
    for name in PAGES:
        page = visitor.visit(place.url + name, color_scheme="dark")
        assert page.evaluate(GROUND) == "rgb(18, 21, 26)"


@pytest.mark.parametrize("name", ["records", "add/person", "add/log"])
def test_every_control_is_reached_by_the_keyboard_in_order(
    visitor: Visitor, place: Place, name: str
) -> None:
    page = visitor.visit(place.url + name)
    count = page.evaluate(CAN_BE_FOCUSED)
    for at in range(count):
        index = -1
        while index < at:  # the parts of a date are one control
            page.keyboard.press("Tab")
            index, seen = page.evaluate(FOCUSED)
        assert (index, seen >= 2) == (at, True)


def test_a_text_is_typed_without_help(visitor: Visitor, place: Place) -> None:
    page = visitor.visit(f"{place.url}records")
    text = page.get_by_label("The text")
    expect(text).to_have_attribute("autocapitalize", "off")
    expect(text).to_have_attribute("spellcheck", "false")
    assert "monospace" in text.evaluate("each => getComputedStyle(each).fontFamily")
