"""What the pages to edit show, from records, a refused form, or a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from difflib import unified_diff

from followup_ics.errors import Fault
from followup_ics.hosting import answer_views
from followup_ics.hosting.additions import ADDITIONS, NO_INTERVIEW, Addition
from followup_ics.hosting.choosing import Known
from followup_ics.hosting.invited import FILE, Proposed
from followup_ics.hosting.receipts import Receipt
from followup_ics.page.answer_page import Refusal, Said
from followup_ics.page.edit_page import (
    Control,
    Difference,
    FormPage,
    Group,
    LineFault,
)
from followup_ics.page.page import Addition as Link

LINKS = (
    Link("An invitation", f"add/{FILE}"),
    *(Link(each.label, f"add/{name}") for name, each in ADDITIONS.items()),
    Link("Edit the text", "records"),
)
_MOST_LINES = 400  # of a difference
_AROUND = 2


def places(page: str) -> tuple[str, str]:
    """Return the links from a page, by its path, to the style sheets and to the plan."""
    up = "../" * page.count("/")
    return f"{up}../../assets/", up or "./"


def refusal(
    title: str, *words: str, page: str, paste: str = "", leads_back: bool = True
) -> Refusal:
    """Return what says, at the address of a page, why nothing was done there."""
    assets, back = places(page)
    return Refusal(title, words, paste, assets, back if leads_back else "", "the plan")


def said(page: str, title: str, receipt: Receipt, form: str, zone: str, now: datetime) -> Said:
    """Return the page after a form was written; `form` is what it was sent with."""
    assets, back = places(page)
    undo = form if receipt.patch.hunks else ""
    confirmed = answer_views.said(title, receipt, undo, zone, now, back=back)
    return replace(confirmed, assets=assets, back_to="the plan")


def addition_page(
    page: str,
    addition: Addition,
    known: Known,
    form: str,
    filled: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    paste: str = "",
) -> FormPage:
    """Return the page of a form; after a refused post, as it was `filled`, with its `faults`."""
    assets, back = places(page)
    is_possible = bool(known.search.interviews) or not addition.needs_interview
    controls = tuple(refilled(addition.controls(known), filled, faults or {}))
    return FormPage(
        title=addition.title,
        words=(addition.words if is_possible else NO_INTERVIEW,),
        groups=(Group(controls),) if is_possible else (),
        button=addition.button if is_possible else "",
        hidden={"form": form},
        assets=assets,
        back=back,
        faults=tuple(rest_of(faults or {}, controls)),
        paste=paste,
    )


def choosing_page(page: str, form: str, faults: Mapping[str, str], paste: str) -> FormPage:
    """Return the page on which the file of an invitation is chosen."""
    assets, back = places(page)
    control = Control(
        FILE,
        "The invitation: an .ics file, or a mail with one as .eml",
        "file",
        required=True,
        hint="Choose it, or drop it here.",
        fault=faults.get(FILE, ""),
    )
    return FormPage(
        title="Add an invitation",
        words=("What it says is shown first, and saved once you say so.",),
        groups=(Group((control,)),),
        button="Show what it says",
        hidden={"form": form},
        assets=assets,
        back=back,
        faults=tuple(rest_of(faults, [control])),
        paste=paste,
        sends_files=True,
    )


def confirming_page(
    page: str,
    found: Proposed,
    hidden: Mapping[str, str],
    filled: Mapping[str, str] | None,
    faults: Mapping[str, str],
    paste: str,
    *,
    is_needed: bool,
) -> FormPage:
    """Return the page on which is confirmed what an invitation proposes, if that is needed."""
    assets, back = places(page)
    groups = tuple(
        replace(each, controls=tuple(refilled(each.controls, filled, faults)))
        for each in found.groups
    )
    controls = [each for group in groups for each in group.controls]
    return FormPage(
        title="Add an invitation",
        words=(),
        groups=groups,
        button="Save" if is_needed else "",
        hidden={**hidden, **found.seen},
        assets=assets,
        back=back,
        faults=tuple(rest_of(faults, controls)),
        paste=paste,
        sends_files=True,
    )


def refilled(
    controls: Iterable[Control], filled: Mapping[str, str] | None, faults: Mapping[str, str]
) -> Iterator[Control]:
    """Yield fields as they were filled in, each with what is wrong with it."""
    for each in controls:
        value = each.value if filled is None else filled.get(each.name, "")
        yield replace(each, value=value, fault=faults.get(each.name, ""))


def rest_of(faults: Mapping[str, str], controls: Iterable[Control]) -> Iterator[str]:
    """Yield the faults of no field that is shown."""
    names = {each.name for each in controls}
    return (text for name, text in faults.items() if name not in names)


def line_faults(faults: Iterable[Fault]) -> tuple[LineFault, ...]:
    """Return faults by their lines."""
    found = sorted(faults, key=lambda each: each.line)
    return tuple(
        LineFault(each.line, f"{each.path}: {each.message}" if each.path else each.message)
        for each in found
    )


def difference(yours: str, there: str) -> tuple[Difference, ...]:
    """Return how one text differs from what is there by now, with some lines around."""
    lines = unified_diff(yours.splitlines(), there.splitlines(), n=_AROUND, lineterm="")
    found = [_difference(each) for each in list(lines)[2:]]
    more = len(found) - _MOST_LINES
    return tuple(found if more <= 0 else [*found[:_MOST_LINES], _more(more)])


def _difference(line: str) -> Difference:
    return Difference("", "\u2026") if line.startswith("@@") else Difference(line[0], line[1:])


def _more(count: int) -> Difference:
    return Difference("", f"\u2026 and {count:,} lines more")
