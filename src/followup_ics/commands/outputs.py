"""Where outputs go: never where an input is."""

from __future__ import annotations

from pathlib import Path

import click

from followup_ics.commands.given import STDIO
from followup_ics.files import descriptor, is_same_file
from followup_ics.reading import loading


def beside(file: str) -> str:
    """Return where the calendar of a file goes, unless it is said."""
    has_no_place = file in ("", STDIO) or descriptor(file) is not None
    return STDIO if has_no_place else str(Path(file).with_suffix(".ics"))


def standard(target: str) -> str:
    """Return an output's path, `-` for every name of standard output."""
    return STDIO if descriptor(target) == 1 else target


def refuse_inputs(target: str, file: str, playbook_file: str | None, *busy: str) -> None:
    """Raise UsageError where an output would replace what it is made of."""
    output = "/dev/stdout" if target == STDIO else target
    for name in (file, None if playbook_file in loading.BUILT_IN else playbook_file, *busy):
        read = "/dev/stdin" if name == STDIO else name
        if read and is_same_file(output, read):
            raise click.UsageError(
                f"the output {target} is also the input {name}; name another output"
            )
