"""The plan as one page, and its timeline as a picture.

Both are pure: the clock is an argument. The picture stands alone, and so does the page unless it
is hosted: no script, and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, NamedTuple
from urllib.parse import quote

from followup_ics.page import entries
from followup_ics.page.filling import fill
from followup_ics.page.subscribing import Subscription
from followup_ics.page.texts import dated
from followup_ics.page.timeline import draw
from followup_ics.planning.results import Plan
from followup_ics.records.job_search import JobSearch
from followup_ics.working_time import instant, local_date, spoken_zone, wall_time

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
)
_POLICY_ALONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# How every page has begun that was ever written to a file: alone or published.
_BEGINNING = b"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '"""


class Addition(NamedTuple):
    """A link to the form with which something is added."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What a page has more below an address to edit; `faults` as `Hosted` has them.

    It needs `ASSETS` at `../../assets/`.
    """

    additions: tuple[Addition, ...]
    faults: tuple[str, ...] = ()
    subscription: None = None
    published: Literal[False] = False
    policy: None = None
    assets: str = "../../assets/"


@dataclass(frozen=True, slots=True)
class Hosted:
    """What a page has more where it is hosted; it then needs `ASSETS` at `../assets/`.

    `faults` are those of records newer than the plan. `published` is a page that no server of
    ours sends: it holds its security policy itself, and is the same all day.
    """

    subscription: Subscription
    faults: tuple[str, ...] = ()
    published: bool = False
    additions: tuple[Addition, ...] = ()
    assets: str = "../assets/"

    @property
    def download(self) -> str:
        """Return the link, from the page, that saves the feed's file."""
        file = quote(f"{self.subscription.name}.ics", safe="")
        return file if self.published else f"{file}?download"

    @property
    def policy(self) -> str | None:
        """Return the policy that the page itself has to hold, None where a header does."""
        return POLICY if self.published else None


def render_page(
    job_search: JobSearch, plan: Plan, *, now: datetime, hosted: Hosted | Edited | None = None
) -> str:
    """Return an HTML page: what to do now, the timeline, every follow-up, and the notes.

    `now` decides what is today and what is past. Raises ValueError where it has no zone.
    """
    now = _aware(now)
    zone = job_search.candidate.clock
    today = local_date(zone, now)
    made = f"{dated(today)}, {wall_time(zone, now):%H:%M}"
    if hosted and hosted.published:
        now, made = _noon(zone, today), dated(today)
    listed = entries.entries_of(plan, zone, now)
    return fill(
        "page.html.j2",
        candidate=job_search.candidate,
        zone=spoken_zone(zone),
        interviews=job_search.interviews,
        hosted=hosted,
        policy=hosted.policy if hosted else _POLICY_ALONE,
        made=made,
        counts=entries.count(listed, today),
        entries=listed,
        days=entries.coming_days(listed, today),
        later=entries.next_after(listed, today),
        timeline=draw(job_search, plan, now),
        weeks=entries.weeks(listed, today),
        remarks=entries.remarks(plan, listed),
    )


def is_page(content: bytes) -> bool:
    """Say whether a file's bytes are a page that this package wrote, now or in an earlier version.

    A page that a server sends, which holds no policy itself, is none.
    """
    return content.startswith(_BEGINNING)


def timeline_svg(job_search: JobSearch, plan: Plan, *, now: datetime) -> str:
    """Return the timeline as an SVG file with its legend, for light and dark backgrounds.

    Raises ValueError where `now` has no zone.
    """
    drawn = draw(job_search, plan, _aware(now))
    return fill("timeline.svg.j2", timeline=drawn)


def _aware(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass an aware datetime such as datetime.now(UTC)")
    return now.astimezone(UTC)


def _noon(zone: str, day: date) -> datetime:
    """Return the time that stands for a whole day: the middle, where it is drawn best."""
    return instant(zone, datetime.combine(day, time(12)))
