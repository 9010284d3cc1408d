"""`init`: a commented file to start from, filled in at a terminal by three questions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

import click
from pydantic import TypeAdapter, ValidationError

from followup_ics.commands.asking import at_terminal, text
from followup_ics.commands.clock import system_zone
from followup_ics.commands.given import STDIO
from followup_ics.commands.outputs import standard
from followup_ics.files import write_new
from followup_ics.reading import editing, loading
from followup_ics.records.fields import Country, Zone, likely_zone
from followup_ics.working_time import country_named, country_of

STARTER = Path(__file__).parent / "starter.yaml"
_ZONE: TypeAdapter[str] = TypeAdapter(Zone)
_COUNTRY: TypeAdapter[str] = TypeAdapter(Country)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), required=False)
@click.option("--playbook", is_flag=True, help="Write OI Partners' playbook, to change it.")
@click.option("--yes", is_flag=True, help="Ask nothing; the file has examples to change.")
def init(file: str | None, playbook: bool, yes: bool) -> None:
    """Write a commented file to start from; an existing file is left alone.

    At a terminal, it asks for your name, your time zone and your country first. FILE is
    interviews.yaml, or playbook.yaml, where none is named; '-' is standard output.
    """
    starter = (loading.OI_PARTNERS if playbook else STARTER).read_bytes()
    target = standard(file or ("playbook.yaml" if playbook else "interviews.yaml"))
    if target == STDIO:
        click.echo(starter, nl=False)
        return
    is_asked = not (playbook or yes) and at_terminal() and not os.path.lexists(target)
    if is_asked:
        starter = _without_example(_filled(starter, _asked()))
    write_new(Path(target), starter)
    click.echo(_what_next(target, is_asked=is_asked, is_playbook=playbook))


def _what_next(target: str, *, is_asked: bool, is_playbook: bool) -> str:
    named = quote(target)
    if is_asked:
        return (
            f"{target}: made. Put an invitation into it: followup-ics add INVITE --to {named}\n"
            "Or write an interview into it; an example is there."
        )
    usage = f"build FILE --playbook {named}" if is_playbook else f"build {named}"
    return f"{target}: change it to yours, then run: followup-ics {usage}"


def _filled(starter: bytes, candidate: Mapping[str, str]) -> bytes:
    """Return the starter with what is known of the candidate, and without what they left out."""
    for name, value in candidate.items():
        if value:
            starter = editing.put(starter, ("candidate",), name, value)
        else:
            lines = starter.splitlines(keepends=True)
            starter = b"".join(e for e in lines if not e.startswith(f"  {name}:".encode()))
    return starter


def _without_example(starter: bytes) -> bytes:
    """Return the starter with its interview as a comment: nobody has met those people."""
    lines = starter.splitlines(keepends=True)
    first = lines.index(b"interviews:\n")
    last = lines.index(b"\n", first)
    return b"".join([*lines[:first], *(b"# " + line for line in lines[first:last]), *lines[last:]])


# The questions


def _asked() -> dict[str, str]:
    """Ask for the candidate: their name, their zone, their country; "" for what they leave out."""
    name = text("Your name; Enter leaves it out")
    zone = _zone(system_zone() or "")
    return {"name": name, "timezone": zone, "country": _country(country_of(zone) or "")}


def _zone(proposal: str) -> str:
    """Ask for a zone until there is one; the one that is meant by a city is proposed next."""
    while True:
        found = text(f"Your time zone{_in_brackets(proposal)}") or proposal
        if problem := _problem(found, _ZONE):
            click.echo(f"  {problem}")
            proposal = likely_zone(found) or proposal
        else:
            return found


def _country(proposal: str) -> str:
    question = "Your country, whose public holidays count; 'none' leaves it out"
    while True:
        found = text(f"{question}{_in_brackets(proposal)}") or proposal
        if found in ("", "none"):
            return ""
        found = country_named(found) or found
        if not (problem := _problem(found, _COUNTRY)):
            return found
        click.echo(f"  {problem}")


def _problem(value: str, kind: TypeAdapter[str]) -> str:
    """Return what is wrong with a value for a field, nothing where it can be written."""
    try:
        kind.validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["msg"]
    return ""


def _in_brackets(proposal: str) -> str:
    return f" [{proposal}]" if proposal else ""
