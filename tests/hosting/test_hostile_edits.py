"""Requests below addresses to edit that nobody well-meaning sends, a thousand of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from time import monotonic
from urllib.parse import urlencode

import pytest

import databases
import servers
from editing import FORM, NOW, RECORDS, ask, hidden, parts
from followup_ics.hosting.rendering import content_at, content_of
from followup_ics.hosting.store import Store

REQUESTS, SEED, PATIENCE = 1_000, 20261128, 20.0
ADDED = ("person", "topic", "log", "away", "offer", "activity")
PAGES = ("", "records", "add/invitation", *(f"add/{each}" for each in ADDED))
TYPED = "nobody-else-reads-this"

Sent = tuple[str, str, bytes, dict[str, str]]


@dataclass(frozen=True)
class Target:
    """What an attacker may have got hold of; `forms` are those of each page, by its path."""

    base: str
    token: str
    reading: str
    other: str
    forms: dict[str, dict[str, str]]

    def sent(self, page: str, fields: dict[str, str], **headers: str) -> Sent:
        """Return a form as a browser sends it from our own page, but for some headers."""
        own = {"Origin": self.base, "Sec-Fetch-Site": "same-origin"}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        in_parts = page in ("records", "add/invitation")
        media_type, body = parts(fields) if in_parts else (FORM, urlencode(fields).encode())
        return "POST", f"/e/{self.token}/{page}", body, {"Content-Type": media_type, **own}

    def filled(self, page: str) -> dict[str, str]:
        """Return a form that would be written, or asked again, if it came from our own page."""
        more = {"records": f"{RECORDS}# {TYPED}\n"} if page == "records" else {}
        return {**self.forms[page], "name": TYPED, "what": TYPED, "first": "2026-12-24", **more}


def guessed(random: Random, target: Target) -> Sent:
    known, made = target.token, random.randbytes(32).hex()
    tokens = [made, known[:-1], known.upper(), target.reading, f"{known}0", "", "%00", "..%2f.."]
    method, page = random.choice(["GET", "POST", "HEAD"]), random.choice(PAGES)
    return method, f"/e/{random.choice(tokens)}/{page}", b"form=x", {"Content-Type": FORM}


def cross_site(random: Random, target: Target) -> Sent:
    page = random.choice(PAGES[1:])
    headers = random.choice(
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": f"{target.base}.evil.example"},
            {"Sec_Fetch_Site": "cross-site"},
            {"Sec_Fetch_Site": "same-site"},
            {"Sec_Fetch_Site": "none"},
        ]
    )
    return target.sent(page, target.filled(page), **headers)


def no_form_of_ours(random: Random, target: Target) -> Sent:
    page = random.choice(PAGES[1:])
    own = target.forms[page]["form"]
    others = [each["form"] for name, each in target.forms.items() if name not in ("", page)]
    made = [own[: -random.randint(1, 60)], own.swapcase(), f"{own}A", "", "\0", "x" * 5_000]
    return target.sent(page, target.filled(page) | {"form": random.choice([*made, *others])})


def undone(random: Random, target: Target) -> Sent:
    page = random.choice(PAGES[1:])
    own = target.forms[page]["form"]
    made = [own, f"{own}~{'0' * 64}", f"{own}~", "", "\0", f"x~{'0' * 64}", f"{own}~{'0' * 63}\0"]
    return target.sent(page, {"undo": random.choice(made)})


def oversized(random: Random, target: Target) -> Sent:
    page = f"add/{random.choice(ADDED)}"
    size = random.choice([65_537, 300_000])
    return target.sent(page, target.filled(page) | {"heard": "a" * size})


def garbage(random: Random, target: Target) -> Sent:
    page, noise = random.choice(PAGES[1:]), random.randbytes(random.randint(0, 2_000))
    types = [FORM, "multipart/form-data; boundary=XX", "multipart/form-data", "text/plain", ""]
    types += ["application/json", "multipart/form-data; boundary=", "multipart/mixed; boundary=XX"]
    starts = [b"", b"--XX\r\n", b'--XX\r\nContent-Disposition: form-data; name="form"\r\n\r\n']
    headers = {"Content-Type": random.choice(types), "Origin": target.base}
    return "POST", f"/e/{target.token}/{page}", random.choice(starts) + noise, headers


def odd_values(random: Random, target: Target) -> Sent:
    page = f"add/{random.choice(ADDED)}"
    odd = [
        "\0",
        "9" * 5_000,
        "2026-02-30",
        "tue" * 900,
        "-1",
        "NaN",
        "\u0661",
        "x\x1b",
        "0001-01-01",
    ]
    names = (
        "first",
        "last",
        "on",
        "at",
        "received",
        "answer_by",
        "interview",
        "name",
        "what",
        "did",
    )
    fields = {name: random.choice(odd) for name in names}
    return target.sent(page, target.forms[page] | fields)


def broken_text(random: Random, target: Target) -> Sent:
    at, odd = (
        random.randrange(len(RECORDS)),
        random.choice(["\t: [", "\0", "&a *a", "!!python/x", "{"]),
    )
    text = f"{RECORDS[:at]}{odd}{RECORDS[at:]}\ninterviews: ["
    return target.sent("records", target.forms["records"] | {"records": text})


def odd_methods(random: Random, target: Target) -> Sent:
    method = random.choice(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"])
    page = random.choice(PAGES)
    return method, f"/e/{target.token}/{page}", b"", {"X-HTTP-Method-Override": "POST"}


def odd_pages(random: Random, target: Target) -> Sent:
    pages = [
        "add/",
        "add/x",
        "add/__class__",
        "add/person/",
        "records/",
        "..",
        "%2e%2e/",
        "x",
        "%00",
    ]
    said = random.choice(["", "?said=x", "?said=%00", f"?said={'a' * 9_000}", "?sent"])
    return "GET", f"/e/{target.token}/{random.choice(pages)}{said}", b"", {}


CATEGORIES: dict[str, tuple[Callable[[Random, Target], Sent], set[int]]] = {
    "guessed": (guessed, {308, 404, 405}),
    "cross-site": (cross_site, {403}),
    "no form of ours": (no_form_of_ours, {400, 413}),
    "undone": (undone, {400, 409}),
    "oversized": (oversized, {413}),
    "garbage": (garbage, {400, 413, 415}),
    "odd values": (odd_values, {409, 422}),
    "broken text": (broken_text, {422}),
    "odd methods": (odd_methods, {400, 405}),
    "odd pages": (odd_pages, {303, 307, 308, 404, 405}),
}


@dataclass
class Siege:
    """What came of all requests by category, and how long each took, in seconds."""

    target: Target
    outcomes: dict[str, list[int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    printed: str = ""


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Siege:
    """Send all requests to one server, and end it."""
    folder = tmp_path_factory.mktemp("siege")
    file = folder / "jordan.yaml"
    file.write_bytes(RECORDS.encode())
    with Store(databases.sqlite(folder)) as store:
        reading = store.add("jordan", content_at(file, NOW))
        store.add("other", content_of(RECORDS.encode(), "other", NOW))
        token, other = (store.rotate(name, 1, edits=True) for name in ("jordan", "other"))
        with servers.process(store.url) as running:
            base = running.base_url
            pages = {
                page: hidden(ask("GET", f"{base}/e/{token}/{page}").text) for page in PAGES if page
            }
            siege = Siege(Target(base, token, reading, other, pages))
            besiege(siege)
        siege.printed = "".join(running.printed)
        if file.read_bytes() != RECORDS.encode():
            siege.changed.append("the file")
        if store.named("other").content.records != RECORDS.encode():
            siege.changed.append("the other feed")
    return siege


def besiege(siege: Siege) -> None:
    names = [list(CATEGORIES)[at % len(CATEGORIES)] for at in range(REQUESTS)]

    def tried(at: int) -> tuple[int, float]:
        method, path, body, headers = CATEGORIES[names[at]][0](Random(SEED + at), siege.target)
        began = monotonic()
        try:
            status = ask(method, siege.target.base + path, body, headers).status
        except (OSError, HTTPException):  # cut off while it was being sent
            status = 413
        return status, monotonic() - began

    with ThreadPoolExecutor(8) as pool:
        for name, (status, seconds) in zip(names, pool.map(tried, range(REQUESTS)), strict=True):
            siege.outcomes.setdefault(name, []).append(status)
            siege.seconds.append(seconds)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_hostile_request_to_edit_is_refused(siege: Siege, category: str) -> None:
    assert set(siege.outcomes[category]) - CATEGORIES[category][1] == set()


def test_a_thousand_requests_to_edit_change_no_record_and_are_answered_in_time(
    siege: Siege,
) -> None:
    assert (len(siege.seconds), siege.changed) == (REQUESTS, [])
    assert max(siege.seconds) < PATIENCE


def test_the_log_of_edits_has_no_address_nothing_typed_and_no_traceback(siege: Siege) -> None:
    target = siege.target
    secrets = [target.token, target.reading, target.other, TYPED]
    secrets += [form["form"] for form in target.forms.values()]
    assert [each for each in secrets if each in siege.printed] == []
    assert "Traceback" not in siege.printed
    assert "POST edit 403" in siege.printed
