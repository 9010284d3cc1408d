"""Feeds that a folder of records published and has no records of any more, found and taken out.

Only the manifest knows them from those of another folder, or of somebody else, that stand at the
same target: so without it none is gone.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from followup_ics.hosting.manifest import Manifest
from followup_ics.hosting.targets import Place, Target, places


def gone(
    records: Container[str], target: Target, manifest: Manifest
) -> Mapping[str, Sequence[Place]]:
    """Return where those feeds stand, by name; what stands nowhere any more is forgotten.

    `records` are the names of the feeds that have some. Raises UnreadableFileError and OutputError.
    """
    names = manifest.others(records)
    standing = places(target) if names else {}
    for name in names:
        if name not in standing:
            manifest.forget(name)
    return {name: standing[name] for name in names if name in standing}


def withdraw(name: str, found: Sequence[Place], target: Target, manifest: Manifest) -> None:
    """Remove a feed from where it stands, so that its address leads nowhere, and forget it.

    What else stands in its folder stays. Raises OutputError; it is found again then.
    """
    for place in found:
        target.remove(place.folder, name)
    manifest.forget(name)
