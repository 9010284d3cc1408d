"""Values to text as a user would write them: plain where that is read back, else in quotes.

What is read back is asked of the reader itself. Every scalar is a text here: `true` and `12:30`
need no quotes, `null` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from followup_ics.reading.decoding import BrokenTextError
from followup_ics.reading.yaml_tree import Document

Value = str | Sequence["Value"] | Mapping[str, "Value"]
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_STYLES = {"": ("", "'", '"'), "'": ("'", '"'), '"': ('"',)}


@lru_cache(maxsize=1024)
def scalar(text: str, *, flow: bool, style: str = "") -> str:
    """Return a text in a style of quotes ("" for none), in the next one where that would not do.

    `flow` says that it stands inside brackets or braces, where commas end a plain text.
    """
    for each in _STYLES[style]:
        written = _quoted(text, each)
        if each == '"' or _reads_back(written, text, flow):
            break
    return written


def _quoted(text: str, style: str) -> str:
    if style == '"':
        written = json.dumps(text, ensure_ascii=False)
        return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
    return f"'{text.replace(style, style * 2)}'" if style else text


def _reads_back(written: str, text: str, flow: bool) -> bool:
    """Say whether a scalar is read as a text, wherever in a line it stands, and nothing is lost."""
    if not text.isprintable():
        return False  # what nobody sees, and a tab, which beside braces is read as a space
    sample = _IN_FLOW if flow else _IN_BLOCK
    try:
        found = Document(sample.replace("?", written), longest=len(text))
    except BrokenTextError:
        return False
    read: bool = found.tree == {"x": {"a": text, "b": [text], "c": {"d": [text]}}}
    return read


# Also with spaces inside the brackets: a "-" before one is no text.
_IN_FLOW = "x: {a: ?, b: [?], c: { d: [ ? ] }}\n"
_IN_BLOCK = "x:\n  a: ?\n  b:\n  - ?\n  c:\n    d:\n    - ?  # so\n"


def in_flow(value: Value, style: str = "") -> str:
    """Return a value on one line, as inside brackets; `style` is that of all texts and names."""
    if isinstance(value, str):
        return scalar(value, flow=True, style=style)
    if isinstance(value, Mapping):
        return f"{{{', '.join(pairs(value, style))}}}"
    return f"[{', '.join(in_flow(each, style) for each in value)}]"


def pairs(fields: Mapping[str, Value], style: str = "") -> Iterator[str]:
    """Yield each field as inside braces."""
    for name, value in fields.items():
        yield f"{scalar(name, flow=True, style=style)}: {in_flow(value, style)}"


def in_json(fields: Mapping[str, Value]) -> str:
    """Return fields on one line as JSON has them, without the braces around them."""
    return ", ".join(pairs(fields, '"'))


# In block style


ON_ONE_LINE = (
    "log",
    "offers",
    "activities",
    "invitation",
)  # lists whose items are written in braces


def block_lines(fields: Mapping[str, Value], offset: int) -> list[str]:
    """Return the lines of fields in block style, not indented; `offset` is that of dashes."""
    return [line for name, value in fields.items() for line in field_lines(name, value, offset)]


def field_lines(name: str, value: Value, offset: int) -> list[str]:
    """Return the lines of one field; only a list of fields, such as `people`, takes several."""
    if isinstance(value, str):
        return [f"{name}: {scalar(value, flow=False)}"]
    if isinstance(value, Mapping) or not any(isinstance(each, Mapping) for each in value):
        return [f"{name}: {in_flow(value)}"]
    lines = (line for each in value for line in item_lines(name, each, offset))
    return [f"{name}:", *(f"{' ' * offset}{line}" for line in lines)]


def item_lines(name: str, item: Value, offset: int, gap: int = 1) -> list[str]:
    """Return the lines of an item of a list of this name; `gap` is that after its dash."""
    space = " " * gap
    if isinstance(item, str):
        return [f"-{space}{scalar(item, flow=False)}"]
    if not isinstance(item, Mapping) or not item or name in ON_ONE_LINE:
        return [f"-{space}{in_flow(item)}"]
    first, *rest = block_lines(item, offset)
    return [f"-{space}{first}", *(f" {space}{line}" for line in rest)]
