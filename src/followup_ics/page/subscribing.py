"""How calendars are told to subscribe to a feed.

Nobody documents these links; their forms are those that calendars open today. Google answers an
https address with "This email address isn't associated with an active Google Calendar account"
in many reports (calagator issue 556 is one), and takes webcal; hence the setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import quote, urlsplit

GoogleScheme = Literal["webcal", "https", "http"]

_GOOGLE = "https://calendar.google.com/calendar/r"
_OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb"
# Names that only a local network knows: RFC 6761, 6762 and 8375, and ICANN's reserved one.
_LOCAL = (".localhost", ".local", ".home.arpa", ".internal")


@dataclass(frozen=True, slots=True)
class Links:
    """Where to subscribe; `url` is for people to copy.

    Where `reachable` is False, calendars on the web cannot fetch the feed: the host is known to
    this machine or its network only.
    """

    url: str
    webcal: str
    google: str
    outlook: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed by its name; `links` is None where its address is not known."""

    name: str
    links: Links | None


def subscription(
    url: str, *, name: str, title: str, google_scheme: GoogleScheme = "webcal"
) -> Subscription:
    """Return how to subscribe to the feed at an http or https URL; `title` is the calendar's."""
    parts = urlsplit(url)
    address = url.removeprefix(f"{parts.scheme}://")
    links = Links(
        url=url,
        webcal=f"webcal://{address}",
        google=f"{_GOOGLE}?cid={_encoded(f'{google_scheme}://{address}')}",
        outlook=f"{_OUTLOOK}?url={_encoded(url)}&name={_encoded(title)}",
        reachable=_is_public(parts.hostname or ""),
    )
    return Subscription(name, links)


def unaddressed(*, name: str) -> Subscription:
    """Return a feed whose address is not known: it can be saved, and no link leads to it."""
    return Subscription(name, None)


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _is_public(host: str) -> bool:
    """Say whether a host can be one of the internet; it is not looked up."""
    try:
        return ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".")
        return "." in name and not name.endswith(_LOCAL)
