"""The plan as one page, and its timeline as a picture.

Both are pure: the clock is an argument. Both stand alone: no script, and nothing is fetched.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from followup_ics.content_lines import clean
from followup_ics.hosting import entries
from followup_ics.hosting.texts import dated
from followup_ics.hosting.timeline import draw
from followup_ics.records import JobSearch
from followup_ics.results import Plan
from followup_ics.working_time import local_date, wall_time

_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def render_page(job_search: JobSearch, plan: Plan, *, now: datetime) -> str:
    """Return one HTML file: what to do now, the timeline, every follow-up, and the notes.

    `now` decides what is today and what is past. Raises ValueError where it has no zone.
    """
    now = _aware(now)
    zone = job_search.candidate.timezone
    today = local_date(zone, now)
    listed = entries.entries_of(plan, zone, now)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            candidate=job_search.candidate,
            interviews=job_search.interviews,
            made=f"{dated(today)}, {wall_time(zone, now):%H:%M}",
            counts=entries.count(listed, today),
            entries=listed,
            days=entries.coming_days(listed, today),
            later=entries.next_after(listed, today),
            timeline=draw(job_search, plan, now),
            weeks=entries.weeks(listed, today),
            remarks=entries.remarks(plan, listed),
        )
    )


def timeline_svg(job_search: JobSearch, plan: Plan, *, now: datetime) -> str:
    """Return the timeline as an SVG file with its legend, for light and dark backgrounds.

    Raises ValueError where `now` has no zone.
    """
    drawn = draw(job_search, plan, _aware(now))
    return _environment().get_template("timeline.svg.j2").render(timeline=drawn)


def _aware(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass an aware datetime such as datetime.now(UTC)")
    return now.astimezone(UTC)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("followup_ics.hosting"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _printable(value: object) -> object:
    """Leave out what neither HTML nor XML can hold: controls and lone surrogates."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _NOT_IN_XML.sub("", clean(value))
    return value
