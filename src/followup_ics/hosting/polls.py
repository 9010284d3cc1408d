"""Polls, answered in the terms of ASGI itself: most requests are one, and time goes into wrapping.

Headers stand ready with the tag that they are of, so that a poll is a look-up and two messages.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import NamedTuple

from starlette.datastructures import QueryParams
from starlette.types import Message, Scope

from followup_ics.hosting.conditional import conditions_of, entity_tag, http_date, is_not_modified
from followup_ics.hosting.current import Current
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.recent import Calendar

PRIVATE = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
METHODS = ("GET", "HEAD")
_ENDING = ".ics"
_HEADERS_HELD = 4096
access = logging.getLogger("followup_ics.hosting.access")

RawHeaders = list[tuple[bytes, bytes]]


class Poll(NamedTuple):
    """What a path names: a token, and a calendar by its name without `.ics`."""

    token: str
    name: str


def poll_of(scope: Scope) -> Poll | None:
    """Return the poll that a request is, None where it is anything else."""
    if scope["type"] != "http" or scope["method"] not in METHODS:
        return None
    path, below = scope["path"], scope.get("root_path")
    if below and path.startswith(f"{below}/"):
        path = path[len(below) :]
    parts = path.split("/")
    if len(parts) != 3 or parts[0] or not parts[1] or not parts[2].endswith(_ENDING):
        return None
    name = parts[2][: -len(_ENDING)]
    return Poll(parts[1], name) if name else None


async def answer(current: Current, poll: Poll, scope: Scope) -> tuple[Message, Message]:
    """Return the head and the body of an answer. Raises HTTPException, as `Current.served` does."""
    served = await current.served(token_hash(poll.token), poll.name)
    status, headers, body = _answered(scope, served)
    access.info("%s %s.ics %s", scope["method"], poll.name, status)
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


def _answered(scope: Scope, served: Calendar) -> tuple[int, RawHeaders, bytes]:
    conditions = conditions_of(scope["headers"])
    zipped = conditions.gzip
    lasting = _lasting(served.etag, served.changed, zipped)
    if is_not_modified(conditions, served.etag, served.changed):
        return 304, lasting, b""
    body = served.zipped if zipped else served.body
    headers = [(b"content-length", b"%d" % len(body)), *_OF_BODY[zipped], *lasting]
    if scope["query_string"] and "download" in QueryParams(scope["query_string"]):
        named = f'attachment; filename="{served.name}.ics"'
        headers.append((b"content-disposition", named.encode("latin-1")))
    return 200, headers, body


_TYPE = (b"content-type", b"text/calendar; charset=utf-8")
_OF_BODY = {False: (_TYPE,), True: (_TYPE, (b"content-encoding", b"gzip"))}


@lru_cache(_HEADERS_HELD)
def _lasting(etag: str, changed: int, zipped: bool) -> RawHeaders:
    """Return the headers that a calendar has whether its bytes are sent or not."""
    headers = {
        **PRIVATE,
        "ETag": entity_tag(etag, zipped=zipped),
        "Last-Modified": http_date(changed),
        "Vary": "Accept-Encoding",
    }
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
