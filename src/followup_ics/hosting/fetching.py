"""A calendar asked for over https, and only of the open internet.

The address is somebody's, and may be meant to make this machine ask its own network. So the name is
resolved once, every address that it has must be a public one, and the connection goes to the very
address that was looked at; a redirect is looked at anew. Size and time are limited.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterable
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from followup_ics.errors import BusyCalendarError

SECONDS = 10
SECONDS_EACH = 5
REDIRECTS = 5
_PIECE = 64 * 1024
_LONGEST_URL = 4_096
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (401, 403, 404, 410)

Address = IPv4Address | IPv6Address
Allowed = Callable[[Address], bool]

# Addresses that hold one of IPv4: by NAT64 its last 32 bits; 6to4 and Teredo are not used any more.
_NAT64 = IPv6Network("64:ff9b::/96")
_KEPT = tuple(map(ip_network, ("2002::/16", "2001::/32", "fec0::/10", "192.88.99.0/24")))
_WEBCAL = re.compile("^webcal:", re.IGNORECASE)


def is_public(address: Address) -> bool:
    """Say whether an address is one of the open internet, not of a network of somebody's own."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if any(address in each for each in _KEPT if each.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def fetch(
    url: str,
    limit: int,
    *,
    allowed: Allowed = is_public,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Return what an https or webcal address answers, with at most `limit` bytes and one more.

    `allowed` says of each address of each host whether it may be asked, `context` whose
    certificates are trusted. No proxy is asked. Raises BusyCalendarError, also where connecting and
    answering take longer than `seconds` in all.
    """
    context = context or ssl.create_default_context()
    context.sslsocket_class = _Hurried
    until = monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        answer = _ask(_parsed(url), limit, allowed, context, until)
        if isinstance(answer, bytes):
            return answer
        url = _joined(url, answer)
    raise BusyCalendarError(f"it leads from one address to the next, more than {REDIRECTS} times")


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(_WEBCAL.sub("https:", url), target)
    except ValueError:
        raise BusyCalendarError("it leads to an address that is none") from None


def _parsed(url: str) -> SplitResult:
    """Return the parts of an address that may be asked. Raises BusyCalendarError."""
    try:
        parts = urlsplit(_WEBCAL.sub("https:", url))
        port = parts.port
    except ValueError:
        raise BusyCalendarError("its address is none") from None
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise BusyCalendarError("its address is too long, or has characters that none has")
    if parts.scheme != "https" or not parts.hostname or port == 0:
        raise BusyCalendarError("its address, or one that it leads to, is none of https")
    if parts.username or parts.password:
        raise BusyCalendarError("its address holds a name or a password, which are not sent")
    return parts


def _ask(
    parts: SplitResult, limit: int, allowed: Allowed, context: ssl.SSLContext, until: float
) -> bytes | str:
    """Return the answer of one address, or where it leads to. Raises BusyCalendarError."""
    host, port = str(parts.hostname), parts.port or 443
    addresses = _resolved(host, port)
    if not all(map(allowed, addresses)):
        raise BusyCalendarError("its address is one of a private network, which is never asked")
    connection = _Connection(host, port, addresses, context, until)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "followup-ics"}
        connection.request("GET", path, headers={**headers, "Accept-Encoding": "identity"})
        return _answered(connection.getresponse(), limit)
    except ssl.SSLCertVerificationError as error:
        raise BusyCalendarError(
            f"its certificate is not to be trusted: {error.verify_message}"
        ) from None
    except TimeoutError:
        raise BusyCalendarError("it does not answer in time; try again later") from None
    except (OSError, HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise BusyCalendarError(f"it cannot be asked: {reason}") from None
    finally:
        connection.close()


def _resolved(host: str, port: int) -> list[Address]:
    """Return every address of a host. Raises BusyCalendarError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [ip_address(str(each[4][0])) for each in found]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BusyCalendarError(f"its host is not found: {reason}") from None


def _answered(response: HTTPResponse, limit: int) -> bytes | str:
    target = response.getheader("Location")
    if response.status in _REDIRECTS and target:
        return target
    if response.status != 200:
        hint = "; it may be withdrawn: look up the new one" if response.status in _GONE else ""
        raise BusyCalendarError(f"it answers {response.status}{hint}")
    content = bytearray()
    while len(content) <= limit:
        piece = response.read(min(_PIECE, limit + 1 - len(content)))
        if not piece:
            break
        content += piece
    return bytes(content)


class _Hurried(ssl.SSLSocket):
    """Waits for each piece no longer than the time that is left in all."""

    until = 0.0

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive what comes in time. Raises TimeoutError."""
        self.settimeout(_left(self.until))
        return super().recv_into(buffer, nbytes, flags)


class _Connection(HTTPSConnection):
    """Connects to addresses that were looked at, and to no other that the name may have by then."""

    def __init__(
        self,
        host: str,
        port: int,
        addresses: Iterable[Address],
        context: ssl.SSLContext,
        until: float,
    ) -> None:
        super().__init__(host, port, context=context)
        self._addresses, self._tls, self._until = list(addresses), context, until

    def connect(self) -> None:
        """Connect to the first address that answers; the certificate is that of the host's name."""
        failed: OSError = TimeoutError()
        for address in self._addresses:
            try:
                plain = socket.create_connection((str(address), self.port), _left(self._until))
            except OSError as error:
                failed = error
                continue
            plain.settimeout(_left(self._until))
            secured = self._tls.wrap_socket(plain, server_hostname=self.host)
            assert isinstance(secured, _Hurried)
            secured.until = self._until
            self.sock = secured
            return
        raise failed


def _left(until: float) -> float:
    """Return for how long something may wait. Raises TimeoutError."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, SECONDS_EACH)
