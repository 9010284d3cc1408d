"""What a follow-up says: to the candidate, about one person, and why this, why now.

A line of a playbook that names something not known is left out, so that nothing generic or empty
is left over. The project writes no letters: it gives the candidate what they need for their own.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from followup_ics.planning.applications import (
    Application,
    Contact,
    Identity,
    Logged,
    Round,
    may_be_same,
)
from followup_ics.planning.deciding import decision_by
from followup_ics.planning.diary import Placed
from followup_ics.planning.drafts import Draft
from followup_ics.planning.results import FollowUp
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import (
    DAY,
    add_days,
    local_date,
    spoken,
    spoken_time,
    wall_time,
    zone_at,
)

REMEMBERED = 5
_TALK = ("people", "topic", "topics")
_PARTS = {
    "hiring_manager": "hiring manager",
    "human_resources": "human resources",
    "recruiter": "recruiter",
}


def worded(situation: Situation, playbook: Playbook, placed: Iterable[Placed]) -> list[FollowUp]:
    """Return placed follow-ups with their words, by start, then uid, topics rotating in turn."""
    writer = _Writer(situation, playbook)
    return [
        writer.write(each) for each in sorted(placed, key=lambda each: (each.start, each.draft.uid))
    ]


class _Writer:
    """Writes follow-ups in the order of time, and remembers what was said to whom."""

    def __init__(self, situation: Situation, playbook: Playbook) -> None:
        self.situation, self.playbook = situation, playbook
        self.said: dict[tuple[str, Identity], list[tuple[bool, str]]] = defaultdict(list)
        self.topics: dict[Identity, list[str]] = defaultdict(list)
        self.heard = {
            company: _heard(applications) for company, applications in situation.companies.items()
        }
        self.open: dict[str, Round] = {}
        self._known: dict[tuple[str, tuple[str, ...]], str] = {}
        self.coming = sorted(situation.rounds, key=lambda each: each.start, reverse=True)
        self.undecided = {
            application.key
            for application in situation.applications
            if decision_by(application.rounds[-1]) is None
        }

    def write(self, placed: Placed) -> FollowUp:
        """Return one follow-up with its words."""
        draft = placed.draft
        words = draft.approach or draft.tactic
        values = self._values(placed, _names(words.summary, *words.do))
        summary = self._summary(placed, values)
        reasons = self._reasons(placed)
        about, contact, application = draft.about, draft.contact, draft.application
        follows = about and (
            about.end <= placed.start
            or draft.done
            or isinstance(draft.tactic.when, kind.BeforeInterview)
        )
        description = self._description(placed, values, reasons)
        self._remember(placed, values)
        return FollowUp(
            uid=draft.uid,
            tactic=draft.tactic.name,
            company=application.company if application else None,
            role=application.role if application else None,
            person=contact.name if contact else None,
            channel=draft.channel,
            start=placed.start,
            end=placed.end,
            timezone=zone_at(draft.place.zone, placed.start),
            earliest=None if draft.windowless else draft.earliest,
            latest=None if draft.windowless else draft.latest,
            status=placed.status,
            late=placed.late,
            summary=summary,
            description=description,
            reasons=reasons,
            interview=about.id if about and follows else None,
            phone=contact.phone if contact else None,
            email=contact.email if contact else None,
            phone_country=contact.phone_country if contact else None,
            is_moot=_is_moot(placed),
            is_skipped=draft.skipped is not None,
        )

    # Values for the placeholders

    def _values(self, placed: Placed, wanted: frozenset[str]) -> dict[str, str]:
        draft = placed.draft
        values = dict(draft.texts)
        if draft.application:
            self._application(draft, draft.application, values)
        if draft.to_company:
            values["person"] = _name(draft.contact)
        if draft.about and (draft.also or not wanted.isdisjoint(_TALK)):
            values |= self._topics(placed, draft.about)
        if "open_this_week" in wanted:
            values["open_this_week"] = self._open(placed)
        if "ask_decision" in wanted and self._asks_first(placed):
            values["ask_decision"] = self.playbook.ask_decision
        return {name: value for name, value in values.items() if value}

    def _application(self, draft: Draft, application: Application, values: dict[str, str]) -> None:
        """Give an application's names; `where` has the role too if the company has others."""
        values["company"] = values["where"] = company = application.company
        values["role"] = role = " and ".join((application.role, *draft.with_roles))
        several = len(self.situation.companies.get(application.company_key, ())) > 1
        if several or draft.with_roles:
            values["where"] = f"{company}, {role}"

    def _asks_first(self, placed: Placed) -> bool:
        """Say whether this is the next contact to ask how they decide, where that is not known."""
        application = placed.draft.application
        if application is None or placed.status != "planned":
            return False
        unknown = application.key in self.undecided
        self.undecided.discard(application.key)
        return unknown

    def _topics(self, placed: Placed, about: Round) -> dict[str, str]:
        """Return the topics of the interview itself, and the one whose turn it is.

        It is one not used with them before, of the newest interview; else the one used longest ago.
        """
        contact = placed.draft.contact
        values = {"people": ", ".join([each.name for each in about.met if each.name])}
        if not placed.draft.to_company:
            contact = next((each for each in about.known if each.topics), None)
        if contact:
            used, talked = self.topics[contact.identity], self._talked(placed, contact)
            unused = [topic for topic in talked if topic not in used]
            waiting = unused or sorted(talked, key=used.index)
            values["topic"] = next(iter(waiting), "")
            values["topics"] = "; ".join(contact.topics)
        return values

    def _talked(self, placed: Placed, contact: Contact) -> tuple[str, ...]:
        application = placed.draft.application
        company = application.company_key if application else ""
        return self.situation.talked.by(company, contact.identity, placed.start)

    def _open(self, placed: Placed) -> str:
        """Return what is open in a week. Weeks come in order, so that one pass serves them all."""
        zone = self.situation.zone
        day = local_date(zone, placed.start)
        while self.coming and local_date(zone, self.coming[-1].start) <= add_days(day, 6):
            newest = self.coming.pop()
            self.open[newest.application.key] = newest
        for key, each in list(self.open.items()):
            if (each.closed and each.closed <= placed.start) or day > each.horizon:
                del self.open[key]
        if not self.open:
            return "Nothing else is open this week: start something new."
        applications = [each.application for each in self.open.values()]
        names = ", ".join(f"{each.company} ({each.role})" for each in applications)
        return f"Open this week: {names}. Do not wait for them."

    def _remember(self, placed: Placed, values: dict[str, str]) -> None:
        draft = placed.draft
        if placed.status == "cancelled" or draft.application is None or not draft.to_company:
            return
        person = draft.application.company_key, draft.identity
        words = draft.approach or draft.tactic
        label = (draft.approach or draft.tactic).name.replace("_", " ")
        if "topic" in _names(*words.do) and "topic" in values:
            used = self.topics[draft.identity]
            if values["topic"] in used:
                used.remove(values["topic"])
            used.append(values["topic"])
            label = f"{label} ({values['topic']})"
        on = spoken(placed.day)
        self.said[person].append((placed.status == "done", f"{on}: {label}"))

    # The parts of a text

    def _summary(self, placed: Placed, values: dict[str, str]) -> str:
        draft = placed.draft
        words = draft.approach or draft.tactic
        text = _filled(words.summary, values) or f"{draft.tactic.name} ({values.get('where')})"
        if draft.channel_because:
            text += f", by {'e-mail' if draft.channel == 'email' else 'telephone'} instead"
        prefix = {"done": "Done: ", "cancelled": "Cancelled: "}.get(placed.status, "")
        return prefix + text

    def _reasons(self, placed: Placed) -> tuple[str, ...]:
        draft = placed.draft
        reasons = [draft.tactic.why]
        if not draft.windowless:
            zone = draft.place.zone
            reasons.append(_window(zone, draft.earliest, draft.latest, draft.by_clock))
        if placed.status == "planned" and not draft.windowless:
            reasons.append(f"Preferred: {spoken_time(draft.place.zone, draft.preferred)}.")
        if draft.channel_because:
            reasons.append(_sentence(draft.channel_because))
        return (*reasons, *map(_sentence, placed.reasons))

    def _description(self, placed: Placed, values: dict[str, str], reasons: tuple[str, ...]) -> str:
        words = placed.draft.approach or placed.draft.tactic
        do = [text for line in words.do if (text := _filled(line, values))]
        do += [self._told_too(line, values) for line in placed.draft.also]
        if "serves_too" in values:
            do.append(f"It serves your other applications too: {values['serves_too']}.")
        parts = [
            "\n".join([f"- {line}" for line in do]),
            self._who(placed),
            self._before(placed),
            self._persistence(placed),
            self._when(placed),
            "Why this, why now:\n" + "\n".join([f"- {reason}" for reason in reasons]),
        ]
        return "\n\n".join([part for part in parts if part])

    @staticmethod
    def _told_too(line: str, values: dict[str, str]) -> str:
        return f"In this call, as no e-mail address is recorded: {_filled(line, values) or line}."

    def _who(self, placed: Placed) -> str:
        """Return who they are, how to reach them, and what they talked about."""
        contact = placed.draft.contact
        if not placed.draft.to_company:
            return ""
        if contact is None:
            return "The hiring manager is not in the records: find out their name, and add it."
        talked = self._talked(placed, contact) or contact.topics
        key = contact.path, talked
        if key not in self._known:
            self._known[key] = _introduced(contact, talked)
        return self._known[key]

    def _before(self, placed: Placed) -> str:
        """Return what was sent and said to somebody before, and what came back."""
        draft = placed.draft
        if draft.application is None or not draft.to_company:
            return ""
        said = self.said.get((draft.application.company_key, draft.identity), [])[-REMEMBERED:]
        done = [text for is_done, text in said if is_done]
        planned = [text for is_done, text in said if not is_done]
        lines = [f"Before this: {'; '.join(done)}"] if done else []
        lines += [f"Planned before this: {'; '.join(planned)}"] if planned else []
        for zone, logged in reversed(self.heard.get(draft.application.company_key, ())):
            if logged.at < placed.start and may_be_same(logged.contact, draft.contact):
                said_on = spoken(local_date(zone, logged.at))
                lines.append(f"They said on {said_on}: {logged.entry.heard}")
                break
        return "\n".join(lines)

    def _persistence(self, placed: Placed) -> str:
        draft = placed.draft
        if draft.about is None or not draft.to_company or placed.status != "planned":
            return ""
        since = timedelta(days=self.playbook.persistence_from_day)
        late = placed.start >= draft.about.end + since
        return (self.playbook.persistence or "") if late else ""

    def _when(self, placed: Placed) -> str:
        theirs, yours = placed.draft.place.zone, zone_at(self.situation.zone, placed.start)
        text = f"When: {spoken_time(yours, placed.start)} for you ({yours})"
        if theirs != yours and wall_time(theirs, placed.start) != wall_time(yours, placed.start):
            whom = _name(placed.draft.contact)
            text += f", {spoken_time(theirs, placed.start)} for {whom} ({theirs})"
        return f"{text}."


def _heard(applications: Iterable[Application]) -> list[tuple[str, Logged]]:
    """Return what a company said, in the order of time, each with the zone of its log."""
    found = [
        (each.clock, logged)
        for application in applications
        for each in application.rounds
        for logged in each.log
        if logged.entry.heard
    ]
    return sorted(found, key=lambda heard: (heard[1].at, heard[1].path))


def _is_moot(placed: Placed) -> bool:
    about = placed.draft.about
    ended = about.closed if about else None
    return ended is not None and placed.status == "planned" and placed.start < ended


def _name(contact: Contact | None) -> str:
    return contact.name if contact and contact.name else "the hiring manager"


def _introduced(contact: Contact, talked: tuple[str, ...]) -> str:
    known = ", ".join(filter(None, (contact.title, _PARTS.get(contact.part))))
    lines = [f"{contact.name}, {known}" if known else str(contact.name)]
    lines.append(f"Phone: {contact.phone}" if contact.phone else "")
    lines.append(f"E-mail: {contact.email}" if contact.email else "")
    if not contact.phone and not contact.email:
        lines.append("No telephone number or e-mail address is recorded: look one up.")
    if talked:
        lines.append(f"Talked about: {'; '.join(talked)}")
    else:
        lines.append("No topic is recorded: recall one thing that they talked about.")
    return "\n".join(filter(None, lines))


@lru_cache(maxsize=1024)
def _window(zone: str, earliest: datetime, latest: datetime, by_clock: bool) -> str:
    """Return the window that several follow-ups share, in words."""
    if latest - earliest >= 2 * DAY and not by_clock:
        first, last = (local_date(zone, each) for each in (earliest, latest))
        return f"Window: {spoken(first)} to {spoken(last)}."
    return f"Window: {spoken_time(zone, earliest)} to {spoken_time(zone, latest)}."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


@lru_cache(maxsize=1024)
def _names(*templates: str) -> frozenset[str]:
    return frozenset(
        name for text in templates for _, name, _, _ in string.Formatter().parse(text) if name
    )


def _filled(template: str, values: dict[str, str]) -> str:
    """Return a template with its names filled in, or nothing where one of them is not known.

    Of a role that is called one, such as "Hybrid role", the word stands once.
    """
    if "{role} role" in template and values.get("role", "").casefold().endswith(" role"):
        template = template.replace("{role} role", "{role}")
    try:
        return template.format_map(values)
    except KeyError:
        return ""
