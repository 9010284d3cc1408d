"""The files beside a hosted page, whose security policy allows nothing inside it to style or run.

The page finds them at `../assets/`, below any prefix and on a host for files alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file in UTF-8; `media_type` is without its charset."""

    content: bytes
    media_type: str


def _asset(media_type: str, *names: str) -> Asset:
    return Asset(b"".join((_TEMPLATES / name).read_bytes() for name in names), media_type)


_SHARED = "base.css", "controls.css"

PAGE_ASSETS = {
    "page.css": _asset(
        "text/css", "colors.css", "timeline.css", *_SHARED, "page.css", "hosted.css"
    ),
    "page.js": _asset("text/javascript", "page.js"),
}
"""Those that the page of a plan needs, on a host for files too."""

ASSETS = {
    **PAGE_ASSETS,
    "answer.css": _asset("text/css", "colors.css", *_SHARED, "answer.css"),
    "edit.css": _asset("text/css", "colors.css", *_SHARED, "answer.css", "edit.css"),
}
"""All of them, by name: what a server sends."""
