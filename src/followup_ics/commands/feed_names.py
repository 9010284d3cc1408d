"""What a feed is called after its file, where that file is, and how another command is told."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from shlex import quote

import click
from click.core import ParameterSource

from followup_ics.commands.given import STDIO
from followup_ics.files import descriptor

MOST = 64  # characters of a feed's name
_MARK = 6  # digits that tell names apart of which letters were left out
_PASSWORD = re.compile(r"//[^/@]*:[^/@]*@")


def name_of(path: Path) -> str:
    """Return the name of a feed for a file: letters without accents, digits, '.', '_' and '-'.

    Where letters have no such form, some digits made of them keep two names apart.
    """
    stem = unicodedata.normalize("NFKD", path.stem)
    plain = "".join(each for each in stem if not unicodedata.combining(each))
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._") or "interviews"
    if not re.search(r"[^\W\d_]", re.sub(r"[A-Za-z]", "", plain)):
        return name[:MOST].rstrip("-._")
    mark = hashlib.sha256(stem.encode(errors="surrogateescape")).hexdigest()[:_MARK]
    return f"{name[: MOST - _MARK - 1]}-{mark}"


def path_of(file: str) -> Path:
    """Return where a file really is that a feed is to follow, there or not.

    Raises UsageError for standard input and the like, which nobody can read again.
    """
    if file == STDIO or descriptor(file) is not None:
        raise click.UsageError(
            "a feed follows a FILE; to keep what is read here: followup-ics feed put NAME -"
        )
    return Path(os.path.realpath(file))


def told(words: str) -> str:
    """Return a command as a message tells it, over the --database that this one was given."""
    context = click.get_current_context(silent=True)
    source = context.get_parameter_source("database") if context else None
    if not context or source is not ParameterSource.COMMANDLINE:
        return f"followup-ics {words}"
    url = str(context.params["database"])
    return f"followup-ics {words} --database {'URL' if _PASSWORD.search(url) else quote(url)}"
