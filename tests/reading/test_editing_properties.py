"""Whatever a file looks like, an edit changes what it is to change and nothing else."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from difflib import SequenceMatcher
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from layouts import File, files, json_files
from pydantic import ValidationError

from followup_ics import JobSearch, loads
from followup_ics.errors import EditError
from followup_ics.reading import editing
from followup_ics.records.names import interview_ids
from strategies import Tree
from trying import EXAMPLES, REPEATABLE

_TEXTS = (
    "Zoe",
    "a: b",
    "why, then?",
    "x # y",
    "'s",
    '"',
    "null",
    "true",
    "-",
    "[a]",
    "é 😀",
    "1,2",
)


class Edit(NamedTuple):
    """An edit, and what it does to the tree of a file; `lines` is how many it may replace."""

    name: str
    make: Callable[[bytes], bytes]
    meant: Tree
    lines: int

    @property
    def adds(self) -> bool:
        """Say whether it is to leave each character where it is."""
        return self.name not in ("outcome", "next step", "move", "field")


def drawn(file: File) -> Edit:
    """Return an edit of a file, told by its seed; the first interview has a use for all of them."""
    chance = Random(file.seed + 1)
    tree: Tree = deepcopy(file.tree)
    return chance.choice(EDITS)(tree, chance)


def _which(tree: Tree, chance: Random) -> tuple[int | str, Tree]:
    index = chance.randrange(len(tree["interviews"]))
    chosen = tree["interviews"][index]
    names = interview_ids(JobSearch.model_validate(tree).interviews)
    return chance.choice((index, names[index])), chosen


def _log(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    entry = {"on": f"{chosen['start'][:10]} 23:59", "did": "lunch", "heard": chance.choice(_TEXTS)}
    chosen["log"] = [*chosen.get("log", ()), entry]
    return Edit("log", lambda text: editing.add_log_entry(text, which, entry), tree, 1)


def _person(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    person = {"name": chance.choice(_TEXTS), "part": "recruiter", "topics": ["a, b", "c"]}
    chosen["people"] = [*chosen.get("people", ()), person]
    return Edit("person", lambda text: editing.add_person(text, which, person), tree, 1)


def _topic(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    if not chosen.get("people"):
        return _person(tree, chance)
    number, topic = chance.randrange(len(chosen["people"])), chance.choice(_TEXTS)
    person = chosen["people"][number]
    person["topics"] = [*person.get("topics", ()), topic]
    return Edit("topic", lambda text: editing.add_topic(text, which, number, topic), tree, 1)


def _outcome(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    result, on = chance.choice(("rejected", "offer")), "2030-01-01 10:00"
    chosen["outcome"] = {"result": result, "on": on}
    return Edit("outcome", lambda text: editing.set_outcome(text, which, result, on), tree, 2)


def _next_step(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    name, value = chance.choice((("decision_by", "2031-02-03"), ("what", chance.choice(_TEXTS))))
    chosen["next_step"] = {**chosen.get("next_step", {}), name: value}
    return Edit("next step", lambda text: editing.set_next_step(text, which, name, value), tree, 1)


def _moved(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    start, length = f"{chosen['start'][:10]} 11:11", "25m"
    chosen |= {"start": start, "duration": length}
    chosen.pop("end", None)
    return Edit(
        "move", lambda text: editing.move(text, which, start=start, duration=length), tree, 2
    )


def _field(tree: Tree, chance: Random) -> Edit:
    which, chosen = _which(tree, chance)
    name, value = chance.choice(
        (("timezone", "Asia/Tokyo"), ("kind", "video"), ("company_id", chance.choice(_TEXTS)))
    )
    chosen[name] = value
    return Edit("field", lambda text: editing.set_field(text, which, name, value), tree, 1)


def _interview(tree: Tree, chance: Random) -> Edit:
    new: Tree = {"company": "New: one", "role": chance.choice(_TEXTS), "start": "2030-05-06"}
    new["people"] = [{"name": "Zoe", "topics": ["a", "b # c"]}, {"name": "Yan"}]
    tree["interviews"].append(new)
    return Edit("interview", lambda text: editing.add_interview(text, new), tree, 1)


def _listed(name: str, add: Callable[..., bytes], **item: str) -> Callable[[Tree, Random], Edit]:
    def edit(tree: Tree, _: Random) -> Edit:
        tree[name] = [*tree.get(name, ()), item]
        return Edit(name, lambda text: add(text, item), tree, 1)

    return edit


def _away(tree: Tree, _: Random) -> Edit:
    candidate = tree["candidate"]
    candidate["away"] = [*candidate.get("away", ()), "2031-01-01/2031-01-03"]
    return Edit("away", lambda text: editing.add_away(text, "2031-01-01/2031-01-03"), tree, 1)


EDITS = (
    _log,
    _person,
    _topic,
    _outcome,
    _next_step,
    _moved,
    _field,
    _interview,
    _away,
    _listed("offers", editing.add_offer, company="Ko, Ltd", role="SRE", received="2030-01-01"),
    _listed("activities", editing.add_activity, what="read: a book", on="2030-01-01"),
)


def valid(tree: Tree) -> JobSearch | None:
    try:
        return JobSearch.model_validate(tree)
    except ValidationError:
        return None


_GOES_ON = re.compile(r'(: (?:&\w+ )?"(?:[^"\\\r\n]|\\.)*)\r?\n +')  # a text over two lines


def replaced(before: bytes, after: bytes) -> list[tuple[list[str], list[str]]]:
    """Return the lines of one text that are not in the other, beside those in their place.

    A text over two lines counts as one.
    """
    # Where the last line has no break, it gets one when another comes after it.
    old, new = (_GOES_ON.sub(r"\1 ", text.decode()).splitlines() for text in (before, after))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for tag, a, b, c, d in changes if tag in ("replace", "delete")]


def breaks(text: bytes) -> set[str]:
    return set(re.findall(r"\r\n|\r|\n", text.decode()))


_NOTHING = re.compile(r"~|null|\[ +\]")  # what gives way to a first item


def only_added(before: bytes, after: bytes) -> bool:
    """Say whether a text has one run of characters more, and all others as they were."""
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before)
    )
    return len(after) >= len(before) and after.endswith(before[same:])


def refused(error: EditError) -> str:
    assert error.paste, error
    return "refused"


def held(file: File, edit: Edit) -> str:
    """Hold an edit of a file to its promise; say whether it was made, refused, or a fault."""
    meant = valid(edit.meant)
    try:
        after = edit.make(file.content)
    except EditError as refusal:
        return "a fault" if meant is None else refused(refusal)
    assert loads(after) == meant
    changes = replaced(file.content, after)
    assert sum(len(old) for old, _ in changes) <= edit.lines, changes
    assert all("#" not in line or "#" in "".join(new) for old, new in changes for line in old)
    if edit.adds and not _NOTHING.search(file.text):
        assert only_added(file.content, after)
    assert breaks(after) <= (breaks(file.content) or {"\n"})
    assert after.startswith(b"\xef\xbb\xbf") == file.text.startswith("\ufeff")
    return "made"


def _examples(default: int) -> int:
    return default if REPEATABLE else EXAMPLES


relaxed = settings(
    max_examples=_examples(200),
    deadline=None,
    derandomize=REPEATABLE,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@relaxed
@given(files())
def test_only_what_is_meant_changes(file: File) -> None:
    held(file, drawn(file))


@relaxed
@given(json_files())
def test_only_what_is_meant_changes_in_json(file: File) -> None:
    edit = drawn(file)
    if held(file, edit) == "made":
        json.loads(edit.make(file.content))


def test_most_edits_are_made() -> None:
    """A refusal is no way out: of files without anchors, hardly an edit is refused."""
    counts: Counter[str] = Counter()

    @settings(relaxed, max_examples=100, database=None)
    @given(files())
    def count(file: File) -> None:
        if "&a" not in file.text:
            counts[held(file, drawn(file))] += 1

    count()
    assert counts["refused"] < counts["made"] / 10, counts
