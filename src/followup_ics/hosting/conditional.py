"""What a request asks for beyond its path: only what is new to it, and compressed or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

ZIPPED = "-gzip"
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"accept-encoding")
_LISTS = (b"if-none-match", b"accept-encoding")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def entity_tag(etag: str, *, zipped: bool) -> str:
    """Return the strong ETag of a body, another one for its gzip form (RFC 9110, 8.8.3.3)."""
    return f'"{etag}{ZIPPED if zipped else ""}"'


def http_date(second: int) -> str:
    """Return Unix time as HTTP writes it (RFC 9110, 5.6.7)."""
    return formatdate(second, usegmt=True)


class Conditions(NamedTuple):
    """What a request says of what it knows, as it was sent, and whether it takes gzip."""

    tags: str | None
    since: str | None
    gzip: bool


def conditions_of(headers: Iterable[tuple[bytes, bytes]]) -> Conditions:
    """Return what a request's headers say, as ASGI has them: lines of one name are one list."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _LISTS and name in found:
            found[name] += b", " + value
        elif name in _CONDITIONS:
            found.setdefault(name, value)
    tags, since, codings = (found.get(each) for each in _CONDITIONS)
    return Conditions(
        None if tags is None else tags.decode("latin-1"),
        None if since is None else since.decode("latin-1"),
        codings is not None and _takes_gzip(codings),
    )


def is_not_modified(conditions: Conditions, etag: str, changed: int) -> bool:
    """Say whether a client has these bytes, in whatever form, already (RFC 9110, 13.2.2).

    If-None-Match outranks If-Modified-Since; what cannot be read counts as not there.
    """
    if conditions.tags is not None:
        known = {each.removesuffix(ZIPPED) for each in _TAG.findall(conditions.tags)}
        return conditions.tags.strip() == "*" or etag in known
    return conditions.since is not None and changed <= _second(conditions.since)


def _second(date: str) -> float:
    try:
        found = parsedate_to_datetime(date)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return float("-inf")


@lru_cache(maxsize=256)
def _takes_gzip(codings: bytes) -> bool:
    """Say whether a list of codings names gzip, and not to refuse it (RFC 9110, 12.5.3)."""
    for each in codings.decode("latin-1").lower().split(","):
        coding, _, weight = each.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False
