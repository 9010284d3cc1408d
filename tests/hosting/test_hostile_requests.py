"""Requests that nobody well-meaning sends, over bare sockets, to `followup-ics serve`."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from random import Random
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

import servers
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.store import Store

REQUESTS = 1000
SEED = 20261123
RECORDS = b"""\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
PATIENCE, PAUSE, LAST_PAUSE = 20.0, 0.05, 0.4  # `serve` itself would hang up after 30 seconds
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@dataclass(frozen=True)
class Target:
    """Where hostile requests go: the paths of a feed and its page, and the token in both."""

    token: bytes

    @property
    def feed(self) -> bytes:
        return b"/%b/jobs.ics" % self.token

    @property
    def page(self) -> bytes:
        return b"/%b/" % self.token

    def any(self, random: Random) -> bytes:
        """Return a path, mostly that of the feed: there a request gets furthest."""
        return random.choice([self.feed, self.feed, self.page, b"/healthz", b"/a/b.ics", b"/"])


Pieces = list[bytes]
Category = Callable[[Random, Target], Pieces]


def request(path: bytes, *lines: bytes, method: bytes = b"GET", body: bytes = b"") -> bytes:
    """Return a request that is well-formed as far as its parts are."""
    head = [b"%b %b HTTP/1.1" % (method, path), b"Host: feeds.example.org", *lines, b"", b""]
    return b"\r\n".join(head) + body


def several(random: Random, choices: list[bytes], most: int = 12) -> bytes:
    return b"".join(random.choices(choices, k=random.randint(1, most)))


# Paths


def traversal(steps: list[bytes]) -> Category:
    def made(random: Random, target: Target) -> Pieces:
        ends = [b"etc/passwd", b"page.css", b"../%b/jobs.ics" % target.token, b"app.py", b".ics"]
        starts = [b"/", b"/assets/", target.page, b"/../"]
        return [request(random.choice(starts) + several(random, steps) + random.choice(ends))]

    return made


def raw_controls(random: Random, target: Target) -> Pieces:
    controls = [bytes([each]) for each in (*range(32), 127)]
    at = random.randrange(len(target.feed))
    return [request(target.feed[:at] + several(random, controls, 3) + target.feed[at:])]


def encoded_controls(random: Random, target: Target) -> Pieces:
    controls = [b"%%%02x" % each for each in (0, 1, 9, 10, 13, 27, 127)]
    hidden = several(random, controls, 5)
    paths = [
        b"/%b/jobs%b.ics" % (target.token, hidden),
        b"/%b%b/jobs.ics" % (target.token, hidden),
        b"/%b" % hidden,
        b"/assets/%b" % hidden,
    ]
    return [request(random.choice(paths))]


def invalid_utf8(random: Random, target: Target) -> Pieces:
    encoded = [b"%ff", b"%c3", b"%c3%28", b"%ed%a0%80", b"%f4%90%80%80", b"%c0%ae", b"%", b"%u0041"]
    raw = [b"\xff", b"\xc3\xa9"]
    hidden = several(random, encoded if random.random() < 0.8 else raw, 4)
    start = random.choice([b"/", b"/", target.page, b"/assets/"])
    return [request(start + hidden + random.choice([b"", b"/", b".ics", b"/jobs.ics"]))]


def overlong_path(random: Random, target: Target) -> Pieces:
    length = random.choice([1_000, 8_000, 16_000, 17_000, 70_000, 300_000])
    filler = random.choice([b"a", b"/", b"%41", b"../", b"?", b"&a=b", b"download=&"])
    return [request(target.any(random) + (filler * length)[:length])]


def absolute_form(random: Random, target: Target) -> Pieces:
    hosts = [b"http://evil.example", b"https://[::1]:1", b"ftp://x", b"http://", b"file://", b"x:"]
    return [request(random.choice(hosts) + target.any(random))]


def authority_form(random: Random, target: Target) -> Pieces:
    places = [b"evil.example:443", b"127.0.0.1:1", b"*", b"user:pw@host:1", b":", target.token]
    method = random.choice([b"CONNECT", b"GET", b"OPTIONS"])
    return [request(random.choice(places), method=method), random.randbytes(20)]


# Headers


def huge_header(random: Random, target: Target) -> Pieces:
    names = [b"X-Long", b"Cookie", b"Accept-Encoding", b"If-Modified-Since", b"Host", b"Range"]
    filler = random.choice([b"a", b"gzip, ", b"gzip;q=0,", b'"', b"(", b" ", target.token])
    value = (filler * 65_536)[:65_536]
    return [request(target.any(random), b"%b: %b" % (random.choice(names), value))]


def many_headers(random: Random, target: Target) -> Pieces:
    name = random.choice([b"X-%d", b"Accept-Encoding", b"If-None-Match", b"X"])
    lines = [(name % each if b"%" in name else name) + b": a" for each in range(5_000)]
    return [request(target.any(random), *lines)]


def no_colon(random: Random, target: Target) -> Pieces:
    lines = [b"nothing", b"", b":", b": a", b"a b: c", b"a : b", b"\x00: a", b"a: \x00", b"\xff: a"]
    lines += [b"a: b\rc: d", target.token]
    return [request(target.any(random), *random.choices(lines, k=random.randint(1, 4)))]


def folding(random: Random, target: Target) -> Pieces:
    starts = [b"Accept-Encoding: gzip", b"If-None-Match: *", b"X: a", b"Content-Length: 0", b""]
    folds = [b"\r\n ;q=0", b"\r\n\tb", b"\r\n \r\n ", b"\n b", b"\r\n  HTTP/1.1 500 no"]
    return [request(target.any(random), random.choice(starts) + several(random, folds, 4))]


def odd_host(random: Random, target: Target) -> Pieces:
    hosts = [b"", b"\xff", b"evil.example/..", b"a b", b"[::1", b"a:99999999", b"@", b"<script>"]
    lines = [b"Host: " + each for each in random.sample(hosts, random.randint(0, 2))]
    path = random.choice([target.any(random), b"/%b" % target.token])
    return [b"\r\n".join([b"GET %b HTTP/1.1" % path, *lines, b"", b""])]


def odd_range(random: Random, target: Target) -> Pieces:
    ranges = [b"bytes=0-0", b"bytes=-1", b"bytes=9-1", b"bytes=0-99999999999999", b"lines=1-2"]
    many = b"bytes=" + b",".join(b"%d-%d" % (each, each) for each in range(1_000))
    asked = b"Range: " + random.choice([*ranges, b"bytes=", b"\xff", many])
    return [request(target.any(random), asked, b"If-Range: garbage")]


def odd_expect(random: Random, target: Target) -> Pieces:
    expected = random.choice([b"100-continue", b"200-ok", b"100-continue, 100-continue", b"\xff"])
    lines = [b"Expect: " + expected, b"Content-Length: %d" % random.choice([0, 5, 10**12])]
    method = random.choice([b"GET", b"POST"])
    return [request(target.any(random), *lines, method=method), b"hello"]


def odd_upgrade(random: Random, target: Target) -> Pieces:
    protocol = random.choice([b"websocket", b"h2c", b"TLS/1.3", b"\xff", b"websocket, h2c"])
    lines = [b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: " + protocol]
    lines += [b"HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA", b"Sec-WebSocket-Version: 13"]
    return [request(target.any(random), *lines), b"\x81\x85\x00\x00\x00\x00hello"]


def garbage_dates(random: Random, target: Target) -> Pieces:
    parts = [b"Mon,", b"23", b"Nov", b"2026", b"10:00:00", b"GMT", b"+9999", b"-2359", b"0001"]
    parts += [b"99999999999999999999", b"0", b"-", b"\xff", b"(", b'"', b":", b"9" * 5_000]
    date = b" ".join(random.choices(parts, k=random.randint(0, 9)))
    return [request(target.feed, b"If-Modified-Since: " + date)]


def many_tags(random: Random, target: Target) -> Pieces:
    tags = [b'"x"', b'W/"y"', b'"', b"x", b"W/", b"*", b'"' + b"0" * 64 + b'"', b'"a,b"']
    listed = random.choice([b",", b", ", b" "]).join(random.choices(tags, k=10_000))
    return [request(target.feed, b"If-None-Match: " + listed)]


# Methods and versions


def unknown_methods(random: Random, target: Target) -> Pieces:
    methods = [b"POST", b"PROPFIND", b"TRACE", b"TRACK", b"FOO", b"G3T", b"GET\x00", b"\xff", b""]
    methods += [b"GE T", b"GET\tGET", b"(GET)", b"A" * 5_000, b"!#$%&'*+-.^_`|~", target.token]
    return [request(target.any(random), method=random.choice(methods))]


def lower_case_methods(random: Random, target: Target) -> Pieces:
    method = random.choice([b"get", b"Get", b"head", b"gET", b"options", b"post"])
    return [request(target.any(random), method=method)]


def http_0_9(random: Random, target: Target) -> Pieces:
    end = random.choice([b"\r\n", b"\n", b"\r\n\r\n", b"\r", b""])
    return [b"GET %b%b" % (target.any(random), end)]


def http_2(random: Random, target: Target) -> Pieces:
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    settings, path = bytes(3) + b"\x04" + bytes(5), target.any(random)
    frames = [settings, random.randbytes(20), settings + path, request(path)]
    return [preface[: random.randint(3, len(preface))], random.choice(frames)]


def wrong_versions(random: Random, target: Target) -> Pieces:
    versions = [b"HTTP/9.9", b"HTTP/1.10", b"HTTP/1", b"http/1.1", b"HTTP/1.1 x", b"HTTP/-1.1"]
    version = random.choice([*versions, b"HTP/1.1", b"HTTP/1.1\x00", b"HTTP/1.0", b"ICAP/1.0"])
    return [b"GET %b %b\r\nHost: a\r\n\r\n" % (target.any(random), version)]


# Bodies


def conflicting_lengths(random: Random, target: Target) -> Pieces:
    values = [b"0", b"5", b"-1", b"+5", b"5, 6", b"0x5", b"", b"5 5", b"1e3", b"9" * 400, b"\xff"]
    lines = [b"Content-Length: " + each for each in random.sample(values, random.randint(1, 3))]
    method = random.choice([b"GET", b"POST"])
    return [request(target.any(random), *lines, method=method, body=b"hello")]


def smuggling(random: Random, target: Target) -> Pieces:
    codings = [b"chunked", b"identity", b"chunked, chunked", b"xchunked", b"gzip, chunked", b""]
    name = random.choice([b"Transfer-Encoding", b"Transfer-Encoding ", b"transfer-encoding"])
    lines = [name + b": " + random.choice(codings), b"Content-Length: %d" % random.choice([0, 6])]
    random.shuffle(lines)
    hidden = b"0\r\n\r\n" + request(target.feed)
    return [request(target.any(random), *lines, method=b"POST", body=hidden)]


def slow_body(random: Random, target: Target) -> Pieces:
    method = random.choice([b"GET", b"POST", b"PUT"])
    length = b"Content-Length: %d" % random.choice([6, 1_000, 10**12])
    return [request(target.any(random), length, method=method), b"ab", b"cd", b"ef"]


def missing_body(random: Random, target: Target) -> Pieces:
    method = random.choice([b"GET", b"HEAD", b"POST"])
    lines = [b"Content-Length: %d" % random.randint(1, 10**18)]
    lines += [b"Connection: close"] * random.randint(0, 1)
    return [request(target.any(random), *lines, method=method)]


def garbage_chunks(random: Random, target: Target) -> Pieces:
    chunks = [b"zz\r\n", b"5\r\nhello\r\n", b"-1\r\n", b"5;a=b\r\nhello", b"\x00", b"0\r\n"]
    chunks += [b"f" * 30 + b"\r\n", b"0\r\nX: y\r\n\r\n", b"\r\n\r\n", target.token]
    method = random.choice([b"GET", b"POST"])
    head = request(target.any(random), b"Transfer-Encoding: chunked", method=method)
    pieces = [head, *random.choices(chunks, k=random.randint(1, 4))]
    return pieces if random.random() < 0.7 else [b"".join(pieces)]


# Connections


def cut_off(random: Random, target: Target) -> Pieces:
    whole = request(target.any(random), b"If-None-Match: *", b"Accept-Encoding: gzip")
    return [whole[: random.randrange(len(whole) - 1)]]


def junk(random: Random, target: Target) -> Pieces:
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    starts = [b"", hello, b"\x00", b"\r\n" * 50, b"SSH-2.0-x\r\n", target.token]
    return [random.choice(starts) + random.randbytes(random.randint(1, 2_000))]


def pipelined(random: Random, target: Target) -> Pieces:
    good, bad = request(target.feed), b"%b\x00\r\n\r\n" % target.token
    post = request(target.feed, b"Content-Length: 3", method=b"POST", body=b"abc")
    chunked = request(target.page, b"Transfer-Encoding: chunked", method=b"POST", body=b"zz\r\n")
    asked = random.choices([good, request(target.page), post, chunked, bad], k=random.randint(2, 9))
    return asked if random.random() < 0.3 else [b"".join(asked)]


CATEGORIES: dict[str, Category] = {
    "traversal": traversal([b"../", b"./", b"..//", b".../"]),
    "traversal, encoded": traversal([b"%2e%2e/", b"..%2f", b"%2E%2E%2F", b".%2e/"]),
    "traversal, encoded twice": traversal([b"%252e%252e/", b"..%252f", b"%25%32%65%25%32%65/"]),
    "traversal, backslashes": traversal([b"..\\", b"..%5c", b"..%255c", b"\\\\"]),
    "control bytes": raw_controls,
    "control bytes, encoded": encoded_controls,
    "invalid UTF-8": invalid_utf8,
    "overlong path": overlong_path,
    "absolute URI": absolute_form,
    "authority": authority_form,
    "huge header": huge_header,
    "5,000 headers": many_headers,
    "header without colon": no_colon,
    "folded header": folding,
    "odd host": odd_host,
    "range": odd_range,
    "expect": odd_expect,
    "upgrade": odd_upgrade,
    "garbage dates": garbage_dates,
    "10,000 tags": many_tags,
    "unknown methods": unknown_methods,
    "lower-case methods": lower_case_methods,
    "HTTP/0.9": http_0_9,
    "HTTP/2": http_2,
    "wrong versions": wrong_versions,
    "conflicting lengths": conflicting_lengths,
    "smuggling": smuggling,
    "slow body": slow_body,
    "missing body": missing_body,
    "garbage chunks": garbage_chunks,
    "cut off": cut_off,
    "binary junk": junk,
    "pipelined": pipelined,
}


# Sending them


def outcome(port: int, pieces: Pieces) -> str:
    """Send a request and return what came of it: statuses, or that the connection was closed."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        try:
            for pause, piece in zip(pauses(pieces), pieces, strict=True):
                connection.settimeout(PATIENCE)
                connection.sendall(piece)
                received += glimpse(connection, pause)
            connection.shutdown(socket.SHUT_WR)
            received += rest(connection)
        except TimeoutError:
            return "hangs"
        except OSError:  # closed by the server while it was being sent to
            pass
    return " ".join(each.decode() for each in STATUS.findall(received)) or "closed"


def pauses(pieces: Pieces) -> list[float]:
    """Return how long to wait after each piece; after the last, long enough for an answer."""
    return [PAUSE] * (len(pieces) - 1) + [LAST_PAUSE]


def glimpse(connection: socket.socket, pause: float) -> bytes:
    """Return what comes soon, so that the server reads what was sent as a piece of its own."""
    connection.settimeout(pause)
    try:
        return connection.recv(65_536)
    except TimeoutError:
        return b""


def rest(connection: socket.socket) -> bytes:
    connection.settimeout(PATIENCE)
    return b"".join(iter(lambda: connection.recv(65_536), b""))


@dataclass(frozen=True)
class Siege:
    """What came of all requests, by category, and what the server did and printed meanwhile."""

    outcomes: dict[str, list[str]]
    token: str
    good: bytes
    before: bytes
    after: bytes
    printed: str


@pytest.fixture(scope="module", params=servers.STACKS)
def stack(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Return what a server is without, so that the other packages read requests."""
    return servers.needs_stack(request.param)


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory, stack: tuple[str, ...]) -> Siege:
    """Send all requests to one server, and end it."""
    database = f"sqlite:///{tmp_path_factory.mktemp('siege') / 'feeds.sqlite3'}"
    with Store(database) as store:
        token = store.add("jobs", content_of(RECORDS, "jobs.yaml", datetime.now(UTC)))
    with servers.process(database, without=stack) as running:
        feed = f"{running.base_url}/{token}/jobs.ics"
        before = poll(feed)
        with Store(database) as store:
            good = store.named("jobs").content.body
        outcomes = besiege(running.base_url, token)
        after = poll(feed)
    return Siege(outcomes, token, good, before, after, "".join(running.printed))


def poll(feed: str) -> bytes:
    with urlopen(feed, timeout=60) as answer:  # the first one waits for a process to begin
        assert answer.status == 200
        body: bytes = answer.read()
        return body


def besiege(base_url: str, token: str) -> dict[str, list[str]]:
    port, target = urlsplit(base_url).port, Target(token.encode())
    assert port
    names = [name for name, _ in zip(cycle(), range(REQUESTS), strict=False)]
    with ThreadPoolExecutor(16) as pool:
        sent = [
            (name, pool.submit(outcome, port, CATEGORIES[name](Random(SEED + index), target)))
            for index, name in enumerate(names)
        ]
        outcomes: dict[str, list[str]] = {name: [] for name in CATEGORIES}
        for name, future in sent:
            outcomes[name].append(future.result())
    return outcomes


def cycle() -> Iterator[str]:
    return (name for _ in count() for name in CATEGORIES)


def test_a_thousand_requests_of_all_kinds_were_sent(siege: Siege) -> None:
    assert sum(map(len, siege.outcomes.values())) == REQUESTS
    assert min(map(len, siege.outcomes.values())) >= 30


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_hostile_request_is_answered_below_500_or_cut_off(siege: Siege, category: str) -> None:
    for each in siege.outcomes[category]:
        assert re.fullmatch(r"closed|[1-4]\d\d( [1-4]\d\d)*", each), each


def test_afterwards_a_good_poll_gets_the_right_bytes(siege: Siege) -> None:
    assert siege.before == siege.good
    assert siege.after == siege.good


def test_the_log_has_no_traceback(siege: Siege) -> None:
    found = re.findall(r"^(?:\w+\.)*\w*(?:Error|Exception)\b.*", siege.printed, re.MULTILINE)
    assert found == []
    assert "Traceback" not in siege.printed


def test_the_log_has_no_token(siege: Siege) -> None:
    assert [each for each in siege.printed.splitlines() if siege.token in each] == []
    assert "GET jobs.ics 200" in siege.printed


# One at a time


@pytest.fixture(scope="module")
def besieged(
    tmp_path_factory: pytest.TempPathFactory, stack: tuple[str, ...]
) -> Iterator[tuple[int, Target]]:
    """Yield the port of a server, and what is there."""
    database = f"sqlite:///{tmp_path_factory.mktemp('besieged') / 'feeds.sqlite3'}"
    with Store(database) as store:
        token = store.add("jobs", content_of(RECORDS, "jobs.yaml", datetime.now(UTC)))
    with servers.process(database, without=stack) as running:
        port = urlsplit(running.base_url).port
        assert port
        poll(f"{running.base_url}/{token}/jobs.ics")
        yield port, Target(token.encode())


UPGRADE = (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c")
FEED = b"/FEED"
ANSWERS = {
    "no Host": (b"GET /FEED HTTP/1.1\r\n\r\n", "400"),
    "two Hosts": (request(FEED, b"Host: b"), "400"),
    "no Host of old": (b"GET /FEED HTTP/1.0\r\n\r\n", "200"),
    "the largest head": (request(FEED, b"X: " + b"a" * 16_000), "200"),
    "too large a head": (request(FEED, b"X: " + b"a" * 300_000), "400"),
    "too many headers": (request(FEED, *[b"X: a"] * 60_000), "400"),
    "too long a path": (request(FEED + b"?" + b"a" * 300_000), "400"),
    "too large without an end": (b"GET /FEED HTTP/1.1\r\nX: " + b"a" * 300_000, "400"),
    "a name without an end": (b"GET /FEED HTTP/1.1\r\n" + b"a" * 300_000, "400"),
    "many small ones at once": (request(FEED) * 500, " ".join(["200"] * 500)),
    "garbage": (b"\x16\x03\x01\x02\x00\r\n\r\n", "400"),
    "garbage after an answer": (request(FEED) + b"\x00\r\n\r\n", "200( 400)?"),
    "garbage after two": (request(FEED) * 2 + b"\x00\r\n\r\n", "200 200( 400)?"),
    "garbage in a body": (
        request(FEED, b"Transfer-Encoding: chunked", method=b"POST", body=b"zz\r\n"),
        "4..",
    ),
    "an upgrade that is not understood": (request(FEED, *UPGRADE), "200"),
    "two lengths": (request(FEED, b"Content-Length: 0", b"Content-Length: 1"), "400"),
    "a length and chunks": (
        request(FEED, b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
        "4..|200",
    ),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_each_request_has_one_answer(besieged: tuple[int, Target], what: str) -> None:
    port, target = besieged
    sent, expected = ANSWERS[what]
    assert re.fullmatch(expected, answers(port, sent.replace(FEED, target.feed)))


def answers(port: int, sent: bytes) -> str:
    """Return the statuses of all answers, until the server has hung up or says no more."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        try:
            connection.sendall(sent)
            piece = glimpse(connection, PATIENCE)
            while piece:
                received += piece
                piece = glimpse(connection, LAST_PAUSE)
        except OSError:  # closed by the server while it was being sent to
            pass
    return " ".join(each.decode() for each in STATUS.findall(received))


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_what_comes_piece_by_piece_is_limited_too(besieged: tuple[int, Target], size: int) -> None:
    """300,000 bytes of a header that never ends, so that nothing could be parsed of it."""
    port, target = besieged
    pieces = [b"GET %b HTTP/1.1\r\nX: " % target.feed, *[b"a" * size] * (300_000 // size)]
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        received = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            received = rest(connection)
        except OSError:  # closed by the server while it was being sent to
            pass
    assert STATUS.findall(received) in ([b"400"], [])


# Databases, of which PostgreSQL refuses what SQLite takes

ON_POSTGRESQL = ["/TOKEN/%00.ics", "/TOKEN/jobs%00.ics", "/%00/jobs.ics", "/TOKEN%00/jobs.ics"]
ON_POSTGRESQL += ["/TOKEN/%ed%a0%80.ics", "/TOKEN/%ff.ics", "/%ff/", "/%00", "/%00/"]


def test_no_database_is_asked_for_what_it_refuses(database: str) -> None:
    with Store(database) as store:
        token = store.add("jobs", content_of(RECORDS, "jobs.yaml", datetime.now(UTC)))
    with servers.process(database) as running:
        place = urlsplit(running.base_url).netloc
        statuses = {path: status(place, path.replace("TOKEN", token)) for path in ON_POSTGRESQL}
    assert statuses == dict.fromkeys(ON_POSTGRESQL, 404)
    assert "Traceback" not in "".join(running.printed)


def status(place: str, path: str) -> int:
    with closing(HTTPConnection(place, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status
