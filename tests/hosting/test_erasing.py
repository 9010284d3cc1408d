"""What was deleted or replaced is in no file of a store, whoever has it open or is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

import databases
import tapping
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.patches import Patch
from followup_ics.hosting.receipts import Receipt
from followup_ics.hosting.rendering import content_of, put
from followup_ics.hosting.schema import METADATA, RECEIPTS
from followup_ics.hosting.store import Store
from tapping import RECORDS, Tapped, ask, post, tapped

SECOND = int(tapping.NOW.timestamp())
# Whatever is of the feed holds one of these.
TRACES = ("Acme", "Dana", "901820", "Globex", "Heard", "Person", "Activity", "Invited", "jobs")
OTHER = "candidate: {timezone: Europe/Paris}\ninterviews: []\n"
KILLED = """
import os, signal, sys
from followup_ics.hosting.store import Store
with Store(sys.argv[1]) as store:
    store._erase = lambda name: os.kill(os.getpid(), signal.SIGKILL)
    store.remove("jobs")
"""


def lived(site: Tapped) -> list[bytes]:
    """Tap, edit and change a feed, and give it faults; return what is kept of its addresses."""
    store = site.store
    tokens = [site.token, store.rotate("jobs", SECOND, edits=True)]
    link = site.link("Call Dana (Acme)")
    said = site.tap(link, answer="done", heard="Heard")
    post(link, {"undo": said.undo})
    edits = f"{site.base}/e/{tokens[1]}/"
    for page, fields in {
        "add/person": {"interview": "acme", "name": "Person"},
        "add/activity": {"what": "Activity", "on": "2026-11-20"},
    }.items():
        form = re.findall(
            r'type="hidden" name="([^"]*)" value="([^"]*)"', ask(edits + page).body.decode()
        )
        headers = {"Content-Type": tapping.FORM, "Origin": site.base}
        body = urlencode({**dict(form), **fields}).encode()
        assert ask(edits + page, "POST", headers, body).status in (303, 422)
    changed = RECORDS.replace("Dana", "Dana Invited")
    put(store, "jobs", changed.encode(), "jobs", tapping.NOW, "measured", by="feed put")
    feed = store.named("jobs")
    store.save(feed, replace(feed.content, faults="Globex is wrong"))
    tokens += [store.rotate("jobs", SECOND), store.rotate("jobs", SECOND, edits=True)]
    return [token_hash(each) for each in tokens]


def traces(folder: Path, hashes: list[bytes]) -> list[str]:
    """Return what of the feed is in which file of a store."""
    wanted = [*(each.encode() for each in TRACES), *hashes]
    kept = [each for each in folder.iterdir() if each.name.startswith("feeds.sqlite3")]
    assert kept
    return [f"{each.name}: {w!r}" for each in kept for w in wanted if w in each.read_bytes()]


def test_nothing_of_a_feed_that_was_tapped_edited_and_changed_is_left(tmp_path: Path) -> None:
    with tapped(databases.sqlite(tmp_path), tmp_path, "store") as site:
        site.store.add("other", content_of(OTHER.encode(), "-", tapping.NOW))
        hashes = lived(site)
        assert {"Heard", "Dana", "Globex"} <= {
            each for each in TRACES if each in str(traces(tmp_path, hashes))
        }
        site.store.remove("jobs")
        assert traces(tmp_path, hashes) == []
        assert site.store.named("other").content.records == OTHER.encode()


def test_no_row_of_it_is_left_in_any_table(database: str, tmp_path: Path) -> None:
    with tapped(database, tmp_path, "store") as site:
        lived(site)
        site.store.remove("jobs")
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        rows = {
            each.name: connection.execute(sa.select(each)).all() for each in METADATA.sorted_tables
        }
    engine.dispose()
    assert [name for name, found in rows.items() if found] == ["settings"]
    assert rows["settings"] == [("base", site.base)]


def test_a_removal_that_is_killed_leaves_nothing_once_the_store_is_closed(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path)
    with tapped(url, tmp_path, "store") as site:
        hashes = lived(site)
        done = subprocess.run([sys.executable, "-c", KILLED, url], check=False)
        assert done.returncode == -signal.SIGKILL
    assert traces(tmp_path, hashes) == []


def test_the_next_removal_ends_the_traces_of_one_that_was_killed(tmp_path: Path) -> None:
    url = databases.sqlite(tmp_path)
    with tapped(url, tmp_path, "store") as site:
        site.store.add("other", content_of(OTHER.encode(), "-", tapping.NOW))
        hashes = lived(site)
        subprocess.run([sys.executable, "-c", KILLED, url], check=False)
        assert traces(tmp_path, hashes) != []
        site.store.remove("other")
        assert traces(tmp_path, hashes) == []


def test_what_was_replaced_leaves_the_log_of_a_store_that_stays_open(tmp_path: Path) -> None:
    with Store(databases.sqlite(tmp_path)) as store, Store(store.url) as server:
        server.add("other", content_of(OTHER.encode(), "-", tapping.NOW))
        store.add("jobs", content_of(RECORDS.encode(), "-", tapping.NOW))
        feed = store.named("jobs")
        large = replace(feed.content, body=b"Dana " * 2**21)
        store.save(feed, large)
        store.save(store.named("jobs"), replace(large, records=b"n", body=b"n", zipped=b"n"))
        store.versions(feed.id, SECOND + 200 * 86_400)
        assert "Dana" in str(traces(tmp_path, []))
        for _ in range(5):
            other = server.named("other")
            server.save(other, replace(other.content, body=os.urandom(1024 * 1024)))
        assert "Dana" not in str(traces(tmp_path, []))


def kept_receipt(store: Store, name: str, at: int) -> None:
    patch = Patch.between(b"", b"Heard\n")
    feed_id = store.named(name).id
    assert store.receipts.begin(Receipt(f"{name}{at}", feed_id, at, "begun", patch, ("Heard",)))


@pytest.mark.parametrize(("days", "count"), [(29, 1), (31, 0)])
def test_what_a_form_brought_is_kept_for_thirty_days_also_where_no_other_is_sent(
    database: str, days: int, count: int
) -> None:
    with Store(database) as store:
        store.add("jobs", content_of(RECORDS.encode(), "-", tapping.NOW))
        kept_receipt(store, "jobs", SECOND)
        later = tapping.NOW + timedelta(days)
        put(store, "jobs", OTHER.encode(), "jobs", later, by="feed put")
        engine = sa.create_engine(database)
        with engine.connect() as connection:
            assert len(connection.execute(sa.select(RECEIPTS)).all()) == count
        engine.dispose()
