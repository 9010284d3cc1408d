"""The words of the page, whatever the locale."""

from __future__ import annotations

from datetime import date
from unicodedata import east_asian_width

from followup_ics.working_time import spoken

CHANNEL_WORDS = {"email": "e-mail", "phone": "call", "self": "own task"}


def dated(day: date) -> str:
    """Return a date with its year: "Fri 13 Nov 2026"."""
    return f"{spoken(day)} {day.year}"


def shortened(text: str, columns: int) -> str:
    """Return the beginning of a text that fits into so many columns; wide characters take two."""
    room = columns
    for at, char in enumerate(text):
        room -= 2 if east_asian_width(char) in "WF" else 1
        if room < 0:
            return text[: max(at - 1, 0)].rstrip() + "…"
    return text


def titled(name: str) -> str:
    """Return one of the records' own names as a choice is called: Phone call for phone_call."""
    return name.replace("_", " ").capitalize()
