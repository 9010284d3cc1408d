"""Whose advice a feed follows, where it is not what its records name.

As records do, a playbook of somebody's own stands in a file that the feed follows, or in the
store; a feed never loses it, and what was last read of it is kept beside it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from followup_ics.files import descriptor
from followup_ics.reading import loading
from followup_ics.records.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Advice:
    """A playbook: one that comes along, by its name; or one with a text, and its file if any.

    `name` is that of a playbook that comes along, or the absolute path of a file.
    """

    name: str | None
    text: bytes | None

    @property
    def path(self) -> str | None:
        """The file that is followed, None for one that comes along or is only kept."""
        return None if self.name in loading.BUILT_IN else self.name

    def playbook(self) -> Playbook | None:
        """Return the playbook, None where the records name theirs. Raises PlaybookError."""
        if self.text is not None:
            return loading.loads_playbook(self.text, Path(self.path or "playbook").name)
        return loading.built_in(self.name) if self.name else None

    def no_longer_followed(self) -> Advice:
        """Return the same as it was last read, without its file."""
        return Advice(None, self.text) if self.path else self

    def read_again(self) -> Advice:
        """Return the same as it is now. Raises UnreadableFileError."""
        return followed(self.path) if self.path else self


AS_RECORDED = Advice(None, None)


def followed(name: str | Path) -> Advice:
    """Return a playbook that comes along, or a file that is followed, by an absolute path.

    What is no file, such as standard input, is kept. Raises UnreadableFileError.
    """
    if name in loading.BUILT_IN or str(name) == "-" or descriptor(name) is not None:
        return kept(name)
    return Advice(os.path.realpath(name), loading.read_playbook(name))


def kept(name: str | Path) -> Advice:
    """Return a playbook that comes along, or what a file says now, followed no further.

    Raises PlaybookError, which names the file as it is given, and UnreadableFileError.
    """
    if name in loading.BUILT_IN:
        return Advice(str(name), None)
    text = loading.read_playbook(name)
    loading.loads_playbook(text, "<stdin>" if str(name) == "-" else str(name))
    return Advice(None, text)
