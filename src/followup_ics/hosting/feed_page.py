"""The page of a feed in a store, made when it is looked at, since it says what is due today."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from followup_ics.calendar.busy.around import plan_around
from followup_ics.errors import FollowUpError
from followup_ics.hosting.advice import Advice
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.store import Content, Store
from followup_ics.page.page import Hosted, render_page
from followup_ics.page.subscribing import GoogleScheme, subscription
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads
from followup_ics.records.job_search import Candidate, JobSearch


def feed_page(
    store: Store,
    feed_id: int,
    url: str,
    google_scheme: GoogleScheme,
    now: datetime,
    own: OwnCalendars,
) -> str:
    """Return the page of a feed under its URL. Raises UnknownFeedError."""
    feed = store.feed(feed_id)
    faults = tuple((feed.content.faults or "").splitlines())
    try:
        job_search, planned = _of(feed.content, own)
    except FollowUpError as error:  # records that an earlier version took
        faults = faults or tuple(str(error).splitlines())
        job_search, planned = JobSearch(candidate=Candidate(timezone="UTC")), Plan((), ())
    title = job_search.calendar.title
    subscribed = subscription(url, name=feed.name, title=title, google_scheme=google_scheme)
    return render_page(
        job_search, planned, now=now, hosted=Hosted(subscribed, faults, published=False)
    )


def _of(content: Content, own: OwnCalendars) -> tuple[JobSearch, Plan]:
    advice = Advice(content.playbook, content.advice)
    return _planned(content.records, advice, content.path, content.stamp, content.etag, own)


@lru_cache(maxsize=64)
def _planned(
    records: bytes,
    advice: Advice,
    path: str | None,
    _stamp: str | None,
    _etag: str,
    own: OwnCalendars,
) -> tuple[JobSearch, Plan]:
    """Return records and their plan, made again with the feed: its calendars may have changed."""
    job_search = loads(records)
    return job_search, plan_around(job_search, own.access(path), advice.playbook())
