"""The pages behind the link of one follow-up: what to do, how it went, and what became of that.

They hold no script: each answer is a form that posts to the page's own address, and one
follow-up's page may hold several. Dates are the candidate's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from followup_ics.page.filling import fill

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"
_POINT = "- "


class Way(NamedTuple):
    """A link that calls or writes to the person: "Call +1 512 555 0134", "tel:+15125550134"."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Question:
    """The page of one follow-up; `standing` says what it is already, "" where it is planned.

    `say` is its description: the first paragraph is shown at once, the others are opened.
    `offered` are the answers that have a form: done, not_reached, call_back, next_interview,
    offer, rejected, skip. `kinds` are the values and labels of a kind of interview. `today` is
    the first date of what is to come, and the last of what was done. `form` is the signed text
    that each form carries, `assets` the relative path to the style sheets.

    After a refused post, `filled` is what it held, by field, the pressed `answer` among it, and
    `faults` what is wrong, by field; a fault of no field that is shown stands at the top alone.
    """

    summary: str
    when: str
    standing: str
    ways: tuple[Way, ...]
    say: str
    offered: frozenset[str]
    kinds: tuple[tuple[str, str], ...]
    today: date
    form: str
    assets: str
    filled: Mapping[str, str]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """The page after an answer: `lines` of what was written, `plan` of what became of the plan.

    With `taken_back` it is out of the records again, whatever was written. `undo` is the signed
    text of the form that takes it back, "" where that is no longer possible; `until` says how long
    it is ("until 14:32"). `back` leads to the page of the follow-up, or to what `back_to` calls it.
    """

    summary: str
    lines: tuple[str, ...]
    plan: tuple[str, ...]
    undo: str
    until: str
    back: str
    assets: str
    taken_back: bool = False
    back_to: str = "this follow-up"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The page of a link that does nothing, or of an answer that could not be written.

    `paste` is what to add to the records by hand, `back` a link to try again; "" for neither.
    """

    title: str
    words: tuple[str, ...]
    paste: str
    assets: str
    back: str
    back_to: str = "this follow-up"


def question_page(question: Question) -> str:
    """Return the page of one follow-up as HTML, with a form for each answer that is offered."""
    forms = tuple(_forms(question))
    words, _, more = question.say.strip().partition("\n\n")
    return fill(
        "question.html.j2",
        question=question,
        words=tuple(_passages(words)),
        more=tuple(_passages(more)),
        quick=[each for each in forms if not each.title],
        deliberate=[each for each in forms if each.title],
        faults=tuple(_faults(question, forms)),
    )


def said_page(said: Said) -> str:
    """Return the page that confirms an answer as HTML."""
    return fill("said.html.j2", said=said)


def refusal_page(refusal: Refusal) -> str:
    """Return the page that says why nothing was done as HTML."""
    return fill("refusal.html.j2", refusal=refusal)


class _Passage(NamedTuple):
    """Lines of a text that belong together; `listed` where each is a point of a list."""

    listed: bool
    lines: tuple[str, ...]


def _passages(text: str) -> Iterator[_Passage]:
    """Yield a text line by line, so that a point that is long keeps its indent."""
    for paragraph in text.strip().split("\n\n"):
        for listed, lines in groupby(paragraph.splitlines(), _is_point):
            yield _Passage(listed, tuple(line.removeprefix(_POINT) for line in lines))


def _is_point(line: str) -> bool:
    return line.startswith(_POINT)


# Forms


class _Button(NamedTuple):
    value: str
    label: str


class _Kind(NamedTuple):
    """A form for one answer or two; the title is what opens it, "" where it stands open."""

    buttons: tuple[_Button, ...]
    fields: tuple[str, ...]
    title: str = ""
    words: str = ""


class _Look(NamedTuple):
    """How a field is asked for; `past` is None where it is no date."""

    label: str
    type: str
    required: bool = False
    past: bool | None = None


_KINDS = (
    _Kind(
        (_Button("done", "Done"), _Button("not_reached", "No answer, left a message")),
        ("heard", "on"),
    ),
    _Kind(
        (_Button("call_back", "Save the day to call"),),
        ("call_back", "call_back_at", "heard", "on"),
        "They want a call on another day",
    ),
    _Kind(
        (_Button("next_interview", "Save the interview"),),
        ("next", "next_at", "next_kind"),
        "There is a next interview",
    ),
    _Kind(
        (_Button("offer", "Save the offer"),),
        ("answer_by",),
        "They made an offer",
        "Congratulations. With a day to answer by, your plan helps you to answer in time.",
    ),
    _Kind(
        (_Button("rejected", "Yes, they said no"),),
        (),
        "They said no",
        "That is hard to hear. What is still planned for this job will be cancelled; "
        "the rest of your plan stays.",
    ),
    _Kind(
        (_Button("skip", "Yes, skip it"),),
        (),
        "Skip this one",
        "It will be left out, and does not count as a contact. The plan goes on.",
    ),
)
_LOOKS = {
    "heard": _Look("What they said (optional)", "text"),
    "on": _Look("The day it was, if not today", "date", past=True),
    "call_back": _Look("Call them on", "date", required=True, past=False),
    "call_back_at": _Look("At (optional)", "time"),
    "next": _Look("The day", "date", required=True, past=False),
    "next_at": _Look("The time, if you know it", "time"),
    "next_kind": _Look("How you will talk", "choice"),
    "answer_by": _Look("They want an answer by (optional)", "date", past=False),
}
# An e-mail and a task of one's own are done, and have nobody who does not answer.
_ONLY_WITH = {"heard": {"done", "call_back"}, "on": {"done", "not_reached", "call_back"}}


class _Field(NamedTuple):
    """A control; `first` and `last` are the dates that it takes, inclusive, "" for no bound."""

    id: str
    name: str
    look: _Look
    value: str
    fault: str
    first: str
    last: str


class _Form(NamedTuple):
    title: str
    words: str
    buttons: tuple[_Button, ...]
    fields: tuple[_Field, ...]
    sent: bool

    @property
    def open(self) -> bool:
        """Say whether the page shows its fields at once: those of a post that was refused."""
        return self.sent or any(field.fault for field in self.fields)


def _forms(question: Question) -> Iterator[_Form]:
    for kind in _KINDS:
        buttons = tuple(each for each in kind.buttons if each.value in question.offered)
        if buttons:
            answers = {each.value for each in buttons}
            names = [name for name in kind.fields if answers & _ONLY_WITH.get(name, answers)]
            fields = tuple(_field(question, answers, name) for name in names)
            sent = question.filled.get("answer") in answers
            yield _Form(kind.title, kind.words, buttons, fields, sent)


def _field(question: Question, answers: set[str], name: str) -> _Field:
    """Return a control, with what was posted by its own form: others have fields of its name."""
    look, today = _LOOKS[name], question.today.isoformat()
    mine = question.filled.get("answer") in {None, *answers}
    return _Field(
        id=f"{min(answers)}-{name}",
        name=name,
        look=look,
        value=question.filled.get(name, "") if mine else "",
        fault=question.faults.get(name, "") if mine else "",
        first=today if look.past is False else "",
        last=today if look.past else "",
    )


class _Fault(NamedTuple):
    """A line of what is wrong; `id` is the field's, "" where none is shown for it."""

    id: str
    label: str
    text: str


def _faults(question: Question, forms: tuple[_Form, ...]) -> Iterator[_Fault]:
    fields = {field.name: field for form in reversed(forms) for field in form.fields if field.fault}
    for name, text in question.faults.items():
        field = fields.get(name)
        yield _Fault(field.id, field.look.label, text) if field else _Fault("", "", text)
