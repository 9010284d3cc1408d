"""Which tactic a log entry means, in whatever words it says what was done."""

from __future__ import annotations

from collections.abc import Collection

from followup_ics.records.fields import closest
from followup_ics.records.names import fold

_WORDS = {
    "thank_you": "thanks, thanked, thank you note, thank you email, thank you letter, thank you "
    "card, sent thanks, sent thank you, said thanks",
    "phone_call": "call, called, phone, phoned, rang, telephoned, telephone, voicemail, "
    "called back, left a message",
    "share_article": "article, shared article, shared an article, sent article, sent an article",
    "touch_base": "email, emailed, e mail, e mailed, mail, mailed, wrote, sent email, "
    "sent an email, message, follow up, followed up, check in, checked in, touched base, linkedin",
    "still_in_running": "asked, asked if still in the running, still in the running, asked status, "
    "status",
    "withdraw": "withdrew, declined",
    "answer_offer": "answered, answered offer, accepted",
}
_MEANT = {word: tactic for tactic, words in _WORDS.items() for word in words.split(", ")}


def tactic_meant(did: str, tactics: Collection[str]) -> str:
    """Return the tactic that is meant, by its name, another word or a slip; else `did` itself."""
    if did in tactics:
        return did
    words = " ".join(fold(did).replace("_", " ").replace("-", " ").split())
    by_words = {each.replace("_", " "): each for each in tactics}
    meant = by_words.get(words) or _MEANT.get(words)
    if meant in tactics and meant:
        return meant
    return closest(words, by_words, cutoff=0.85) or did
