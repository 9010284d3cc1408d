"""What a request asks for beyond its path: only what is new to it, and compressed or not."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime

from starlette.datastructures import Headers

ZIPPED = "-gzip"
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def entity_tag(etag: str, *, zipped: bool) -> str:
    """Return the strong ETag of a body, another one for its gzip form (RFC 9110, 8.8.3.3)."""
    return f'"{etag}{ZIPPED if zipped else ""}"'


def http_date(second: int) -> str:
    """Return Unix time as HTTP writes it (RFC 9110, 5.6.7)."""
    return formatdate(second, usegmt=True)


def is_not_modified(headers: Headers, etag: str, changed: int) -> bool:
    """Say whether a client has these bytes, in whatever form, already (RFC 9110, 13.2.2).

    If-None-Match outranks If-Modified-Since; what cannot be read counts as not there.
    """
    lines = headers.getlist("if-none-match")
    if lines:
        tags = ", ".join(lines)
        known = {each.removesuffix(ZIPPED) for each in _TAG.findall(tags)}
        return tags.strip() == "*" or etag in known
    since = headers.get("if-modified-since")
    return since is not None and changed <= _second(since)


def _second(date: str) -> float:
    try:
        found = parsedate_to_datetime(date)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return float("-inf")


def wants_gzip(headers: Headers) -> bool:
    """Say whether a request names gzip, and not to refuse it (RFC 9110, 12.5.3)."""
    asked = ",".join(headers.getlist("accept-encoding")).lower()
    if "gzip" not in asked:
        return False
    for each in asked.split(","):
        coding, _, weight = each.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False
