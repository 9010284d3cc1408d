"""A calendar over https: whom it is asked of, how long, how much, and what a certificate must be.

The servers are real, on loopback, with a certificate of their own; only there is asking loopback
allowed. What is allowed elsewhere is a pure function, tried by a table.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from threading import Thread

import pytest

from followup_ics.errors import BusyCalendarError
from followup_ics.hosting.fetching import REDIRECTS, Address, fetch, is_public
from https import CALENDAR, LARGE, Answers, presenting, serving, trusting

LIMIT = LARGE // 10


def on_loopback(address: Address) -> bool:
    return address.is_loopback


def only_at(*addresses: str) -> Callable[[Address], bool]:
    return lambda address: str(address) in addresses


@pytest.fixture
def server() -> Iterator[type[Answers]]:
    with serving() as handler:
        yield handler


def asked(url: str, **extra: object) -> bytes:
    given = {"allowed": on_loopback, "context": trusting(), **extra}
    return fetch(url, LIMIT, **given)  # type: ignore[arg-type]


def test_a_calendar_is_what_the_address_answers(server: type[Answers]) -> None:
    host = f"localhost:{server.port}"
    assert asked(f"https://{host}/private-1/work.ics?a=b") == CALENDAR
    assert asked(f"webcal://{host}") == CALENDAR
    assert asked(f"WEBCAL://{host}/x") == CALENDAR
    assert server.asked == [f"{host} /private-1/work.ics?a=b", f"{host} /", f"{host} /x"]


def test_redirects_are_followed_a_few_times(server: type[Answers]) -> None:
    assert asked(f"https://localhost:{server.port}/again/{REDIRECTS - 1}") == CALENDAR
    assert server.asked[-1] == f"localhost:{server.port} /work.ics?a=b"
    with pytest.raises(BusyCalendarError, match="leads from one address to the next"):
        asked(f"https://localhost:{server.port}/again/{REDIRECTS}")


REFUSED_TARGETS = [
    pytest.param("https://127.0.0.1:{port}/x", "private network", id="another host, a private one"),
    pytest.param("http://localhost:{port}/x", "none of https", id="without encryption"),
    pytest.param("file:///etc/hosts", "none of https", id="a file"),
    pytest.param("//localhost:0/x", "none of https", id="no port"),
    pytest.param("https://[::1:{port}/x", "an address that is none", id="nothing"),
    pytest.param("https://me:pw@localhost:{port}/x", "a name or a password", id="a password"),
]


@pytest.mark.parametrize(("target", "reason"), REFUSED_TARGETS)
def test_a_redirect_is_looked_at_as_the_address_was(
    server: type[Answers], target: str, reason: str
) -> None:
    target = target.replace("127.0.0.1", "127.0.0.2").format(port=server.port)
    with pytest.raises(BusyCalendarError, match=reason):
        asked(f"https://localhost:{server.port}/to/{target}", allowed=only_at("127.0.0.1", "::1"))
    assert len(server.asked) == 1


def test_loopback_is_never_asked_where_nobody_allows_it(server: type[Answers]) -> None:
    for host in ("localhost", "127.0.0.1", "2130706433", "0x7f.1", "0"):
        with pytest.raises(BusyCalendarError, match="private network"):
            fetch(f"https://{host}:{server.port}/", LIMIT, context=trusting())
    assert server.asked == []


def test_the_name_is_resolved_once_and_that_address_asked(
    server: type[Answers], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere the next time it is looked up gains nothing by it."""
    lookups: list[str] = []
    resolve = socket.getaddrinfo

    def resolved(host: str, *rest: object, **more: object) -> object:
        if not host.replace(".", "").isdigit() and ":" not in host:
            lookups.append(host)
        return resolve(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert asked(f"https://localhost:{server.port}/") == CALENDAR
    assert lookups == ["localhost"]


@pytest.mark.parametrize("addresses", [["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"]])
def test_a_name_that_has_a_private_address_among_others_is_not_asked(
    server: type[Answers], monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(BusyCalendarError, match="private network"):
        fetch(f"https://calendar.example:{server.port}/", LARGE, context=trusting())
    assert server.asked == []


@pytest.mark.parametrize("path", ["/slow", "/slow/body"])
def test_an_answer_that_drips_in_is_given_up(server: type[Answers], path: str) -> None:
    with pytest.raises(BusyCalendarError, match="does not answer in time"):
        asked(f"https://localhost:{server.port}{path}", seconds=0.5)


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(BusyCalendarError, match="does not answer in time"):
            asked(f"https://localhost:{port}/", seconds=0.3)


@pytest.mark.parametrize("path", ["/large", "/endless"])
def test_no_more_is_taken_than_one_byte_past_the_limit(server: type[Answers], path: str) -> None:
    assert len(asked(f"https://localhost:{server.port}{path}")) == LIMIT + 1


@pytest.mark.parametrize(
    ("certificate", "trusted", "reason"),
    [
        pytest.param("localhost.pem", "elsewhere.pem", "self-signed", id="that nobody vouches for"),
        pytest.param("elsewhere.pem", "elsewhere.pem", "Hostname mismatch", id="of another host"),
    ],
)
def test_a_certificate_is_not_trusted(certificate: str, trusted: str, reason: str) -> None:
    with serving(certificate) as server:
        with pytest.raises(BusyCalendarError, match=f"not to be trusted: {reason}"):
            asked(f"https://localhost:{server.port}/", context=trusting(trusted))
        assert server.asked == []


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, "answers 404; it may be withdrawn"), (500, "answers 500$"), (204, "answers 204$")],
)
def test_another_answer_than_a_calendar_is_said(
    server: type[Answers], status: int, reason: str
) -> None:
    with pytest.raises(BusyCalendarError, match=reason):
        asked(f"https://localhost:{server.port}/status/{status}")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("https://calendar.invalid/x", "its host is not found", id="no such host"),
        pytest.param("https:///x", "none of https", id="no host"),
        pytest.param("https://localhost:99999/x", "its address is none", id="no such port"),
        pytest.param("https://localhost/\r\nHost: x", "characters that none has", id="two lines"),
        pytest.param("https://localhost/ü", "characters that none has", id="not encoded"),
        pytest.param("https://localhost/" + "x" * 5_000, "too long", id="too long"),
        pytest.param("https://localhost:1/x", "cannot be asked: Connection refused", id="nobody"),
    ],
)
def test_what_is_no_address_or_answers_nothing_is_said(url: str, reason: str) -> None:
    with pytest.raises(BusyCalendarError, match=reason):
        asked(url)


def test_what_is_not_http_is_said() -> None:
    context = presenting("localhost.pem")

    def answer(listening: socket.socket) -> None:
        with context.wrap_socket(listening.accept()[0], server_side=True) as peer:
            peer.recv(100)
            peer.sendall(b"220 mail.example ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answer, args=[listening])
        thread.start()
        with pytest.raises(BusyCalendarError, match="cannot be asked: BadStatusLine"):
            asked(f"https://localhost:{listening.getsockname()[1]}/")
        thread.join()


# Addresses


PUBLIC = [
    "8.8.8.8",
    "142.250.74.110",
    "2a00:1450:4001:830::200e",
    "64:ff9b::8.8.8.8",
    "::ffff:8.8.8.8",
]
_PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255
192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254
64:ff9b:1::8.8.8.8 100::1 2001::1 2001:db8::1 2002:7f00:1:: fc00::1 fd12:3456::1 fe80::1 fe80::1%2
fec0::1 ff02::1 ff0e::1
"""


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_open_internet_may_be_asked(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", _PRIVATE.split())
def test_addresses_of_private_networks_are_never_asked(address: str) -> None:
    assert not is_public(ip_address(address))
