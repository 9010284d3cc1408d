"""What is made from the code: the reference pages, and the picture of the sample's plan.

`pages()` returns the text of each by its path below `docs`. The tests compare, and write them
anew with `pytest tests/test_docs.py --rewrite`.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner
from pydantic import BaseModel

import followup_ics
from followup_ics import Playbook, Tactic, load, load_playbook, oi_partners, plan
from followup_ics.commands.cli import main
from followup_ics.commands.clock import LATEST
from followup_ics.files import MAX_PREVIOUS
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.publishing import publish
from followup_ics.hosting.rendering import advise, content_at, content_of, put, refresh
from followup_ics.hosting.store import Store
from followup_ics.page.page import render_page, timeline_svg
from followup_ics.records import when as when_kind
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import PLACEHOLDERS

Schema = dict[str, Any]

_GENERATED = "<!-- Made by docs/generate.py; change the code, then run: pytest --rewrite -->\n\n"


def pages() -> dict[str, str]:
    """Return the text of every generated page, by its path below docs."""
    return {
        "reference/records.schema.json": _command("schema"),
        "reference/playbook.schema.json": _command("schema", "playbook"),
        "reference/records.md": _records(),
        "reference/playbook.md": _playbook(),
        "reference/cli.md": _cli(),
        "reference/api.md": _api(),
        "timeline.svg": _timeline(),
    }


def _timeline() -> str:
    sample = load(Path(__file__).parent.parent / "sample_interviews.yaml")
    return timeline_svg(sample, plan(sample), now=datetime(2026, 11, 23, 10, tzinfo=UTC))


def _command(*words: str) -> str:
    result = CliRunner().invoke(main, words, prog_name="followup-ics", terminal_width=80)
    assert result.exit_code == 0, result.output
    return result.output


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


# Fields of a model, from its JSON Schema


def _records() -> str:
    schema = JobSearch.model_json_schema()
    kinds = ["Candidate", "Move", "CalendarSettings", "Interview", "Person", "NextStep"]
    kinds += ["LogEntry", "Outcome", "KeptInvitation", "Offer", "Activity"]
    parts = [
        "# The records\n\n",
        _GENERATED,
        "What a records file holds, field by field: YAML or JSON, in UTF-8. A field without a "
        "default is required; a field left empty counts as not given; a field with another name is "
        "a fault. Every scalar is read as text and the field decides what it means, so `NO` is "
        "Norway and `12:30` is half past twelve. [Your editor](../how-to/editor-completion.md) can "
        "check all this while you type.\n\n",
        "Times are local, `2026-11-10 14:00`. Those of an interview "
        "with its log, its next step and its outcome are in the interview's `timezone` (else the "
        "candidate's); all others are in the candidate's. If you [move](#move), the candidate's is "
        "where you live on the date. A date alone is allowed wherever a time is. Other spellings "
        "are read where they have one meaning: `Nov 24 2026 2:00 PM`, `24 November 2026 14h00`, "
        "`13/11/2026`; `45 mins`, `1h30`, `PT45M`, `1.5h`; an end such "
        "as `15:30` is on the date of the start. A time with an offset, "
        "`2026-11-24T14:00-05:00` or `...Z`, is taken over into the local time, and `check` says "
        "so where the offset is not the zone's. `03/04/2026` has two meanings and is a fault.\n\n"
        "In YAML, a `#` after a space begins a comment, and a comma inside `{ }` ends a text: put "
        "a text that holds one, such as `'Analyst (Req #2207)'` or `'Widgets, Inc.'`, in "
        "quotes.\n\n",
        _model("The file", schema),
    ]
    parts += [_model(kind, schema["$defs"][kind]) for kind in kinds]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _model(title: str, model: Schema) -> str:
    required = model.get("required", ())
    rows = [
        [f"`{name}`", _kind(field), _default(field, name in required), _meaning(model, name, field)]
        for name, field in model["properties"].items()
    ]
    about = _cell(model["description"])
    return f"## {title}\n\n{about}\n\n" + _table(["field", "type", "default", "meaning"], rows)


def _kind(field: Schema) -> str:
    """Return a field's type in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "oneOf" in field:
        return "fields, see [when](#when)"
    options = [each for each in field.get("anyOf", ()) if each.get("type") != "null"]
    if options:
        return " or ".join(map(_kind, options))
    kinds = field.get("type", ())
    if "boolean" in kinds:
        return "true or false"
    if "enum" in field:
        return " or ".join(f"`{each}`" for each in field["enum"] if each is not None)
    if "const" in field:
        return f"`{field['const']}`"
    if "array" in kinds:
        items = [*field.get("prefixItems", ()), field.get("items", {})]
        several = f"list of {_listed(items)}" if "items" in field else "two numbers"
        alone = {**field, "type": "string"}
        return f"{_kind(alone)}, or {several}" if "string" in kinds else several
    if "integer" in kinds:
        return f"number, {field.get('minimum', 0)} to {field.get('maximum', '...')}"
    example = str(next(iter(field.get("examples", ())), ""))
    return f"{_NAMED.get(example, 'text')} such as `{example}`" if example else "text"


def _listed(items: list[Schema]) -> str:
    """Return what a list holds: its first items, then what may follow any number of times."""
    return ", then ".join(map(_kind, items))


# What the formats of the code are called, by their first example.
_NAMED = {
    "07:00-21:00": "hours",
    "10:00": "time of day",
    "2026-11-10": "date",
    "2026-11-10 14:00": "time or date",
    "2026-12-24/2027-01-01": "dates",
    "45m": "duration",
    "America/New_York": "zone",
    "2027-01-15": "date",
    "Europe/Berlin": "zone",
    "US": "country",
    "dana@example.com": "e-mail address",
    "DE": "country",
}


def _plain(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _default(field: Schema, required: bool) -> str:
    if required:
        return "required"
    default = field.get("default")
    if default is None or default == [] or default == "":
        return ""
    if isinstance(default, list):  # hours, as minutes after midnight
        return "`" + "-".join(f"{each // 60:02}:{each % 60:02}" for each in default) + "`"
    if "10:00" in field.get("examples", ()):
        default = str(default).removesuffix(":00")
    return f"`{_plain(default)}`"


def _meaning(model: Schema, name: str, field: Schema) -> str:
    kind = "".join(word.capitalize() for word in model.get("title", "").split())
    return _sentence(_cell(_MEANINGS.get(f"{kind}.{name}") or field.get("description", "")))


# Fields that say nothing, or too little, of themselves in the code yet.
_MEANINGS = {
    "Interview.timezone": "IANA zone of the times of this interview; else yours",
    "Interview.country": "ISO 3166-1 code; its weekend and public holidays count there; else yours",
    "Candidate.timezone": "IANA zone of your own times; if you move, a list: the zone where you "
    "live at first, then each [move](#move) in the order of their dates",
    "Person.timezone": "IANA zone, where not that of the interview",
    "Person.country": "ISO 3166-1 code, where not that of the interview",
    "Interview.id": "stable name of this interview; keeps its events in place when you edit it",
    "Interview.duration": "how long it was; 1h if neither this nor `end` is given",
    "JobSearch.candidate": "you",
    "JobSearch.interviews": "every interview, in any order",
    "JobSearch.busy": "[your own calendars](../how-to/around-your-own-calendar.md): `.ics` files, "
    "their paths relative to this one, or https addresses; nothing is planned where they keep you "
    "busy",
    "JobSearch.playbook": "whose advice is followed, unless `--playbook` names another",
    "JobSearch.offers": "offers from companies, interviewed with or not",
    "JobSearch.activities": "what you learn or do that the companies should hear of",
    "Candidate.name": "your name",
    "Person.name": "who it is; the same name at the same company is the same person",
    "Person.title": "their job title",
    "Person.vote": "false: no say in the decision; where nobody has one, everybody is thanked",
    "Person.email": "also tells people of one name apart, and finds them again elsewhere; without "
    "one, an article is told in the next call instead",
    "Person.phone": "without one, a call becomes an e-mail",
    "NextStep.what": "what comes next, in your words",
    "NextStep.decision_by": "when they mean to decide; the one question comes on the first "
    "working day after it",
    "NextStep.follow_up_on": "when to get in touch; nobody telephones them before it",
    "LogEntry.on": "when you did it, at most 14 days before the interview; a date alone means noon",
    "LogEntry.call_back": "when they asked to be called, later than `on`; nobody telephones them "
    "before it",
    "LogEntry.heard": "what they said; the next follow-up reminds you of it",
    "Outcome.result": "each ends the follow-ups; after rejected and withdrawn a later interview "
    "opens the application again; an offer is told to your first choice",
    "Outcome.on": "from when on this counts",
    "Interview.company": "the company, with its legal form (Inc., GmbH) or without",
    "Interview.role": "the job; company and role together are one application",
    "Interview.kind": "how you talked",
    "Interview.start": "when it began; a date alone is taken to end at 17:00",
    "Interview.first_choice": "the job you want most: it is told of other offers",
    "Interview.people": "whom you met, the most important first",
    "Interview.next_step": "what was agreed on",
    "Interview.log": "what you have done since, and what came back",
    "Interview.outcome": "how it ended",
    "Offer.company": "who made the offer; an application of this file is closed by it",
    "Offer.role": "for which job, as in the application",
    "Offer.received": "when it came",
    "Offer.answer_by": "when your answer is due; a date alone means 17:00; the plan reminds you "
    "on the last working day before it",
    "Activity.what": "what you did, as you would tell it: passed the CKA exam",
    "Activity.on": "when; companies hear of it at their next contact",
    "Activity.relates_to": "what it has to do with the job",
    "Playbook.playbook": "its name",
    "Playbook.horizon_weeks": "for how many weeks after the latest interview an application is "
    "followed up",
    "Playbook.persistence_from_day": "from which day after the interview on `persistence` is said",
    "Playbook.persistence": "what a follow-up adds when it is that long after the interview",
    "Playbook.ask_decision": "what `{ask_decision}` stands for, in the next contact, while it is "
    "not known when they decide",
    "Playbook.tactics": "the advice, one tactic each; their order is that of the log and of ties",
    "Tactic.name": "what the log calls it, in small letters and _",
    "Tactic.when": "what it is counted from, and its window",
    "Tactic.audience": "to whom it goes",
    "Tactic.most": "to how many of them at most, the first named first",
    "Tactic.channel": "how; `rotates` goes with a cycle, `agreed` takes what was agreed",
    "Tactic.minutes": "how long it takes you",
    "Tactic.different_days": "two people of one interview get it on two days, where that is "
    "possible",
    "Tactic.once_in_days": "one in so many days over the whole search; 0: one for each interview",
    "Tactic.summary": "the title of the calendar event",
    "Tactic.do": "what to do, a line each",
    "Tactic.why": "the advice behind it, said in every event",
    "Tactic.approaches": "for a cycle only: the ways to keep in touch that it rotates through",
    "Approach.name": "its name",
    "Approach.channel": "how",
    "Approach.asks": "wants something: waits for a date agreed with them",
    "Approach.summary": "the title of the calendar event",
    "Approach.do": "what to do, a line each",
}


# The playbook


def _playbook() -> str:
    book = oi_partners()
    other = load_playbook("measured")
    heads = ["tactic", "for", "channel", "when", "minutes", "why"]
    schema = Playbook.model_json_schema()
    whens = {each.__name__: each for each in _whens()}
    fields = [
        [f"`{_on(each)}`", _cell(each.__doc__ or ""), _when_fields(schema["$defs"][name])]
        for name, each in whens.items()
    ]
    parts = [
        "# The playbook\n\n",
        _GENERATED,
        "Two playbooks come along. The advice that is followed unless you say otherwise is "
        f"`{book.playbook}`; it runs for {book.horizon_weeks} weeks after the latest interview of "
        f"an application. `{other.playbook}` asks once, writes once more, and runs for "
        f"{other.horizon_weeks} weeks. [Write your own playbook](../how-to/own-playbook.md) "
        "compares the two and says how to change them.\n\n",
        "## The default tactics\n\nDay 0 is the date on which the interview ends, where the person "
        "is. Both ends of a window count.\n\n",
        _table(heads, [_tactic(each) for each in book.tactics]),
        f"\n## The tactics of {other.playbook}\n\n",
        _table(heads, [_tactic(each) for each in other.tactics]),
        "\n## Fields of a playbook\n\n",
        _model("The playbook", schema).partition("\n\n")[2],
        _model("Tactic", schema["$defs"]["Tactic"]),
        "\n## When\n\nWhat a tactic is counted from, chosen by `on`, and the fields beside it.\n\n",
        _table(["`on`", "meaning", "fields"], fields),
        _model("Approach", schema["$defs"]["Approach"]),
        "\n## Names to fill in\n\nIn `summary` and `do`, a name in braces is filled in. A line "
        "with a name that is not known for a follow-up is left out of it.\n\n",
        ", ".join(f"`{{{name}}}`" for name in sorted(PLACEHOLDERS)) + ".\n",
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _whens() -> Iterator[type[BaseModel]]:
    """Yield the kinds of `when`, in the order of the code."""
    for each in vars(when_kind).values():
        fields = getattr(each, "model_fields", {}) if inspect.isclass(each) else {}
        if "on" in fields:
            yield each


def _on(kind: type[BaseModel]) -> str:
    annotation: Any = kind.model_fields["on"].annotation
    return str(annotation.__args__[0])


def _when_fields(schema: Schema) -> str:
    required = schema.get("required", ())
    found = []
    for name, field in schema["properties"].items():
        if name != "on":
            default = _default(field, name in required)
            found.append(f"`{name}`" + (f" ({default})" if default != "required" else ""))
    return ", ".join(found)


def _tactic(tactic: Tactic) -> list[str]:
    return [
        f"`{tactic.name}`",
        _AUDIENCES.get(tactic.audience, tactic.audience.replace("_", " "))
        + (f", at most {tactic.most}" if tactic.most < 100 else ""),
        tactic.channel,
        _window(tactic),
        str(tactic.minutes),
        _cell(tactic.why),
    ]


_AUDIENCES = {
    "candidate": "you",
    "agreed": "whom you agreed it with",
    "voters": "voters, else everybody met",
}


def _window(tactic: Tactic) -> str:
    """Return when a tactic is due, in words."""
    when, at = tactic.when, f"{tactic.at:%H:%M}"
    match when:
        case when_kind.AfterInterview(unit="hours"):
            return f"within {when.latest} h after the interview, best after {when.preferred} h"
        case when_kind.AfterInterview():
            often = f"; one in {tactic.once_in_days} days" if tactic.once_in_days else ""
            return f"day {when.earliest} to {when.latest}, best day {when.preferred} at {at}{often}"
        case when_kind.Cycle():
            return (
                f"{when.earliest} to {when.latest} days after the last contact with the company, "
                f"best after {when.preferred}; the hiring manager at least every "
                f"{_nth(when.manager_every)} time"
            )
        case when_kind.Decision():
            first, last = when.without_date
            unit = when.unit.replace("_", " ").removesuffix("s")
            return (
                f"once: working day 1 to {when.working_days} after `decision_by`; without that "
                f"date, the first time on {unit} {first} to {last}; not within {when.after_offer} "
                "days after an offer call to that company"
            )
        case when_kind.AfterTactic():
            return (
                f"{when.earliest} to {when.latest} days after `{when.tactic}`, best after "
                f"{when.preferred}"
            )
        case when_kind.OfferElsewhere():
            return (
                f"first working slot after the offer, at most {when.working_days} working day later"
            )
        case when_kind.OfferDeadline():
            return (
                f"{when.hours} h after the call; {when.short_hours} h where that would leave less "
                "than a day before your own answer is due"
            )
        case when_kind.JobAccepted():
            return f"within {when.latest} days after you accept another job"
        case when_kind.EveryMonday():
            return (
                f"every week, its first working day at {at}; left out where that is {when.apart} "
                "days or less before the next"
            )
    return {
        "before_interview": f"last working day before the interview, {at}",
        "activity": "next cycle slot after the activity",
        "answer_due": f"last working day before the date of `answer_by`, {at}",
        "next_step": "on `follow_up_on`",
        "call_back": "on `call_back`",
        "horizon": f"the last day of the plan, {at}",
    }[when.on]


def _nth(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")


# The commands


def _cli() -> str:
    assert isinstance(main, click.Group)
    parts = [
        "# The commands\n\n",
        _GENERATED,
        "What `--help` says. A `-` in place of a file is standard input or output. On a terminal, "
        "`show` prints a table for each week; on a pipe, lines whose columns are separated by "
        "tabs.\n\n"
        "An output is never one of the inputs, and it replaces nothing but what followup-ics "
        f"wrote: a calendar, an event, or a page, of at most {MAX_PREVIOUS // 1024 // 1024} MiB. "
        "A device, "
        "or a pipe that somebody reads, is written to as it is. As an input, a device is refused, "
        "and so is a pipe that nobody writes to; `/dev/stdin`, or the `/dev/fd/63` of a shell's "
        "`<(...)`, is read.\n\n",
        f"## followup-ics\n\n```text\n{_command('--help')}```\n",
    ]
    parts += [
        f"## followup-ics {' '.join(words)}\n\n```text\n{_command(*words, '--help')}```\n"
        for words in _commands(main)
    ]
    parts.append(
        "## The environment\n\n"
        "| variable | meaning |\n| --- | --- |\n"
        "| `SOURCE_DATE_EPOCH` | the current time, in seconds since 1970, up to the end of 2058 "
        f"({LATEST}), for output that can be repeated to the byte |\n"
        "| `FOLLOWUP_ICS_DATABASE` | where feeds are kept, unless `--database` says so |\n"
        "| `FOLLOWUP_ICS_BASE_URL` | where the world finds the server, unless `--base-url` says "
        "so |\n"
        "| `NO_COLOR` | set to anything: no colours on a terminal |\n"
    )
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _commands(group: click.Group) -> Iterator[list[str]]:
    """Yield the words of each command, those of a group after its own."""
    for name in group.commands:
        yield [name]
        _, command, _ = group.resolve_command(click.Context(group), [name])
        if isinstance(command, click.Group):
            yield from ([name, *words] for words in _commands(command))


# The API


def _api() -> str:
    public = {name: getattr(followup_ics, name) for name in followup_ics.__all__}
    kinds: dict[str, Callable[[Any], bool]] = {
        "Functions": lambda each: not inspect.isclass(each),
        "Results": lambda each: dataclasses.is_dataclass(each) and each is not followup_ics.Fault,
        "Errors": lambda each: each is followup_ics.Fault or _is(each, Exception),
        "Records": lambda each: _is(each, BaseModel) and each not in (Playbook, Tactic),
        "The playbook": lambda each: each in (Playbook, Tactic),
    }
    parts = [
        "# The API\n\n",
        _GENERATED,
        "Everything that `followup_ics` exports. All of it is typed; nothing here reads a clock, "
        "so the current time is always an argument. See "
        "[use from a script](../how-to/use-from-a-script.md) for how it goes together.\n",
    ]
    for title, belongs in kinds.items():
        parts.append(f"## {title}\n")
        parts += [_name(name, each) for name, each in public.items() if belongs(each)]
    parts.append(
        "## Hosting\n\nBelow `followup_ics.hosting`, with the packages of "
        "`pip install '.[serve]'`. [Mount it](../how-to/mount.md) shows how it goes together.\n"
    )
    parts += [_name(name, each) for name, each in _HOSTING.items()]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


_HOSTING: dict[str, Any] = {
    "app.create_app": create_app,
    "store.Store": Store,
    "calendars.OwnCalendars": OwnCalendars,
    "rendering.content_at": content_at,
    "rendering.content_of": content_of,
    "rendering.put": put,
    "rendering.advise": advise,
    "rendering.refresh": refresh,
    "publishing.publish": publish,
    "page.render_page": render_page,
}


def _is(each: Any, base: type) -> bool:
    return inspect.isclass(each) and issubclass(each, base)


def _name(name: str, each: Any) -> str:
    text = inspect.getdoc(each) or ""
    return f"### {name}\n\n```text\n{_signature(name, each)}\n```\n\n{text}\n{_more(name, each)}"


def _signature(name: str, each: Any) -> str:
    if _is(each, BaseModel):
        return f"class {name}(**fields)"
    if _is(each, Exception):
        return f"class {name}({each.__base__.__name__})"
    if dataclasses.is_dataclass(each):
        found = "".join(f"\n    {field.name}: {field.type}" for field in dataclasses.fields(each))
        return f"class {name}:{found}"
    return f"{name}({_parameters(each)}) -> {inspect.signature(each).return_annotation}"


def _parameters(function: Callable[..., Any]) -> str:
    found: list[str] = []
    keyword = False
    for each in inspect.signature(function).parameters.values():
        if each.kind is each.KEYWORD_ONLY and not keyword:
            found.append("*")
            keyword = True
        value = getattr(each.default, "__name__", repr(each.default))
        default = "" if each.default is each.empty else f" = {value}"
        found.append(f"{each.name}: {each.annotation}{default}")
    return ", ".join(found)


def _more(name: str, each: Any) -> str:
    """Return what a class has besides its docstring: its methods, or where its fields are."""
    if _is(each, BaseModel):
        page = "playbook" if each in (Playbook, Tactic) else "records"
        title = {"JobSearch": "the-file", "Playbook": "fields-of-a-playbook"}.get(
            name, name.lower()
        )
        return f"\nIts fields are those of [the {page}]({page}.md#{title}).\n"
    if _is(each, Exception):
        names = [base for base in inspect.signature(each.__init__).parameters if base != "self"]
        held = ", ".join(f"`{each}`" for each in names if each not in ("args", "kwargs"))
        return f"\nIt carries {held}.\n" if held else ""
    methods = [
        f"\n`.{method}()`: {inspect.getdoc(found)}\n"
        for method, found in (vars(each).items() if inspect.isclass(each) else ())
        if inspect.isfunction(found) and not method.startswith("_")
    ]
    return "".join(methods)
