"""The page of a feed in a browser: by mouse, by keyboard, by phone, in the dark and read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

import browsing
import servers
from browsing import CAN_BE_FOCUSED, FOCUSED, GROUND, OPEN_ALL, OVERFLOW, axe, barriers
from followup_ics import load, plan
from followup_ics.hosting.app import create_app
from followup_ics.hosting.rendering import content_at, content_of
from followup_ics.hosting.store import Store
from followup_ics.page.assets import PAGE_ASSETS
from followup_ics.page.page import POLICY, Hosted, render_page
from followup_ics.page.subscribing import unaddressed
from paths import SAMPLE

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
BASE = "https://feeds.example.org/cal"
HOSTILE = "<script>alert(1)</script>"
PAGES = ["feed", "local", "broken", "published"]
NO_CLIPBOARD = {
    "missing": 'Object.defineProperty(navigator, "clipboard", { value: undefined })',
    "refused": "navigator.clipboard.writeText = () => Promise.reject(new Error())",
}
SELECTED = """[document.activeElement.value.slice(
  document.activeElement.selectionStart, document.activeElement.selectionEnd)].join()"""


@dataclass(frozen=True)
class Site:
    """Pages by name on a server of this test, and the address of the feed that it says."""

    pages: dict[str, str]
    url: str


@dataclass
class Visitor(browsing.Visitor):
    """Opens the pages of the site by name."""

    site: Site = field(kw_only=True)

    def open(self, name: str, *scripts: str, size: str = "desktop", **settings: Any) -> Page:
        return self.visit(self.site.pages[name], *scripts, size=size, **settings)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    text = SAMPLE.read_bytes()
    records = folder / "broken.yaml"
    records.write_bytes(text)
    store = Store(f"sqlite:///{folder / 'feeds.sqlite3'}")
    feed = store.add("jordan", content_of(text, "jordan.yaml", NOW))
    broken = store.add("broken", content_at(records, NOW))
    records.write_text(f"{HOSTILE}: {'very ' * 200}long\n")
    publish(folder / "published")
    paths = {
        "feed": f"/cal/{feed}/",
        "local": f"/local/{feed}/",
        "broken": f"/cal/{broken}/",
        "published": "/published/token/",
    }

    def app(own: str) -> Starlette:
        routes = [
            Mount("/cal", create_app(store, base_url=BASE, clock=lambda: NOW)),
            Mount("/local", create_app(store, base_url=f"{own}/local", clock=lambda: NOW)),
            Mount("/published", StaticFiles(directory=folder / "published", html=True)),
        ]
        return Starlette(routes=routes)

    with servers.in_thread(app) as own:
        pages = {name: f"{own}{path}" for name, path in paths.items()}
        yield Site(pages, f"{BASE}/{feed}/jordan.ics")
    store.close()


def publish(folder: Path) -> None:
    hosted = Hosted(unaddressed(name="jordan"), published=True)
    job_search = load(SAMPLE)
    page = render_page(job_search, plan(job_search), now=NOW, hosted=hosted)
    (folder / "token").mkdir(parents=True)
    (folder / "token" / "index.html").write_text(page, encoding="utf-8")
    (folder / "assets").mkdir()
    for name, asset in PAGE_ASSETS.items():
        (folder / "assets" / name).write_bytes(asset.content)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    with browsing.without_complaints(Visitor(browser, site=site)) as visitor:
        yield visitor


# Subscribing


def test_the_ways_to_subscribe_stand_in_order_with_their_links(visitor: Visitor) -> None:
    page = visitor.open("feed")
    section = page.get_by_role("region", name="Subscribe")
    encoded = visitor.site.url.replace(":", "%3A").replace("/", "%2F")
    links = [
        (each.inner_text(), each.get_attribute("href")) for each in section.locator("li a").all()
    ]
    assert links == [
        (
            "Add to Google Calendar",
            f"https://calendar.google.com/calendar/r?cid={encoded.replace('https', 'webcal')}",
        ),
        (
            "Add to Outlook",
            "https://outlook.live.com/calendar/0/addfromweb"
            f"?url={encoded}&name=Interview%20follow-ups",
        ),
        ("Apple Calendar or another", visitor.site.url.replace("https:", "webcal:")),
        ("Download the .ics", "jordan.ics?download"),
    ]
    assert section.get_by_role("textbox").input_value() == visitor.site.url


def test_other_hosts_are_not_told_where_their_visitor_comes_from(visitor: Visitor) -> None:
    page = visitor.open("feed")
    outside = page.locator("a[href*='://']").all()
    assert len(outside) == 3
    for each in outside:
        assert each.get_attribute("rel") == "noreferrer noopener"


def test_the_url_is_copied_and_that_is_announced(visitor: Visitor) -> None:
    page = visitor.open("feed", permissions=["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("status")).to_be_empty()
    page.get_by_role("button", name="Copy the URL").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == visitor.site.url


@pytest.mark.parametrize("clipboard", NO_CLIPBOARD)
def test_without_a_clipboard_the_url_is_selected(visitor: Visitor, clipboard: str) -> None:
    page = visitor.open("feed", NO_CLIPBOARD[clipboard])
    page.get_by_role("button", name="Copy the URL").click()
    expect(page.get_by_role("status")).to_have_text("Selected. Copy it with Ctrl+C, or Command+C.")
    assert page.evaluate(SELECTED) == visitor.site.url


def test_without_javascript_nothing_is_dead(visitor: Visitor) -> None:
    page = visitor.open("feed", java_script_enabled=False)
    url = page.get_by_label("For any other calendar: the URL")
    expect(url).to_be_visible()
    expect(url).not_to_be_editable()
    expect(page.locator("button")).to_be_hidden()
    expect(page.get_by_role("link", name="Add to Google Calendar")).to_be_visible()
    page.locator("#all summary").first.click()
    expect(page.locator("#all .description").first).to_be_visible()


def test_the_calendar_is_saved_under_its_name(visitor: Visitor) -> None:
    page = visitor.open("feed")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the .ics").click()
    assert saved.value.suggested_filename == "jordan.ics"
    assert saved.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(("name", "said"), [("feed", False), ("local", True)])
def test_an_address_that_the_web_cannot_reach_is_said_to_be_so(
    visitor: Visitor, name: str, said: bool
) -> None:
    page = visitor.open(name)
    note = page.get_by_text("Google Calendar and Outlook on the web cannot reach this address")
    expect(note).to_have_count(int(said))


# Safe


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_is_kept_and_nothing_else_is_asked(visitor: Visitor, name: str) -> None:
    page = visitor.open(name)
    origin = re.match(r"http://[\d.:]+", visitor.site.pages[name])
    assert origin
    assert {each.removeprefix(origin[0]).rpartition("/")[2] for each in visitor.requests} == {
        "",
        "page.css",
        "page.js",
    }
    assert all(each.startswith(f"{origin[0]}/") for each in visitor.requests)
    assert page.evaluate(GROUND) == "rgb(241, 243, 246)"


def test_a_server_sends_the_policy_and_a_published_page_holds_it(visitor: Visitor) -> None:
    page = visitor.open("published")
    held = page.locator("meta[http-equiv='Content-Security-Policy']")
    assert held.get_attribute("content") == POLICY
    response = page.goto(visitor.site.pages["feed"])
    assert response
    assert response.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    expect(held).to_have_count(0)


def test_faults_stand_first_as_text(visitor: Visitor) -> None:
    page = visitor.open("broken")
    first = page.locator("main > section").first
    expect(first).to_have_accessible_name("Your records could not be used")
    expect(first).to_have_role("region")
    expect(first.get_by_role("listitem").filter(has_text=HOSTILE)).to_be_visible()
    expect(page.get_by_role("region", name="Today and this week")).to_be_visible()


# For everyone


def brightness(color: str) -> float:
    red, green, blue = (int(each) / 255 for each in re.findall(r"\d+", color)[:3])
    return (red + green + blue) / 3


def test_the_page_is_dark_where_that_is_wished(visitor: Visitor) -> None:
    light = visitor.open("feed", color_scheme="light").evaluate(GROUND)
    dark = visitor.open("feed", color_scheme="dark").evaluate(GROUND)
    assert brightness(light) > 0.9
    assert brightness(dark) < 0.1


@pytest.mark.parametrize("size", ["phone", "small phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_scroll_sideways(visitor: Visitor, name: str, size: str) -> None:
    page = visitor.open(name, size=size)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) <= 0


def test_the_tab_key_reaches_everything_in_order_and_shows_where(visitor: Visitor) -> None:
    page = visitor.open("feed")
    count = page.evaluate(CAN_BE_FOCUSED)
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert [place for place, _ in reached] == list(range(count))
    assert [place for place, outline in reached if outline < 2] == []


def test_the_keyboard_copies(visitor: Visitor) -> None:
    page = visitor.open("feed", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("For any other calendar: the URL").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied.")


def test_paper_does_not_hold_the_url(visitor: Visitor) -> None:
    page = visitor.open("feed")
    page.emulate_media(media="print")
    expect(page.locator("#subscribe")).to_be_hidden()
    expect(page.locator("#next")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "scheme", "size"),
    [
        ("feed", "light", "desktop"),
        ("feed", "dark", "desktop"),
        ("feed", "light", "phone"),
        ("broken", "dark", "phone"),
        ("published", "light", "desktop"),
    ],
)
def test_axe_finds_nothing_serious(visitor: Visitor, name: str, scheme: Any, size: str) -> None:
    page = visitor.open(name, axe(), size=size, color_scheme=scheme)
    page.evaluate(OPEN_ALL)
    assert barriers(page) == []
