"""How an interview is held: by video, by telephone or in person, from links, words and places."""

from __future__ import annotations

import re

from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.proposals import Guess

KINDS = ("video", "phone", "in_person")
NO_KIND = "the invitation does not say"

_VIDEO_LINK = re.compile(
    r"""https?://(?:[\w-]+\.)*(?:
        zoom\.us/(?:j|my|w|wc|s)/ | zoomgov\.com/j/ | meet\.google\.com/\w | g\.co/meet
      | teams\.microsoft\.com/(?:l/meetup-join|meet)/? | teams\.live\.com/meet
      | webex\.com/ | whereby\.com/ | chime\.aws/ | bluejeans\.com/ | gotomeet(?:ing)?\.(?:com|me)/
      | meet\.jit\.si/ | skype\.com/ | join\.skype\.com | hirevue\.com/ | vidyo | ringcentral\.com/
      | app\.cal\.com/video | cal\.com/video | around\.co/ | coderpad\.io/ | meet\.goto\.com
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_VIDEO_WORD = re.compile(
    r"\b(?:zoom|google meet|microsoft teams|ms teams|teams[- ](?:meeting|besprechung|call)|webex"
    r"|skype|video(?:[- ]?(?:call|conference|interview|chat|konferenz))?|visio(?:conf\w*)?)\b"
    r"|\bteams\b(?= meeting|-| interview|$)",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"\b(?:(?:tele)?phone|by phone|phone (?:screen|call|interview)|telefon\w*|t\u00e9l\u00e9phon\w+"
    r"|tel\u00e9fono|call(?: with| from)?)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:will|'ll) (?:be )?(?:call(?:ing)?|phon(?:e|ing)|ring(?:ing)?|telephon(?:e|ing)) you\b"
    r"|\bcall you (?:at|on|from)\b|\byou will be called\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:tel:)?[+(]?\d[\d\s().\u2010-\u2015/-]{6,}(?:\s*(?:x|ext\.?)\s*\d+)?$", re.IGNORECASE
)
_HERE = re.compile(
    r"\b(?:on-?site|in[- ]person|face[- ]to[- ]face|vor ort|sur place|presencial"
    r"|(?:our|the) office)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"""\b\d{1,5}[a-z]?,?\s+(?:[\w.'\u2019-]+\s+){0,4}
        (?:st(?:reet)?|ave(?:nue)?|r(?:oa)?d|blvd|boulevard|lane|ln|drive|dr|way|square|sq|plaza|pl
          |court|ct|parkway|pkwy|place|row|quay|terrace|hwy|highway)\b
      | \b[\w-]*(?:stra(?:\u00dfe|sse)|str\.|platz|allee|weg|gasse|ring|damm|ufer)\s*\d
      | \b\d{1,4}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|place|quai|via|calle|plaza)\b
      | \b(?:rue|via|calle|plaza|avenida|avinguda|rua)\s+[\w'\u2019 .]+,?\s*\d
      | \b[a-z]{1,2}\d[\da-z]?\s?\d[a-z]{2}\b | \b[a-z]{2}\s+\d{5}(?:-\d{4})?\b
      | \b\d{4,5}\s+[A-Z\u00c0-\u00de][\w-]+ | \b\d{1,2}(?:st|nd|rd|th)\s+floor\b | \bfloor\s+\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ROOM = re.compile(
    r"\b(?:room|raum|salle|sala|suite|building|geb\u00e4ude|lobby|reception)\b", re.IGNORECASE
)


def kind_guess(invitation: Invitation) -> Guess:
    """Return how the interview is held; "" where nothing says so.

    A link to a video conference outweighs the dial-in numbers that come with it; where the title or
    the place says otherwise, it is a guess.
    """
    where = f"{invitation.location} {invitation.url}"
    title = invitation.summary
    has_link = bool(_VIDEO_LINK.search(where) or _VIDEO_LINK.search(invitation.text))
    is_online = _VIDEO_LINK.search(where) or _VIDEO_WORD.search(invitation.location)
    is_address = bool(_ADDRESS.search(invitation.location)) and not is_online
    if is_address or _HERE.search(title):
        return Guess("in_person", sure=not has_link, why="it has an address", others=("video",))
    if has_link:
        is_call = bool(re.search(r"\bphone\b|\btelefon", title, re.IGNORECASE))
        why = "it has a link to a video conference"
        return Guess("video", sure=not is_call, why=why, others=("phone", "in_person"))
    return _by_words(invitation)


def _by_words(invitation: Invitation) -> Guess:
    place, title, text = invitation.location.strip(), invitation.summary, invitation.text
    if _NUMBER.match(place) or _PHONE_WORD.search(place):
        return Guess("phone", sure=True, why="its place is a telephone")
    if _VIDEO_WORD.search(place) or _VIDEO_WORD.search(title):
        return Guess("video", sure=True, why="it says so")
    if _CALLED.search(text) or _PHONE_WORD.search(title):
        return Guess("phone", sure=True, why="it is a call", others=("video",))
    if _HERE.search(place) or _HERE.search(text):
        return Guess("in_person", sure=True, why="it says so", others=("video",))
    if _VIDEO_WORD.search(text):
        return Guess("video", sure=False, why="the text speaks of it", others=("phone",))
    if _ROOM.search(place):
        return Guess("in_person", sure=False, why="its place may be a room", others=("video",))
    if place and not place.startswith("http"):
        return Guess("in_person", sure=False, why=f"its place is {place[:40]}", others=("video",))
    return Guess("", sure=False, why=NO_KIND, others=KINDS)
