"""An event as content lines: the one place where a VEVENT is written (RFC 5545, 3.6.1)."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from followup_ics.calendar.content_lines import escaped, folded, utc
from followup_ics.calendar.events import MARK_LINES, Revision

BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
MINUTE = timedelta(minutes=1)


def event_lines(revision: Revision) -> bytes:
    """Return one VEVENT as folded content lines."""
    event = revision.event
    stamp = _stamp(revision.modified)
    summary = escaped(event.summary)
    return (
        "BEGIN:VEVENT\r\n"
        f"{folded(f'UID:{escaped(event.uid)}')}"
        f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:{revision.sequence}\r\n"
        f"DTSTART:{utc(event.start)}\r\nDTEND:{utc(event.end)}\r\n"
        f"{folded(f'SUMMARY:{summary}')}"
        f"{folded(f'DESCRIPTION:{escaped(event.description)}')}"
        f"{_categories(event.category)}"
        f"STATUS:{event.status}\r\n{MARK_LINES}"
        f"{folded(f'LOCATION:{escaped(event.location)}') if event.location else ''}"
        f"{folded(f'URL:{event.url}') if event.url else ''}"
        f"COLOR:{event.color}\r\n"
        f"{_alarm_lines(revision.alarm, summary) if revision.alarm else ''}"
        "END:VEVENT\r\n"
    ).encode()


# Most events of an output have the same stamp, and many the same company.
_stamp = lru_cache(maxsize=256)(utc)


@lru_cache(maxsize=256)
def _categories(category: str) -> str:
    return folded(f"CATEGORIES:{escaped(category)}")


def _alarm_lines(alarm: timedelta, summary: str) -> str:
    return (
        f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{alarm // MINUTE}M\r\n"
        f"{folded(f'DESCRIPTION:{summary}')}"
        "END:VALARM\r\n"
    )
