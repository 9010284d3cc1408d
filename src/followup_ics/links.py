"""Links that can only call or write, whatever the text that they are made from holds."""

from __future__ import annotations

import re
from urllib.parse import quote

_NUMBER = re.compile(r"\+?\s?\d[\d\s()./\u2010-\u2015-]*", re.ASCII)


def tel(phone: str) -> str | None:
    """Return a link that dials the first number in a text (RFC 3966), None where there is none.

    An extension after it is left to the caller to dial.
    """
    found = _NUMBER.search(phone)
    number = re.sub(r"[^\d+]", "", found[0], flags=re.ASCII) if found else ""
    return f"tel:{number}" if len(number) >= 3 else None


def mailto(email: str) -> str:
    """Return a link that writes to an address (RFC 6068), with no room for anything else in it."""
    return f"mailto:{quote(email, safe='@+', errors='ignore')}"
