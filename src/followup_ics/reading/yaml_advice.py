"""What YAML's own complaints mean to somebody who writes the file."""

from __future__ import annotations

import yaml

from followup_ics.errors import shown
from followup_ics.reading.decoding import Source

MAX_DEPTH = 20
TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels; flatten it"
QUOTE = "put the whole text in quotes"
_LINE_UP = "this line does not line up with those above it; check its indentation"
_FOLLOWS = f"nothing can follow a closed quote or bracket here; {QUOTE}"
_BACKSLASH = "a '\\' in double quotes; write '\\\\', or use single quotes"
_NO_COLON = "could not find expected ':'"
_NO_VALUE = "did not find expected node content"
_NO_KEY = "did not find expected key"

# By how libyaml begins; PyYAML's own reader, where libyaml is missing, says some things otherwise.
_ADVICE = {
    "mapping values are not allowed": "a ': ' that cannot stand here; put a text that contains one "
    "in quotes, else check the indentation, and the line above for a missing ':'",
    _NO_KEY: _LINE_UP,
    "did not find expected '-' indicator": _LINE_UP,
    "block sequence entries are not allowed": "a list cannot begin here; put '- ' on a new line",
    "mapping keys are not allowed": f"a text cannot begin with '? '; {QUOTE}",
    _NO_COLON: "this line has no ': ' after a field's name",
    "found unknown escape character": _BACKSLASH,
    "did not find expected hexdecimal number": _BACKSLASH,
    "found undefined tag handle": f"a text cannot begin with '!'; {QUOTE}",
    "did not find expected tag": f"a text cannot begin with '!'; {QUOTE}",
    "did not find expected alphabetic or numeric": f"a text cannot begin with '*' or '&'; {QUOTE}",
    "did not find expected comment": f"a text cannot begin with '|' or '>'; {QUOTE}",
    _NO_VALUE: "a value is missing here",
    "found invalid Unicode": "half a character; write it as it is, or as both its \\u escapes",
    # PyYAML has a limit of its own since 6.0.4, and its scanner may be there before ours speaks.
    "exceeded maximum nesting depth": TOO_DEEP,
    "did not find expected <document start>": "this line does not belong to what stands above it",
}


def advice(error: yaml.MarkedYAMLError, source: Source) -> tuple[int, str]:
    """Return where in the text something is wrong, and what."""
    problem, context = str(error.problem), error.context_mark
    mark = context if problem.startswith(_NO_COLON) and context else error.problem_mark
    index = mark.index if mark else 0
    opened = f" in line {source.place(context.index)[0]}" if context else ""
    return index, _advice(problem, opened, source.text, index)


def _advice(problem: str, opened: str, text: str, index: int) -> str:
    character, is_end = text[index : index + 1], not text[index:].strip()
    if "end of stream" in problem:
        return f"a quote is opened{opened} and never closed"
    if problem.startswith(("did not find expected ',' or", "expected ',' or")):
        begin, end = ("[", "]") if "']'" in problem else ("{", "}")
        return f"the '{begin}'{opened} is not closed: ',' or '{end}' is missing here"
    if problem.startswith(_NO_VALUE) and is_end:
        return "the file ends inside something that is not closed"
    if character == "\t":
        return "a tab is not allowed here; use spaces"
    if problem.startswith("found character"):
        return f"a text cannot begin with {shown(character)}; {QUOTE}"
    if problem.startswith(_NO_KEY) and not _begins_line(text, index):
        return _FOLLOWS
    known = (said for start, said in _ADVICE.items() if problem.startswith(start))
    return next(known, f"not YAML: {problem}")


def _begins_line(text: str, index: int) -> bool:
    begin = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return not text[begin:index].strip(" ")
