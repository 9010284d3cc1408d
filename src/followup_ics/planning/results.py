"""What planning returns: follow-ups and notes. All times are instants, aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Status = Literal["planned", "done", "cancelled"]
Channel = Literal["email", "phone", "self"]
Level = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One planned action: one tactic, one person (or the candidate alone), one time, one channel.

    `start` and `end` are where it stands, end exclusive; `earliest` and `latest` are its window,
    both inclusive, None where the tactic has none. `timezone` is the person's IANA zone (the
    candidate's for their own tasks). `phone` and `email` are the person's, where known;
    `phone_country` is the ISO 3166-1 code of the country whose numbers `phone` can be one of.
    `is_moot` says that its application ended after it was planned for: nobody waits for it now.
    `is_skipped` says that the log leaves it out.
    """

    uid: str
    tactic: str
    company: str | None
    role: str | None
    person: str | None
    channel: Channel
    start: datetime
    end: datetime
    timezone: str
    earliest: datetime | None
    latest: datetime | None
    status: Status
    late: bool
    summary: str
    description: str
    reasons: tuple[str, ...]
    interview: str | None
    phone: str | None = None
    email: str | None = None
    phone_country: str | None = None
    is_moot: bool = False
    is_skipped: bool = False

    @property
    def is_to_do(self) -> bool:
        """Say whether somebody waits for it: planned, and its application did not end since."""
        return self.status == "planned" and not self.is_moot

    @property
    def cancelled_because(self) -> str:
        """Why it will not happen, as a clause; "" for what is planned or done."""
        why = self.reasons[-1] if self.status == "cancelled" and self.reasons else ""
        return why.removeprefix("Cancelled: ").removesuffix(".")

    def as_json(self) -> dict[str, Any]:
        """Return the follow-up as JSON values, instants as ISO 8601 in UTC to the second."""
        return {name: _json(getattr(self, name)) for name in _JSON_FIELDS}


_JSON_FIELDS = (
    "uid",
    "tactic",
    "company",
    "role",
    "person",
    "channel",
    "start",
    "end",
    "timezone",
    "earliest",
    "latest",
    "status",
    "late",
    "summary",
    "description",
    "reasons",
    "interview",
)


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A compromise, a gap in the records, or something left out.

    `about` is a path in the records, with an interview's id in brackets, a follow-up's uid, or the
    option `--busy`.
    """

    about: str
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The follow-ups, sorted by start, then uid, and the notes, sorted by what they are about."""

    follow_ups: tuple[FollowUp, ...]
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        return {
            "follow_ups": [follow_up.as_json() for follow_up in self.follow_ups],
            "notes": [
                {"about": note.about, "level": note.level, "text": note.text} for note in self.notes
            ],
        }
