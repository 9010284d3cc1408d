"""One follow-up's pages for tests: a call to make, what a server says after it, a refusal."""

from __future__ import annotations

from datetime import date

from followup_ics.page.answer_page import Question, Refusal, Said, Way

ALL = frozenset(["done", "not_reached", "call_back", "next_interview", "offer", "rejected", "skip"])
URL = f"https://acme.example/news/{'long-' * 30}?utm_source=letter"
SAY = f"""\
- Call Ann Lee. Ask when you may call back.
- The article: {URL}

Ann Lee, VP Engineering, hiring manager
Talked about: the Kafka migration

Why this, why now:
- Within five days, call the hiring manager."""

QUESTION = Question(
    summary="Call Ann Lee about the Engineer role at Acme",
    when="Thu 19 Nov 2026, 10:00 to 10:15 (Berlin time)",
    standing="",
    ways=(
        Way("Call +1 512 555 0134", "tel:+15125550134"),
        Way("Write to ann.lee@acme.example", "mailto:ann.lee@acme.example"),
    ),
    say=SAY,
    offered=ALL,
    kinds=(("", "Not known yet"), ("phone", "By telephone"), ("video", "By video")),
    today=date(2026, 11, 19),
    form="signed.form",
    assets="../assets/",
    filled={},
    faults={},
)
SAID = Said(
    summary=QUESTION.summary,
    lines=("Thu 19 Nov 2026, 10:07: you called Ann Lee",),
    plan=("Moved: Call Ann Lee (Acme), to Tue 24 Nov 10:00", "Cancelled: Send an article"),
    undo="signed.undo",
    until="until 14:32",
    back="planned",
    assets="../assets/",
)
LINES = "log:\n  - on: 2026-11-19 10:07\n    did: phone_call\n    to: Ann Lee"
REFUSAL = Refusal(
    title="Your answer could not be written",
    words=("Your records hold no safe place for it.", "Nothing is lost: add these lines."),
    paste=LINES,
    assets="../assets/",
    back="planned",
)
