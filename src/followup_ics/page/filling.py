"""The templates filled: all text is escaped, and a value that is missing is an error."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from followup_ics.calendar.content_lines import clean

_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def fill(template: str, /, **values: object) -> str:
    """Return the text of a template by its name; strings lose what HTML and XML cannot hold."""
    return _environment().get_template(template).render(values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("followup_ics.page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _printable(value: object) -> object:
    """Leave out what neither HTML nor XML can hold: controls and lone surrogates."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _NOT_IN_XML.sub("", clean(value))
    return value
