"""The legend of a timeline: what each shape in it means, for the shapes that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup_ics.page.geometry import MARGIN, Key, Mark

LINE = 26
_SYMBOL, _LETTER, _GAP = 26, 6.6, 18

_TEXTS = {
    "interview": "interview",
    "email": "e-mail to write",
    "phone": "call to make",
    "self": "task of your own",
    "done": "outlined: done",
    "window": "window: when it may be done",
    "late": "late: after its window",
    "today": "today",
    "away": "you are away",
}


def legend(marks: Iterable[Mark], *, today: bool, away: bool, width: float) -> tuple[Key, ...]:
    """Return the entries that the picture needs, laid out in lines no longer than `width`."""
    held = {"today"} if today else set()
    held |= {"away"} if away else set()
    for mark in marks:
        held |= set(_needed(mark))
    return tuple(_placed((each for each in _TEXTS if each in held), width))


def _needed(mark: Mark) -> Iterator[str]:
    symbol, _, done = mark.symbol.partition("-")
    yield symbol
    if done:
        yield "done"
    if mark.late:
        yield "late"
    if mark.window:
        yield "window"


def _placed(symbols: Iterable[str], width: float) -> Iterator[Key]:
    x, y = float(MARGIN), LINE / 2
    for symbol in symbols:
        text = _TEXTS[symbol]
        length = _SYMBOL + len(text) * _LETTER
        if x + length > width:
            x, y = float(MARGIN), y + LINE
        yield Key(symbol, text, round(x, 1), y)
        x += length + _GAP
