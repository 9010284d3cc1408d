"""Links that can only call or write, whatever the text that they are made from holds."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from followup_ics.records.domains import in_ascii

# The commonest form: in North America every number has ten digits, and libphonenumber takes each.
_NORTH_AMERICAN = re.compile(r"\+1 [2-9][0-9]{2} [2-9][0-9]{2} [0-9]{4}")


@lru_cache(maxsize=1024)
def tel(phone: str, country: str | None = None) -> str | None:
    """Return a link that dials the first whole number in a text, None where none is certain.

    `country`, an ISO 3166-1 code, is the one whose national numbers and international prefix the
    text may have; without it, only a number with a plus is certain. The number is a global one
    (RFC 3966, 5.1.4), with its extension (5.3).
    """
    if _NORTH_AMERICAN.fullmatch(phone):
        return f"tel:{phone.replace(' ', '')}"
    # Dear to import, and only a file with a number of another form needs it.
    from followup_ics.calendar.telephones import first_whole, for_uri

    number = first_whole(phone, country)
    return f"tel:{for_uri(number)}" if number else None


@lru_cache(maxsize=1024)
def mailto(email: str) -> str:
    """Return a link that writes to an address (RFC 6068), with no room for anything else in it.

    Its domain is in ASCII, which every mail program takes.
    """
    local, at, domain = email.rpartition("@")
    if not domain.isascii():
        domain = in_ascii(domain) or domain
    return f"mailto:{quote(local + at + domain, safe='@+', errors='ignore')}"
