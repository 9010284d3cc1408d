"""`check` and `schema`: what is wrong in a file, and what may stand in one."""

from __future__ import annotations

import json

import click

from followup_ics.commands.building import unlogged
from followup_ics.commands.clock import current_time
from followup_ics.commands.given import FILE, PLAYBOOK, STDIO, read_and_plan
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook


@click.command()
@FILE
@PLAYBOOK
def check(file: str, playbook_file: str | None) -> None:
    """Say what is wrong in FILE, or what to add to it for a better plan."""
    from followup_ics.commands.tables import spoken_notes

    job_search, planned = read_and_plan(file, playbook_file)
    count = len(job_search.interviews)
    where = "standard input" if file == STDIO else file
    click.echo(f"{where}: no faults; {count} interview{'s' * (count != 1)}.")
    for line in (*unlogged(planned, current_time()), *spoken_notes(planned.notes)):
        click.echo(line)


@click.command()
@click.argument(
    "what",
    type=click.Choice(["records", "playbook"]),
    default="records",
    metavar="[records|playbook]",
)
def schema(what: str) -> None:
    """Print the JSON Schema of the records, or of a playbook, for editors."""
    model = JobSearch if what == "records" else Playbook
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    click.echo(json.dumps(found, indent=2))
