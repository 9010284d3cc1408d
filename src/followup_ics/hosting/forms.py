"""Forms that a browser posts: read whole or not at all, and only from our own pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from followup_ics.hosting.polls import PRIVATE
from followup_ics.page.answer_page import POLICY

FORM_HEADERS = {
    **PRIVATE,
    # Not "no-referrer": with it a browser does not say either which site a form is sent from.
    "Referrer-Policy": "strict-origin",
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
}
MOST_BYTES = 64 * 1024
_MOST_FIELDS = 50
_MOST_PARTS = 4_000  # a form for several invitations has some for each person
_FORM = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data"
_PORTS = {"http": 80, "https": 443}


async def form_of(request: Request, *, most: int = MOST_BYTES) -> Mapping[str, str]:
    """Return the fields of a form, the last of each name.

    Raises HTTPException: 400 for what is no form, 413 for more than `most` bytes, 415 for another
    media type.
    """
    if _media_type(request) != _FORM:
        raise HTTPException(415)
    body = await body_of(request, most)
    try:
        found = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise HTTPException(400) from None
    return {name: value.replace("\r\n", "\n") for name, value in found}


def _media_type(request: Request) -> str:
    media_type, _, _ = request.headers.get("content-type", "").partition(";")
    return media_type.strip().lower()


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody chose; nothing is known of its name but that it is a text."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: the last of each name."""

    fields: Mapping[str, str]
    files: Mapping[str, File] = field(default_factory=dict)


async def sent_in(request: Request, most: int) -> Sent:
    """Return the fields and files of a form, which may be one of parts, as those with files are.

    Raises HTTPException as `form_of` does.
    """
    if _media_type(request) != _PARTS:
        return Sent(await form_of(request, most=min(most, MOST_BYTES)))
    body = await body_of(request, most)
    limits = {"max_files": 1, "max_fields": _MOST_PARTS, "max_part_size": most}
    try:
        parts = await _InMemory(request.headers, _once(body), **limits).parse()
    except (MultiPartException, UnicodeError, ValueError):
        raise HTTPException(400) from None
    fields, files = {}, {}
    for name, value in parts.multi_items():
        if isinstance(value, UploadFile):
            files[name] = File(value.filename or "", await value.read())
        else:
            fields[name] = value.replace("\r\n", "\n")
    await parts.close()
    return Sent(fields, files)


class _InMemory(MultiPartParser):
    """Puts no file that was sent on the disk: it is in memory already."""

    spool_max_size = 2**31


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request. Raises HTTPException 413 as soon as it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413)
    return bytes(body)


def check_same_site(request: Request, base: str) -> None:
    """Raise HTTPException 403 where another site's page asks, by what every browser says of it.

    `base` is our own base URL. A client that says nothing of either is no browser, or an old one:
    what it posts has to be signed all the same.
    """
    sites, origins = (request.headers.getlist(each) for each in ("sec-fetch-site", "origin"))
    if any(each != "same-origin" for each in sites):
        raise HTTPException(403)
    if any(_origin(each) != _origin(base) for each in origins):
        raise HTTPException(403)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", None, None
