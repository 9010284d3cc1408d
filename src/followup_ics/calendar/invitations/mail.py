"""The calendar files in mails: a message as a mail program saves it, or a mailbox file of many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message

from followup_ics.calendar.invitations.plain_text import one_line

MAX_PARTS = 200  # of one mail; the mails of a mailbox are as many as its size lets them be
MAX_HEADER = 8 * 1024
# The package email compares each line with every boundary around it.
MAX_COMPARED = 10_000_000

_EMLX = re.compile(rb"([0-9]{1,12}) *\r?\n")  # Apple Mail says the length of the mail before it
_FROM = re.compile(rb"^From [^\s][^\n]{0,200}?[0-9]{1,2}:[0-9]{2}[^\n]{0,200}\n", re.M)
_QUOTED = re.compile(rb"^>(>*From )", re.M)
_HEADER = re.compile(rb"(?!BEGIN:)[A-Za-z][A-Za-z0-9-]*:", re.I)
_OF_MAIL = re.compile(
    rb"^(?:content-type|mime-version|received|return-path|subject|date|from|to|message-id):",
    re.I | re.M,
)
_NESTING = re.compile(rb"boundary\s*=|message/rfc822", re.I)
_TYPES = re.compile(rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)
_HINT = re.compile(rb"text/calendar|application/ics|\.ics", re.I)
_METHOD = re.compile(r"method\s*=\s*[\"']?([A-Za-z]{1,20})", re.I)
_UTF_8 = frozenset(["utf-8", "utf8", "us-ascii", "ascii", "unknown-8bit"])
_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Part:
    """A calendar file out of a mail; the METHOD that the mail says, and where in it this stands."""

    content: bytes
    method: str = ""
    where: str = ""


def is_mail(content: bytes) -> bool:
    """Say whether bytes are a mail or a mailbox file, by what they begin with."""
    start = _EMLX.sub(b"", content[: 64 * 1024].lstrip(), count=1)
    return bool(_FROM.match(start) or (_HEADER.match(start) and _OF_MAIL.search(start)))


@dataclass(slots=True)
class Mails:
    """The calendar files of mails, how many mails there are, and which of them are damaged."""

    count: int = 0
    parts: list[Part] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def calendar_parts(content: bytes) -> Mails:
    """Return the calendar files of a mail or a mailbox file.

    Of each mail these are its parts of the type text/calendar, else its attachments named .ics.
    """
    mails = _mails(content.lstrip())
    found = Mails(len(mails))
    for number, mail in enumerate(mails, 1):
        is_one_of_many = len(mails) > 1
        if is_one_of_many and not _HINT.search(mail):
            continue
        where = f"mail {number}" if is_one_of_many else ""
        try:
            found.parts += [replace(each, where=where or each.where) for each in _parts(mail)]
        except _DAMAGED:
            found.damaged.append(f"mail {number}")
    return found


def _mails(content: bytes) -> list[bytes]:
    if length := _EMLX.match(content):
        return [content[length.end() :][: int(length[1])]]
    if not _FROM.match(content):
        return [content]
    starts = [found.span() for found in _FROM.finditer(content)]
    ends = [start for start, _ in starts[1:]] + [len(content)]
    mails = (content[begin:end] for (_, begin), end in zip(starts, ends, strict=True))
    return [_QUOTED.sub(rb"\1", mail) for mail in mails]


def _parts(mail: bytes) -> list[Part]:
    _refuse_hostile(mail)
    found = list(_found(message_from_bytes(mail)))
    typed = [part for part, is_typed in found if is_typed]
    return typed or [part for part, _ in found]


def _refuse_hostile(mail: bytes) -> None:
    """Raise ValueError for what would keep the package email busy for long."""
    nesting = sum(1 for _ in _NESTING.finditer(mail))
    if nesting > MAX_PARTS or nesting * mail.count(b"\n") > MAX_COMPARED:
        raise ValueError("more parts than a mail has")
    if any(len(found[0]) > MAX_HEADER for found in _TYPES.finditer(mail)):
        raise ValueError("a longer header than a mail has")


def _found(message: Message) -> Iterator[tuple[Part, bool]]:
    """Yield what may be a calendar file, and whether its type says so."""
    for part in message.walk():
        name = one_line(part.get_filename() or "")
        is_typed = part.get_content_type() in ("text/calendar", "application/ics")
        if part.is_multipart() or not (is_typed or name.lower().endswith(".ics")):
            continue
        method = _METHOD.search(str(part.get("Content-Type", "")))
        yield Part(_content(part), method[1].upper() if method else "", name), is_typed


def _content(part: Message) -> bytes:
    """Return a part's bytes, in UTF-8 where its header says how to make them that."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    if charset in _UTF_8:
        return content
    try:
        return content.decode(charset).encode()
    except (LookupError, UnicodeError):
        return content
