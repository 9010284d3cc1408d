"""The addresses of feeds: below a base URL, behind a token that nobody can guess."""

from __future__ import annotations

from urllib.parse import urlsplit


def checked_base(base_url: str) -> str:
    """Return a base URL without the slash at its end. Raises ValueError where it is none."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            f"'{base_url}' is no base URL; write one such as https://feeds.example.org"
        )
    return base_url.rstrip("/")


def feed_url(base: str, token: str, name: str) -> str:
    """Return the address to subscribe to; without its last part it is the page's."""
    return f"{base}/{token}/{name}.ics"


def answer_url(base: str, token: str) -> str:
    """Return the address of the page on which is told what became of one follow-up."""
    return f"{base}/a/{token}"


def editing_url(base: str, token: str) -> str:
    """Return the address of the page on which a feed's records are edited."""
    return f"{base}/e/{token}/"
