"""What is handed out signed: links to a follow-up's own page, and the forms of such pages.

The key is what is kept of the token in the feed's URL, so a new URL ends them all. Whoever has that
URL has the links too, which stand in the feed; a link, which may be shared with a calendar, does
not tell the token.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from itsdangerous import BadData, Signer, URLSafeTimedSerializer

FORM_LASTS = timedelta(days=30)
_UID_ENDS = "@followup-ics"
# An id of more digits, which no store gives, may be more than a column can be asked for.
_CLAIM = re.compile(r"([1-9][0-9]{0,8})\.([0-9a-f]{32})\.[A-Za-z0-9_-]{43}")


class Claim(NamedTuple):
    """What a link says that it is of, before its signature was looked at."""

    feed_id: int
    uid: str


def link_token(key: bytes, feed_id: int, uid: str) -> str:
    """Return the signed name of a follow-up of a feed; the same each time."""
    return _signer(key).sign(f"{feed_id}.{uid.removesuffix(_UID_ENDS)}").decode()


def claim_of(token: str) -> Claim | None:
    """Return what a link is of if it is true, None where none can be."""
    found = _CLAIM.fullmatch(token)
    return Claim(int(found[1]), f"{found[2]}{_UID_ENDS}") if found else None


def is_signed(key: bytes, token: str) -> bool:
    """Say whether a link was signed by a key."""
    return _signer(key).validate(token)


def new_form(key: bytes, page: str, about: str = "") -> str:
    """Return what a form of a page holds, so that it is known again, and sent but once.

    `about` is what it asks about, as the page shows it.
    """
    return _forms(key).dumps([page, secrets.token_urlsafe(16), about])


def hashed(about: str) -> str:
    """Return a short mark of what a form asks about, which need not be told in full."""
    return hashlib.sha256(about.encode()).hexdigest()[:16]


def asked_about(key: bytes, form: str) -> str:
    """Return what a form that is ours asks about. Raises BadData where it is none."""
    _, _, about = _forms(key).loads(form)
    return str(about)


def receipt_key(key: bytes, page: str, form: str) -> str | None:
    """Return what tells a form from all others, None where it is none of this page, or too old."""
    try:
        (of, once, _), made = _forms(key).loads(form, return_timestamp=True)
    except (BadData, ValueError, TypeError):
        return None
    # Not by `max_age`, which refuses what a server made whose clock is a second ahead of this one.
    is_ours = of == page and isinstance(once, str)
    return once if is_ours and datetime.now(UTC) <= made + FORM_LASTS else None


def _signer(key: bytes) -> Signer:
    return Signer(
        key, salt="followup-ics link", digest_method=hashlib.sha256, key_derivation="hmac"
    )


def _forms(key: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        key,
        salt="followup-ics form",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
