"""The page and its picture: whole, safe with any text, and readable without a network."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from building import follow_up
from followup_ics import Candidate, Interview, JobSearch, Note, Person, Plan, load, plan
from followup_ics.calendar.links import mailto
from followup_ics.page.page import render_page, timeline_svg
from followup_ics.page.texts import shortened
from followup_ics.planning.results import FollowUp
from markup import ATTACKS, Element, read
from paths import SAMPLE, SOURCE

TEMPLATES = SOURCE / "page" / "templates"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SEARCH = load(SAMPLE)
PLANNED = plan(SEARCH)
STANDING = [each for each in PLANNED.follow_ups if each.status != "cancelled"]
PAGE = render_page(SEARCH, PLANNED, now=NOW)
PICTURE = timeline_svg(SEARCH, PLANNED, now=NOW)
SVG = "{http://www.w3.org/2000/svg}"


def job_search(*interviews: Interview, name: str | None = "Jordan") -> JobSearch:
    candidate = Candidate(timezone="America/New_York", name=name)
    return JobSearch(candidate=candidate, interviews=interviews)


def page_of(*follow_ups: FollowUp, notes: tuple[Note, ...] = ()) -> Element:
    return read(render_page(job_search(), Plan(follow_ups, notes), now=NOW))


def attacked(text: str) -> tuple[JobSearch, Plan]:
    """Return a job search and its plan with a text wherever a user can write one."""
    person = Person(name=text, title=text, topics=(text,))
    start = datetime(2026, 11, 18, 10)
    interview = Interview(id=text, company=text, role=text, start=start, people=(person,))
    found = job_search(interview, name=text)
    each = replace(
        follow_up(summary=text, phone=text, email=text, uid=text),
        company=text,
        role=text,
        person=text,
        description=text,
    )
    note = Note(text, "warning", text)
    planned = plan(found)
    return found, Plan((*planned.follow_ups, each), (*planned.notes, note))


# Safe


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_becomes_markup(text: str) -> None:
    records, planned = attacked(text)
    root = read(render_page(records, planned, now=NOW))
    assert not root.all("script") + root.all("img") + root.all("iframe")
    assert len(root.all("style")) == 1
    assert not [name for each in root.walk() for name in each.attributes if name.startswith("on")]
    assert text in root.one("h1").text
    assert text in root.one(named="notes").text
    assert text in root.one("section", id="all").text
    ET.fromstring(timeline_svg(records, planned, now=NOW))


@pytest.mark.parametrize("text", ATTACKS)
def test_a_link_calls_or_writes_or_stays_in_the_page(text: str) -> None:
    records, planned = attacked(text)
    root = read(render_page(records, planned, now=NOW))
    links = [each.attributes["href"] for each in root.all("a") + root.all("use")]
    assert links
    safe = re.compile(r"#[\w-]+|tel:\+\d{3,}(?:;ext=\d+)?|mailto:[\w.@+%~-]+")
    assert [link for link in links if not safe.fullmatch(link)] == []


def test_nothing_is_fetched() -> None:
    root = read(PAGE)
    for each in root.walk():
        for name, value in each.attributes.items():
            if name in {"src", "href", "xlink:href", "srcset", "data", "poster", "action"}:
                assert value.startswith(("#", "tel:", "mailto:")), value
    assert not root.all("link") + root.all("script") + root.all("img")
    for text in (PAGE, PICTURE):
        assert set(re.findall(r"url\(([^)]*)\)", text)) == {"#hatch"}
        assert "@import" not in text
    policy = next(each for each in root.all("meta") if "http-equiv" in each.attributes)
    assert "default-src 'none'" in policy.attributes["content"]


def test_odd_characters_leave_the_picture_well_formed() -> None:
    records, planned = attacked("a\x00b\x0b\x1b\ud800\uffffc & < ] ]>")
    picture = timeline_svg(records, planned, now=NOW)
    ET.fromstring(picture.encode())
    render_page(records, planned, now=NOW).encode()


# Whole


def test_every_follow_up_is_in_the_list_with_its_text() -> None:
    listed = read(PAGE).all("details")
    assert len(listed) == len(PLANNED.follow_ups)
    for each, found in zip(PLANNED.follow_ups, listed, strict=True):
        assert each.description == found.one(named="description").text
        assert each.summary.split(": ", each.status != "planned")[-1] in found.said
        assert (each.status in found.one("summary").said) == (each.status != "planned")


def test_every_follow_up_that_stands_is_in_the_timeline_once() -> None:
    titles = [str(each.text) for each in ET.fromstring(PICTURE).iter(f"{SVG}title")]
    for each in STANDING:
        summary = each.summary.removeprefix("Done: ")
        same = [other for other in STANDING if other.summary.removeprefix("Done: ") == summary]
        assert sum(f": {summary} (" in title for title in titles) == len(same)
    assert len(STANDING) < len(PLANNED.follow_ups)
    assert not [title for title in titles if "(cancelled" in title]


def test_interviews_stand_in_the_timeline_at_the_candidates_time() -> None:
    titles = [each.text for each in ET.fromstring(PICTURE).iter(f"{SVG}title")]
    assert (
        "Tue 10 Nov 2026 15:00: Interview at Northwind Robotics by video, "
        "with Dana Lee, Tomasz Nowak, Aisha Bello"
    ) in titles


def test_weeks_are_those_of_the_candidate() -> None:
    sunday = replace(follow_up(), start=datetime(2026, 11, 30, 4, tzinfo=UTC))
    (week,) = page_of(sunday).all(named="week-group")
    assert week.one("h3").said == "Week of Mon 23 Nov 2026 (this week)"
    assert week.one("summary").said.startswith("Sun 29 Nov 23:00")


def test_the_coming_days_are_today_and_seven_more() -> None:
    follow_ups = [
        follow_up(day=day, uid=f"{day}@followup-ics", summary=f"Call on {day}")
        for day in range(22, 31)
    ]
    december = replace(follow_ups[-1], uid="dec@x", start=datetime(2026, 12, 1, 15, tzinfo=UTC))
    coming = page_of(*follow_ups, december).one("section", id="next")
    assert [each.said for each in coming.all(named="what")] == [
        f"Call on {day}" for day in range(23, 31)
    ]
    assert coming.all("h3")[0].said == "Today, Mon 23 Nov"


def test_a_quiet_week_says_what_is_next() -> None:
    later = replace(follow_up(uid="later"), start=datetime(2026, 12, 24, 15, tzinfo=UTC))
    alone = page_of(later).one("section", id="next").said
    after_today = page_of(follow_up(day=23), later).one("section", id="next").said
    assert "Nothing is planned for today." in alone
    for coming in (alone, after_today):
        assert "The next one is Call Dana Lee, Thu 24 Dec at 10:00." in coming


def test_what_is_done_is_said_once() -> None:
    page = page_of(follow_up(day=20, status="done", summary="Done: Call Dana Lee"))
    assert page.one("summary").said == "Fri 20 Nov 10:00 call Call Dana Lee done"


def test_contacts_can_be_tapped_the_planned_way_first() -> None:
    coming = page_of(follow_up(channel="email")).one("section", id="next")
    links = [each.attributes["href"] for each in coming.one(named="contacts").all("a")]
    assert links == ["mailto:dana@northwind.example", "tel:+13125550142"]


def test_late_and_past_are_said_in_words() -> None:
    late = follow_up(late=True)
    past = follow_up(day=20, uid="two@followup-ics")
    page = page_of(past, late)
    assert [each.one(named="states").said for each in page.all("details")] == ["past", "late"]
    assert "late" in page.one("section", id="next").one("li").said
    assert "not in your log: 1." in page.one("section", id="next").said


def test_notes_put_warnings_first_and_name_the_follow_up() -> None:
    notes = (
        Note("gone@followup-ics", "info", "about one that is not shown"),
        Note("interviews[a].people", "info", "Add people."),
        Note("one@followup-ics", "warning", "It is late."),
    )
    page = page_of(follow_up(), notes=notes)
    first, second = page.one("section", id="notes").all("li")
    assert first.said == "Warning: It is late. About Call Dana Lee, Tue 24 Nov 10:00"
    assert second.said == "Note: Add people. About interviews[a].people"
    anchor = first.one("a").attributes["href"].removeprefix("#")
    assert page.one("details", id=anchor)


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (job_search(), "Your records hold no interviews yet."),
        (SEARCH, "There are no follow-ups in what you chose to see."),
    ],
    ids=["no interviews", "nothing chosen"],
)
def test_an_empty_plan_says_so(records: JobSearch, said: str) -> None:
    nothing = Plan((), ())
    root = read(render_page(records, nothing, now=NOW))
    assert said in root.one("main").said
    assert not root.all("svg")
    ET.fromstring(timeline_svg(records, nothing, now=NOW))


# Readable


def test_the_page_has_a_language_landmarks_and_headings_in_order() -> None:
    root = read(PAGE)
    assert root.one("html").attributes["lang"] == "en"
    assert len(root.all("main")) == len(root.all("h1")) == 1
    levels = [int(each.tag[1]) for each in root.walk() if re.fullmatch("h[1-6]", each.tag)]
    assert all(b <= a + 1 for a, b in pairwise(levels))
    ids = [each.id for each in root.walk() if each.id]
    assert len(ids) == len(set(ids))
    for each in root.walk():
        for name in ("aria-labelledby", "href"):
            for target in each.attributes.get(name, "").split():
                if name != "href" or target.startswith("#"):
                    assert target.removeprefix("#") in ids


def test_the_timeline_can_be_scrolled_by_keyboard_and_is_named() -> None:
    scroller = read(PAGE).one(named="scroll")
    assert scroller.attributes["tabindex"] == "0"
    assert scroller.attributes["role"] == "region"
    assert scroller.attributes["aria-label"]
    picture = scroller.one("svg")
    assert picture.attributes["role"] == "img"
    assert picture.one("desc").said.startswith(f"{len(STANDING)} follow-ups from Mon 2 Nov 2026")


def test_the_first_lines_say_who_when_and_in_which_zone() -> None:
    header = read(PAGE).one("header")
    assert header.one("h1").said == "Jordan Rivera: follow-ups"
    lead = header.one(named="lead").said
    planned = [
        each
        for each in PLANNED.follow_ups
        if each.status == "planned" and each.start > datetime(2026, 11, 23, 5, tzinfo=UTC)
    ]
    assert lead.startswith(f"{len(planned)} planned from today on")
    assert "As of Mon 23 Nov 2026, 05:00; all times are those of America/New_York." in lead


def centres(picture: str) -> list[tuple[float, float]]:
    """Return where the marks of a picture stand, in all rows."""
    found = []
    for group in ET.fromstring(picture).iter(f"{SVG}g"):
        use = group.find(f"{SVG}use")
        if group.find(f"{SVG}title") is not None and use is not None:
            found.append((float(use.attrib["x"]), float(use.attrib["y"])))
    return found


def test_no_mark_covers_another() -> None:
    crowd = [follow_up(uid=f"{n}@x", summary=f"Call {n}", day=20 + n % 5) for n in range(60)]
    crowded = timeline_svg(job_search(), Plan(tuple(sorted(crowd, key=start)), ()), now=NOW)
    for picture, least in ((PICTURE, len(STANDING)), (crowded, 60)):
        marks = sorted(centres(picture), key=lambda mark: (mark[1], mark[0]))
        assert len(marks) >= least
        for (x, y), (next_x, next_y) in pairwise(marks):
            assert y != next_y or next_x - x >= 20 - 0.2


def start(each: FollowUp) -> datetime:
    return each.start


def test_a_plan_over_many_years_stays_drawable() -> None:
    first, last = (
        replace(follow_up(uid=f"{year}@x"), start=datetime(year, 3, 1, 15, tzinfo=UTC))
        for year in (2001, 2035)
    )
    root = ET.fromstring(timeline_svg(job_search(), Plan((first, last), ()), now=NOW))
    assert float(root.attrib["width"]) < 40_000
    labels = [each for each in root.iter(f"{SVG}text") if each.get("class") == "week-of"]
    ticks = [float(each.attrib["x"]) for each in labels]
    assert min(b - a for a, b in pairwise(ticks)) >= 80


def colors(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))


def luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_color_can_be_read_on_every_ground(dark: bool) -> None:
    found: dict[str, str] = {}
    for name in ("colors.css", "base.css"):
        light, _, rest = (TEMPLATES / name).read_text().partition("(prefers-color-scheme: dark)")
        found |= colors(rest if dark else light)
    assert len(found) == 12
    for text in ("ink", "soft", "link", "alert", "self"):
        for ground in ("paper", "ground", "band"):
            bright, dim = sorted((luminance(found[text]), luminance(found[ground])), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground)


# Pure


def test_the_same_plan_and_time_give_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert render_page(SEARCH, PLANNED, now=NOW) == PAGE
    assert timeline_svg(SEARCH, PLANNED, now=NOW) == PICTURE


def test_the_clock_may_be_anywhere() -> None:
    tokyo = timezone(timedelta(hours=9))
    page = render_page(SEARCH, PLANNED, now=datetime(2026, 11, 23, 19, 17, tzinfo=tokyo))
    assert "As of Mon 23 Nov 2026, 05:17;" in page


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        render_page(SEARCH, PLANNED, now=NOW.replace(tzinfo=None))


def test_an_address_brings_no_other_fields() -> None:
    assert mailto("a+b@x.example?cc=c&body=d") == "mailto:a+b@x.example%3Fcc%3Dc%26body%3Dd"


@pytest.mark.parametrize(
    ("text", "columns", "short"),
    [("Acme", 4, "Acme"), ("Acme Inc", 5, "Acme…"), ("日本語", 6, "日本語"), ("日本語", 5, "日…")],
)
def test_names_are_shortened_to_their_room(text: str, columns: int, short: str) -> None:
    assert shortened(text, columns) == short
