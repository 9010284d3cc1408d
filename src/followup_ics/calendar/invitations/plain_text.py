"""Texts of strangers as plain text: no HTML, and no character that works on a terminal."""

from __future__ import annotations

import html
import re

from followup_ics.calendar.content_lines import clean

MAX_TEXT = 32 * 1024
MAX_LINE = 1_000

# Controls of the second set, those that turn the direction of what comes after them, and what
# nobody sees; the two that join letters stay.
_AT_WORK = re.compile(
    "[\x80-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_TAG_NAMES = (
    "a|b|big|blockquote|body|br|caption|center|code|col|colgroup|dd|div|dl|dt|em|font|footer|h[1-6]"
    "|head|header|hr|html|html-blob|i|img|li|link|meta|o:p|ol|p|pre|s|section|small|span|strong"
    "|style|script|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul"
)
_TAG = re.compile(rf"<!--|-->|<!doctype[^<>]*>|<(/?)({_TAG_NAMES})(?=[\s/>])([^<>]*)>", re.I)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#[0-9]{1,5}|#x[0-9a-f]{1,4});", re.I)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S{1,2000}$", re.I)
_UNSEEN = frozenset(["<!--", "head", "style", "script", "title"])
_BLOCKS = "br div p ul ol tr table h1 h2 h3 h4 h5 h6 hr blockquote dd dl dt pre section"
_LINES = frozenset(_BLOCKS.split())


def one_line(text: str) -> str:
    """Return a text on one line, 1,000 characters at most."""
    return " ".join(_harmless(text).split())[:MAX_LINE].rstrip()


def plain(text: str) -> str:
    """Return a text without HTML, if it has any, and without needless blanks; 32 KiB at most."""
    text = _harmless(text)
    if _TAG.search(text):
        is_page = "<html" in text.lower() or "<body" in text.lower()
        shown = _Shown()
        shown.feed(text.replace("\n", " ") if is_page else text)
        text = _harmless(html.unescape("".join(shown.pieces)))
    elif _ENTITY.search(text):
        text = _harmless(html.unescape(text))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()[:MAX_TEXT]


def _harmless(text: str) -> str:
    return _AT_WORK.sub("", clean(text.replace("\t", " ")))


class _Shown:
    """What a browser would show of HTML, in pieces; behind each link its address in brackets."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.unseen = ""
        self.link, self.link_from = "", 0

    def feed(self, text: str) -> None:
        done = 0
        for tag in _TAG.finditer(text):
            if not self.unseen:
                self.pieces.append(text[done : tag.start()])
            done = tag.end()
            self._take(tag)
        if not self.unseen:
            self.pieces.append(text[done:])

    def _take(self, tag: re.Match[str]) -> None:
        name = (tag[2] or tag[0]).lower()
        is_end = bool(tag[1])
        if self.unseen:
            over = name == "-->" if self.unseen == "<!--" else is_end and name == self.unseen
            self.unseen = "" if over or name == "body" else self.unseen
        elif name in _UNSEEN:
            self.unseen = "" if is_end else name
        elif name == "a":
            self._take_link("" if is_end else tag[3])
        elif name == "li":
            self.pieces.append("" if is_end else "\n- ")
        elif name in _LINES:
            self.pieces.append("\n")
        elif name in ("td", "th"):
            self.pieces.append(" ")

    def _take_link(self, attributes: str) -> None:
        """Write the address of a link that ends, if its words do not say it; remember the next."""
        label = "".join(self.pieces[self.link_from :])
        if self.link and self.link.removeprefix("mailto:").removeprefix("tel:") not in label:
            self.pieces.append(f" <{self.link}>")
        found = _HREF.search(attributes)
        address = html.unescape(next(filter(None, found.groups()), "")).strip() if found else ""
        self.link = address if _ADDRESS.match(address) else ""
        self.link_from = len(self.pieces)
