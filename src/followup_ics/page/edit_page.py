"""The pages on which records are edited: a form, and the text itself. Neither holds a script.

Each form posts to the page's own address. After a refused post it comes back as it was filled in,
with what is wrong beside each field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

from followup_ics.page.filling import fill

Look = Literal["line", "text", "date", "time", "choice", "switch", "file", "email", "tel"]


class Option(NamedTuple):
    """What a field can be: the value that is sent, and how it is called."""

    value: str
    label: str
    group: str = ""


class Section(NamedTuple):
    """Options below one heading, "" where they have none."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A field of a form, called `name` when it is sent.

    `check` says why its value is a guess, "" where it is none; a switch is on where its value is
    not "". Options are all that a choice can be, and suggestions for a line.
    """

    name: str
    label: str
    look: Look = "line"
    value: str = ""
    hint: str = ""
    check: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    fault: str = ""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The options by their groups, as they follow one another."""
        groups = groupby(self.options, lambda each: each.group)
        return tuple(Section(label, tuple(options)) for label, options in groups)

    @property
    def described_by(self) -> str:
        """The ids of what says more about it."""
        said = (("hint", self.hint), ("check", self.check), ("fault", self.fault))
        return " ".join(f"{self.name}-{each}" for each, words in said if words)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, and `words` about them; without a title they stand alone."""

    controls: tuple[Control, ...]
    title: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form; `button` is what sends it, "" where there is nothing to send.

    `hidden` goes with it, `faults` are those of no field, and `paste` is what to add to the records
    by hand. `sends_files` is for a form that may hold much. `assets` and `back` are relative links,
    to the style sheets and to the plan.
    """

    title: str
    words: tuple[str, ...]
    groups: tuple[Group, ...]
    button: str
    hidden: Mapping[str, str]
    assets: str
    back: str
    faults: tuple[str, ...] = ()
    paste: str = ""
    sends_files: bool = False


class LineFault(NamedTuple):
    """What is wrong in a line of the text, counted from 1; 0 where it is in none."""

    line: int
    message: str


class Difference(NamedTuple):
    """A line of one text alone, or of both: "+" is there now, "-" is yours, " " is in both."""

    sign: str
    line: str


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The page with the whole text of the records.

    `faults` are those of `text`. `difference` leads from it to what is there by now, where that was
    changed meanwhile; sent once more, it takes the place of that. `name` is what the records are
    called.
    """

    name: str
    text: str
    hidden: Mapping[str, str]
    assets: str
    back: str
    faults: tuple[LineFault, ...] = ()
    difference: tuple[Difference, ...] = ()
    refused: str = ""


class _Problem(NamedTuple):
    """A line of the list of what is wrong: the id that it leads to, "" for none, and its words."""

    id: str
    label: str
    text: str


def form_page(page: FormPage) -> str:
    """Return a page with a form as HTML."""
    controls = [each for group in page.groups for each in group.controls]
    problems = [_Problem("", "", each) for each in page.faults]
    problems += [_Problem(each.name, each.label, each.fault) for each in controls if each.fault]
    return fill("form.html.j2", page=page, problems=problems)


class _Line(NamedTuple):
    number: int
    text: str
    messages: tuple[str, ...]


def records_page(page: RecordsPage) -> str:
    """Return the page with the text of the records as HTML.

    Tabs and all else that YAML holds stay in the text as they are.
    """
    return fill("records.html.j2", page=page, text=_exactly(page.text), wrong=[*_wrong(page)])


def _wrong(page: RecordsPage) -> Iterator[_Line]:
    """Yield each line that has faults, with them."""
    lines = page.text.splitlines()
    for number, faults in groupby(page.faults, lambda each: each.line):
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        yield _Line(number, text.expandtabs(), tuple(each.message for each in faults))


def _exactly(text: str) -> Markup:
    return escape(text.replace("\0", "\ufffd"))
