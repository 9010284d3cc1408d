"""Whom an invitation names: ORGANIZER and ATTENDEE as values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from followup_ics.calendar.invitations.invitation import Invited
from followup_ics.calendar.invitations.plain_text import one_line

if TYPE_CHECKING:
    from icalendar import vCalAddress

MAX_ATTENDEES = 500

_KINDS = frozenset(["individual", "group", "resource", "room"])
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[^\s@<>\"(),;:\\/]{1,255}")
_IN_BRACKETS = re.compile(
    r"\s*[<(\[]\s*(?:mailto:)?[^\s<>()\[\]]{1,64}@[^\s<>()\[\]]{1,255}\s*[>)\]]"
)

_QUOTED = re.compile(r"""(["'])(.*)\1""")


def invited(value: vCalAddress) -> Invited:
    """Return somebody as an invitation names them (RFC 5545, 3.8.4.1 and 3.8.4.3).

    The parameter EMAIL goes before the address to which answers are sent (RFC 7986, 6.2).
    """
    parameters = {key.upper(): _joined(each) for key, each in value.params.items()}
    email = _address(parameters.get("EMAIL", "")) or _address(str(value))
    kind = parameters.get("CUTYPE", "individual").lower()
    return Invited(
        name=_name(parameters.get("CN", "")),
        email=email,
        kind=kind if kind in _KINDS else "unknown",
        declined=parameters.get("PARTSTAT", "").upper() == "DECLINED",
        chair=parameters.get("ROLE", "").upper() == "CHAIR",
    )


def each_once(people: Iterable[Invited]) -> tuple[Invited, ...]:
    """Return people without repetitions of an address, the first ones first; no blank ones."""
    found: dict[str, Invited] = {}
    for each in people:
        if key := each.email.casefold() or each.name.casefold():
            found.setdefault(key, each)
    return tuple(found.values())[:MAX_ATTENDEES]


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)


def _address(value: str) -> str:
    """Return the e-mail address of a mailto: link, or of an address alone; else ""."""
    bare = re.sub(r"^\s*(?:mailto:\s*)+", "", value, flags=re.I).partition("?")[0]
    found = _ADDRESS.fullmatch(one_line(unquote(bare)).strip("<>'\" "))
    return found[0] if found else ""


def _name(written: str) -> str:
    """Return a name without the address beside it or in its place, and without quotes around it."""
    name = _IN_BRACKETS.sub("", one_line(written)).strip()
    quoted = _QUOTED.fullmatch(name)
    name = quoted[2].strip() if quoted else name
    return "" if _address(name) else name
