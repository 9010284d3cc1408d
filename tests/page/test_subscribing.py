"""The links that calendars subscribe with, letter by letter."""

from __future__ import annotations

import pytest

from followup_ics.page.subscribing import GoogleScheme, Links, subscription, unaddressed

URL = "https://feeds.example.org:8443/cal/00ff/jordan.ics"


def links(url: str = URL, google_scheme: GoogleScheme = "webcal") -> Links:
    subscribed = subscription(
        url, name="jordan", title="Follow-ups & more", google_scheme=google_scheme
    )
    assert subscribed.name == "jordan"
    assert subscribed.links
    return subscribed.links


def test_each_calendar_has_its_own_form_of_the_address() -> None:
    assert links() == Links(
        url=URL,
        webcal="webcal://feeds.example.org:8443/cal/00ff/jordan.ics",
        google="https://calendar.google.com/calendar/r"
        "?cid=webcal%3A%2F%2Ffeeds.example.org%3A8443%2Fcal%2F00ff%2Fjordan.ics",
        outlook="https://outlook.live.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Ffeeds.example.org%3A8443%2Fcal%2F00ff%2Fjordan.ics"
        "&name=Follow-ups%20%26%20more",
        reachable=True,
    )


@pytest.mark.parametrize("scheme", ["webcal", "https", "http"])
def test_google_gets_the_scheme_that_was_set(scheme: GoogleScheme) -> None:
    assert f"?cid={scheme}%3A%2F%2Ffeeds.example.org%3A" in links(google_scheme=scheme).google


def test_what_an_address_holds_stays_in_its_own_parameter() -> None:
    found = links("http://h.example/a%20b.ics?x=1&y=#z")
    assert found.webcal == "webcal://h.example/a%20b.ics?x=1&y=#z"
    assert found.google.endswith("?cid=webcal%3A%2F%2Fh.example%2Fa%2520b.ics%3Fx%3D1%26y%3D%23z")
    assert "?url=http%3A%2F%2Fh.example%2Fa%2520b.ics%3Fx%3D1%26y%3D%23z&name=" in found.outlook


@pytest.mark.parametrize(
    ("host", "reachable"),
    [
        ("feeds.example.org", True),
        ("localhost.example.org", True),
        ("8.8.8.8", True),
        ("[2001:4860:4860::8888]", True),
        ("localhost", False),
        ("LOCALHOST.", False),
        ("feeds.localhost", False),
        ("nas", False),
        ("Nas.local", False),
        ("nas.home.arpa", False),
        ("feeds.internal", False),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.20", False),
        ("169.254.7.7", False),
        ("100.64.0.1", False),
        ("[::1]", False),
        ("[fe80::1]", False),
        ("[fd00::1]", False),
    ],
)
def test_only_hosts_of_the_internet_can_be_reached_by_calendars_on_the_web(
    host: str, reachable: bool
) -> None:
    assert links(f"http://{host}:8000/t/jordan.ics").reachable == reachable


def test_without_an_address_there_are_no_links() -> None:
    assert unaddressed(name="jordan").links is None
