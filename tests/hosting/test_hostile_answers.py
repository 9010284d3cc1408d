"""Requests that nobody well-meaning sends to the pages that write into records."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import urlopen

import pytest
import sqlalchemy as sa
from itsdangerous import TimestampSigner

import databases
import servers
import tapping
from followup_ics.hosting.linked import opened
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.schema import RECEIPTS
from followup_ics.hosting.signing import new_form
from followup_ics.hosting.store import Store

REQUESTS = {"httptools and uvloop": 2000, "h11 and asyncio": 400}
SEED = 20261123
PATIENCE = 20.0
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
HEARD = "nobody-else-reads-this"
CALL = "Call Dana (Acme)"


def records(now: datetime) -> str:
    """Return records with something to do, and something that was to be done long ago."""
    soon, old = (now - timedelta(days=days) for days in (2, 70))
    return f"""\
candidate: {{timezone: Europe/Berlin}}
interviews:
  - company: Acme
    role: Engineer
    start: {soon:%Y-%m-%d} 14:00
    people:
      - {{name: Dana, part: hiring_manager, phone: +49 30 901820}}
  - company: Old
    role: Engineer
    start: {old:%Y-%m-%d} 14:00
    people:
      - {{name: Olga, part: hiring_manager, phone: +49 30 901821}}
"""


@dataclass(frozen=True)
class Target:
    """What an attacker may have got hold of: links, forms, and what was posted already."""

    base: str
    token: str
    link: str
    form: str
    kept: str
    other: str
    their_form: str
    withdrawn: str
    expired: str
    old_form: str
    sent: tuple[bytes, ...]

    @property
    def fields(self) -> dict[str, str]:
        """Return a form that would be written, if it came as a browser sends it."""
        return {"form": self.form, "answer": "done", "heard": HEARD}

    @property
    def secrets(self) -> list[str]:
        """Return what no log may have."""
        found = [self.link, self.kept, self.other, self.withdrawn, self.expired]
        tokens = [each.rpartition("/")[2] for each in found]
        return [
            self.token,
            *tokens,
            *(each.rpartition(".")[2] for each in tokens),
            self.form,
            HEARD,
        ]


Category = Callable[[Random, Target], bytes]


def request(
    target: Target,
    url: str,
    body: bytes | str = b"",
    *lines: str,
    method: str = "POST",
    media_type: str = tapping.FORM,
    origin: str | None = None,
    length: int | None = None,
) -> bytes:
    """Return a request as a browser sends it from our own page, but for what is said otherwise."""
    body = body.encode() if isinstance(body, str) else body
    own = (
        [f"Origin: {target.base}"] if origin is None else ([f"Origin: {origin}"] if origin else [])
    )
    own += [f"Content-Type: {media_type}"] if media_type else []
    head = [f"{method} {url.removeprefix(target.base)} HTTP/1.1", "Host: localhost", *own, *lines]
    head += [f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def a_form(random: Random, target: Target) -> str:
    """Return one of the answers that would be written, if all else were right."""
    more = [{}, {"on": ""}, {"answer": "skip"}, {"answer": "rejected"}, {"answer": "offer"}]
    call_back = {
        "answer": "call_back",
        "call_back": f"{datetime.now(UTC) + timedelta(20):%Y-%m-%d}",
    }
    return urlencode(target.fields | random.choice([*more, call_back]))


def forged(random: Random, target: Target) -> bytes:
    at, _, token = target.link.rpartition("/")
    number, uid, signature = token.split(".")
    made = [
        f"{number}.{uid}.{quote(random.randbytes(20).hex()[:43])}",
        f"{number}.{random.randbytes(16).hex()}.{signature}",
        f"{int(number) + random.randint(1, 9)}.{uid}.{signature}",
        f"0{number}.{uid}.{signature}",
        f"{10 ** random.randint(9, 17)}.{uid}.{signature}",
        f"{number}.{uid.upper()}.{signature}",
        f"{number}.{uid}.{signature.swapcase()}",
        f"{number}..{signature}",
        f"-1.{uid}.{signature}",
        f"\u0661.{uid}.{signature}",
        f"{number}.{uid}.{signature}%00",
        f"{number}.{uid}.{signature}%0a",
        f"{number}.{uid}.{signature}/",
        f"..%2f..%2f{token}",
    ]
    url = f"{at}/{random.choice(made)}".replace("\u0661", "%D9%A1")
    return request(target, url, a_form(random, target), method=random.choice(["GET", "POST"]))


def cut(random: Random, target: Target) -> bytes:
    url = target.link[: -random.randint(1, 60)]
    return request(target, url, a_form(random, target))


def cut_form(random: Random, target: Target) -> bytes:
    form = random.choice(
        [
            target.form[: -random.randint(1, len(target.form) - 1)],
            target.form[random.randint(1, 20) :],
            target.form.swapcase(),
            target.form + "A",
            f"{target.form}~{'0' * 64}",
            target.form.replace(".", "", 1),
            "",
            "\0",
        ]
    )
    return request(target, target.link, urlencode(target.fields | {"form": form}))


def expired(random: Random, target: Target) -> bytes:
    if random.random() < 0.5:
        fields = target.fields | {"form": target.old_form}
        return request(target, target.link, urlencode(fields))
    return request(target, target.expired, a_form(random, target))


def replayed(random: Random, target: Target) -> bytes:
    return random.choice(target.sent)


def of_another_feed(random: Random, target: Target) -> bytes:
    theirs, mine = urlencode(target.fields | {"form": target.their_form}), urlencode(target.fields)
    at, form = random.choice(
        [(target.link, theirs), (target.other, mine), (target.kept, mine), (target.withdrawn, mine)]
    )
    return request(target, at, form)


def oversized(random: Random, target: Target) -> bytes:
    size = random.choice([65_537, 70_000, 300_000])
    filler = random.choice(["a", "&a=b", "%41", "&", "%00", "="])
    body = f"{a_form(random, target)}&heard={(filler * size)[:size]}"
    if random.random() < 0.3:
        chunks = f"{len(body):x}\r\n{body}\r\n0\r\n\r\n"
        return request(target, target.link, chunks, "Transfer-Encoding: chunked").replace(
            f"Content-Length: {len(chunks)}\r\n".encode(), b""
        )
    return request(target, target.link, body)


def cross_site(random: Random, target: Target) -> bytes:
    sites = ["cross-site", "same-site", "none", "", "same-origin, cross-site", "SAME-ORIGIN"]
    host = urlsplit(target.base).netloc
    origins = ["null", "https://evil.example", f"https://{host}", f"{target.base}1", "", "x", "//"]
    origins += [f"http://{host}.evil.example", f"http://{host.partition(':')[0]}", "http://[::1"]
    origins += [f"{target.base}, https://evil.example", "http://127.0.0.1:99999"]
    body = a_form(random, target)
    if random.random() < 0.5:
        site = random.choice([each for each in sites if each])
        return request(target, target.link, body, f"Sec-Fetch-Site: {site}")
    if random.random() < 0.2:
        lines = ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"]
        return request(target, target.link, body, *lines)
    if random.random() < 0.2:
        return request(target, target.link, body, "Origin: https://evil.example")
    return request(
        target, target.link, body, origin=random.choice([each for each in origins if each])
    )


def wrong_media_type(random: Random, target: Target) -> bytes:
    types = [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "",
        "x",
        ";",
        "*/*",
    ]
    types += ["application/x-www-form-urlencoded+xml", "text/html", "\xff", "application/xml"]
    kind = random.choice(types)
    body = a_form(random, target)
    if kind.startswith("multipart"):
        body = f'--x\r\nContent-Disposition: form-data; name="form"\r\n\r\n{target.form}\r\n--x--'
    return request(target, target.link, body, media_type=kind)


def garbage(random: Random, target: Target) -> bytes:
    bad = [b"%ff", b"%c3%28", b"%ed%a0%80", b"\xff", b"\xc3\xa9", b"%f4%90%80%80", b"%80"]
    body = a_form(random, target).encode()
    hidden = b"".join(random.choices(bad, k=random.randint(1, 5)))
    name = random.choice([b"&heard=", b"&on=", b"&x=", b"&", b"&form=", b"&answer="])
    return request(target, target.link, body + name + hidden)


def no_form(random: Random, target: Target) -> bytes:
    bodies = [b"", b"&", b"=", b"a", b"{}", b"form", b"answer=done", random.randbytes(100)]
    bodies += [urlencode(target.fields).encode("utf-16"), b"%", b"form=&answer=", b";" * 100]
    bodies += [
        urlencode({"form": target.form}).encode(),
        b"undo=",
        b"undo=x",
        b"undo=%00~" + b"0" * 64,
    ]
    return request(target, target.link, random.choice(bodies))


def many_fields(random: Random, target: Target) -> bytes:
    count = random.choice([51, 500, 5_000])
    name = random.choice(["a", "a{}", "form", "answer", "heard", ""])
    rest = "&".join(f"{name.format(each)}=" for each in range(count))
    return request(target, target.link, f"{a_form(random, target)}&{rest}")


def what_nobody_sees(random: Random, target: Target) -> bytes:
    hidden = "".join(random.choices("\0\x01\x08\x0b\x1b\x7f", k=random.randint(1, 9)))
    fields = target.fields | {random.choice(["heard", "answer", "form"]): f"a{hidden}b"}
    return request(target, target.link, urlencode(fields))


def odd_dates(random: Random, target: Target) -> bytes:
    dates = ["0000-00-00", "2026-02-30", "9999-12-31", "0001-01-01", "-1", "1e9", "NaN", "2026-W53"]
    dates += ["9" * 5_000, "in 99999999999 days", "tue" * 900, "1/2/3/4", "24:00", "T", "\u0661"]
    dates += ["2026-13-01", "99:99", "<script>", "'; --", "{}", "0x10", "2026-12-03T10:00+99:99"]
    date, at = random.choice(dates), random.choice(["", "25:00", "10:00", "99", "\0", "9" * 9_000])
    fields = random.choice(
        [
            {"answer": "call_back", "call_back": date, "call_back_at": at},
            {"answer": "next_interview", "next": date, "next_at": at},
            {"answer": "offer", "answer_by": date},
            {"answer": "done", "on": date},
            {"answer": "next_interview", "next": "", "next_at": at, "next_kind": date},
        ]
    )
    return request(target, target.link, urlencode(target.fields | fields))


def odd_answers(random: Random, target: Target) -> bytes:
    answers = [
        "DONE",
        "done ",
        "done,skip",
        "__class__",
        "not_reached\0",
        "undo",
        "x" * 9_000,
        "[]",
    ]
    fields = target.fields | {"answer": random.choice(answers)}
    return request(target, target.link, urlencode(fields))


def too_much_heard(random: Random, target: Target) -> bytes:
    heard = HEARD + random.choice(["a", "\r\n", "\U0001f600", "- a: b\n", "\\"]) * 2_001
    fields = target.fields | {"heard": heard[:10_000] + "." * 2_000}
    return request(target, target.link, urlencode(fields))


def odd_methods(random: Random, target: Target) -> bytes:
    methods = [
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "PROPFIND",
        "TRACE",
        "FOO",
        "post",
        "HEAD",
        "GET",
    ]
    query = random.choice(["", f"?{a_form(random, target)}", "?_method=POST"])
    lines = ["X-HTTP-Method-Override: POST", "X-HTTP-Method: POST"]
    url = f"{target.link}{query}"
    return request(target, url, a_form(random, target), *lines, method=random.choice(methods))


def odd_said(random: Random, target: Target) -> bytes:
    said = ["", "x", "%00", "%ff", f"{target.form}", f"{target.form}~{'0' * 64}", "~", "a" * 9_000]
    said += [
        f"{target.their_form}~{'0' * 64}",
        f"{target.form}~%00",
        f"{target.form}~" + "9" * 9_000,
    ]
    return request(target, f"{target.link}?said={random.choice(said)}", method="GET")


def never_whole(random: Random, target: Target) -> bytes:
    body = a_form(random, target)
    return request(target, target.link, body, length=len(body) + random.randint(1, 60_000))


def wrong_length(random: Random, target: Target) -> bytes:
    line = random.choice(["Content-Length: 3", "Transfer-Encoding: chunked", "Expect: 200-ok"])
    body = random.choice([a_form(random, target), "zz\r\n", "5\r\nhello\r\n"])
    return request(target, target.link, body, line, length=len(body) + 7)


CATEGORIES: dict[str, tuple[Category, str]] = {
    "forged": (forged, "40[045]|308"),
    "cut": (cut, "404"),
    "cut form": (cut_form, "400"),
    "expired": (expired, "4(00|10)"),
    "replayed": (replayed, "303"),
    "of another feed": (of_another_feed, "4(00|04|10)"),
    "oversized": (oversized, "4(00|13)|closed"),
    "cross-site": (cross_site, "403"),
    "wrong media type": (wrong_media_type, "415"),
    "garbage": (garbage, "4(00|22)"),
    "no form": (no_form, "4(00|09|22)"),
    "many fields": (many_fields, "4(00|22)"),
    "what nobody sees": (what_nobody_sees, "4(00|22)"),
    "odd dates": (odd_dates, "422"),
    "odd answers": (odd_answers, "422"),
    "too much heard": (too_much_heard, "422"),
    "odd methods": (odd_methods, "200|40[05]|303"),
    "odd said": (odd_said, "303|400|200"),
    "never whole": (never_whole, "closed|400"),
    "wrong length": (wrong_length, "4..|closed"),
}
HANGS_UP = ("never whole", "wrong length")


# Sending them


@dataclass(frozen=True)
class Siege:
    """What came of all requests by category, and how long each took, in seconds."""

    target: Target
    outcomes: dict[str, list[str]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    before: tuple[object, ...] = ()
    after: tuple[object, ...] = ()
    printed: str = ""
    count: int = 0


@contextmanager
def beset(folder: Path, stack: tuple[str, ...]) -> Iterator[tuple[servers.Running, Target, Store]]:
    """Run a server with feeds in a file and in the store, and yield what leads to their pages."""
    now = datetime.now(UTC)
    text, file = records(now), folder / "jobs.yaml"
    with Store(databases.sqlite(folder)) as store:
        token = store.add("jobs", tapping.content(text, file, now))
        others = [store.add(name, content_of(text.encode(), name, now)) for name in ("a", "b", "c")]
        with servers.process(store.url, without=stack) as running:
            base = running.base_url
            mine = tapping.links(f"{base}/{token}/jobs.ics")
            kept, other, gone = (
                tapping.links(f"{base}/{each}/{name}.ics")[CALL]
                for each, name in zip(others, "abc", strict=True)
            )
            store.revoke("c", 1)
            expired = next(link for name, link in mine.items() if "Thank Olga" in name)
            target = Target(
                base,
                token,
                link=mine[CALL],
                form=tapping.ask(mine[CALL]).form,
                kept=kept,
                other=other,
                their_form=tapping.ask(other).form,
                withdrawn=gone,
                expired=expired,
                old_form=old_form(store, mine[CALL]),
                sent=(),
            )
            yield running, target, store


def old_form(store: Store, link: str) -> str:
    """Return a form as the page held it 31 days ago."""
    now = TimestampSigner("-").get_timestamp() - 31 * 24 * 60 * 60
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda _: now)
        known = opened(store, link.rpartition("/")[2])
        return new_form(known.key, known.token)


def sent_before(target: Target) -> Target:
    """Answer a follow-up, take it back, answer another: and remember the requests that did."""
    sent = []
    for link, takes_back in ((target.other, True), (target.kept, False)):
        fields = {"form": tapping.ask(link).form, "answer": "done", "heard": HEARD}
        page = tapping.ask(tapping.post(link, fields).leads_to)
        sent.append(request(target, link, urlencode(fields)))
        if takes_back:
            sent.append(request(target, link, urlencode({"undo": page.undo})))
            assert tapping.post(link, {"undo": page.undo}).status == 303
    return replace(target, sent=tuple(sent))


def outcome(sent: bytes, port: int | None, *, hangs_up: bool = False) -> tuple[str, float]:
    """Send a request and return the status that came, or that none did, and after how long."""
    assert port
    began, received = monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        try:
            connection.sendall(sent)
            if hangs_up:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65_536):
                received += piece
        except TimeoutError:
            return "hangs", monotonic() - began
        except OSError:  # closed by the server while it was being sent to
            pass
    found = " ".join(each.decode() for each in STATUS.findall(received))
    return found or "closed", monotonic() - began


def kept(store: Store, file: Path, feed: str) -> tuple[object, ...]:
    """Return all that an answer could have changed."""
    with store._engine.connect() as connection, urlopen(feed, timeout=60) as poll:
        receipts = connection.execute(sa.select(RECEIPTS).order_by(RECEIPTS.c.key)).all()
        feeds = [(each, store.named(each).content.records) for each in ("jobs", "a", "b", "c")]
        return file.read_bytes(), receipts, feeds, poll.read()


@pytest.fixture(scope="module", params=servers.STACKS)
def siege(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Siege:
    """Send all requests to one server, and end it."""
    folder, stack = tmp_path_factory.mktemp("siege"), servers.needs_stack(request.param)
    with beset(folder, stack) as (running, target, store):
        target, feed = sent_before(target), f"{target.base}/{target.token}/jobs.ics"
        before = kept(store, folder / "jobs.yaml", feed)
        siege = Siege(target, before=before, count=REQUESTS[request.param])
        besiege(siege)
        after = kept(store, folder / "jobs.yaml", feed)
    printed = "".join(running.printed)
    return replace(siege, after=after, printed=printed)


def besiege(siege: Siege) -> None:
    port = urlsplit(siege.target.base).port
    names = [list(CATEGORIES)[at % len(CATEGORIES)] for at in range(siege.count)]

    def tried(at: int) -> tuple[str, float]:
        made = CATEGORIES[names[at]][0](Random(SEED + at), siege.target)
        return outcome(made, port, hangs_up=names[at] in HANGS_UP)

    with ThreadPoolExecutor(8) as pool:
        for name, (status, seconds) in zip(names, pool.map(tried, range(siege.count)), strict=True):
            siege.outcomes.setdefault(name, []).append(status)
            siege.seconds.append(seconds)


def test_two_thousand_requests_are_answered_in_time(siege: Siege) -> None:
    assert len(siege.seconds) == siege.count
    assert max(siege.seconds) < PATIENCE


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_hostile_request_is_refused(siege: Siege, category: str) -> None:
    expected, found = CATEGORIES[category][1], siege.outcomes[category]
    assert len(found) == siege.count / len(CATEGORIES)
    assert {each for each in found if not re.fullmatch(expected, each)} == set()


def test_no_record_was_changed(siege: Siege) -> None:
    assert siege.after == siege.before


def test_the_log_has_no_link_no_form_nothing_typed_and_no_traceback(siege: Siege) -> None:
    assert [each for each in siege.target.secrets if each in siege.printed] == []
    assert "Traceback" not in siege.printed
    assert "POST answer 403" in siege.printed


def test_afterwards_the_same_form_is_written_all_the_same(tmp_path: Path) -> None:
    """What was refused was refused for what was wrong with it, not for the form."""
    with beset(tmp_path, ()) as (_, target, store):
        port = urlsplit(target.base).port
        assert outcome(request(target, target.link, urlencode(target.fields)), port)[0] == "303"
        assert HEARD.encode() in (tmp_path / "jobs.yaml").read_bytes()
        without = request(target, target.other, "", origin="")
        assert outcome(without, port)[0] == "400"
        assert HEARD not in str(store.named("b").content.records)


ODD = ["999999999999999999.{0}.{1}", "2147483648.{0}.{1}", "1.{0}.%00", "0.{0}.{1}", "{0}.{1}"]


def test_no_database_is_asked_for_what_it_refuses(database: str, tmp_path: Path) -> None:
    with tapping.tapped(database, tmp_path, "store") as site:
        link = site.link(CALL)
        form = tapping.ask(link).form
        paths = [each.format("0" * 32, "a" * 43) for each in ODD]
        for each in [f"{site.base}/a/{path}" for path in paths]:
            assert tapping.ask(each).status == 404, each
        for said in ("%00", f"{form}~%00", f"{form}~{'0' * 63}%00", f"%00~{'0' * 64}"):
            assert tapping.ask(f"{link}?said={said}").status == 400, said
        assert tapping.post(link, {"undo": f"{form}~\0"}).status == 400
        assert site.records == tapping.RECORDS.encode()
