"""The words of the page: dates whatever the locale, links that can only call or write."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import east_asian_width
from urllib.parse import quote

from followup_ics.working_time import spoken

CHANNEL_WORDS = {"email": "e-mail", "phone": "call", "self": "own task"}

_NUMBER = re.compile(r"\+?\s?\d[\d\s()./\u2010-\u2015-]*", re.ASCII)


def dated(day: date) -> str:
    """Return a date with its year: "Fri 13 Nov 2026"."""
    return f"{spoken(day)} {day.year}"


def title_of(summary: str) -> str:
    """Return a summary without the status that it begins with, which the page says by itself."""
    return summary.removeprefix("Done: ").removeprefix("Cancelled: ")


def tel(phone: str) -> str | None:
    """Return a link that dials the first number in a text; an extension is left to the caller."""
    found = _NUMBER.search(phone)
    number = re.sub(r"[^\d+]", "", found[0], flags=re.ASCII) if found else ""
    return f"tel:{number}" if len(number) >= 3 else None


def mailto(email: str) -> str:
    """Return a link that writes to an address, with no room for anything else in it."""
    return f"mailto:{quote(email, safe='@+', errors='ignore')}"


def shortened(text: str, columns: int) -> str:
    """Return the beginning of a text that fits into so many columns; wide characters take two."""
    room = columns
    for at, char in enumerate(text):
        room -= 2 if east_asian_width(char) in "WF" else 1
        if room < 0:
            return text[: max(at - 1, 0)].rstrip() + "…"
    return text
