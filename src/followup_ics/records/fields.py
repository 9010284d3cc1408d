"""The types of the fields that a user writes.

A record may hold text, as files do, or the matching Python value, as scripts do; every other
value is refused with a message that names what was found and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    JsonValue,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from followup_ics import working_time
from followup_ics.errors import shown
from followup_ics.records.zone_names import few_zones, listed, meant

MAX_TEXT = 2_000
_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


_NULL = {"type": "null"}


class Record(BaseModel):
    """A frozen record in which an unknown field is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the record to an editor: what may be left out may also be empty."""
        found = handler(core_schema)
        record = handler.resolve_ref_schema(found)
        record["title"] = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).capitalize()
        for name, field in record.get("properties", {}).items():
            field.pop("title", None)
            if name not in record.get("required", ()):
                _allow_empty(field)
        return found


def _allow_empty(field: JsonSchemaValue) -> None:
    """Let a field be null too; written flat, so that editors point at what is wrong inside."""
    if field.get("default") in (None, []):
        field.pop("default", None)
    options: list[JsonSchemaValue] = [each for each in field.pop("anyOf", ()) if each != _NULL]
    for option in options:
        field.update({**option, **field})
    if "$ref" in field:
        field["anyOf"] = [{"$ref": field.pop("$ref")}, _NULL]
        return
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    field["type"] = [*kinds, "null"]
    if "enum" in field:
        field["enum"] = [*field["enum"], None]


def fault(kind: str, message: str, **about: str) -> PydanticCustomError:
    """Return the error to raise for a value; braces in the message are taken literally."""
    return PydanticCustomError(kind, "{message}", {"message": message, **about})


def in_a_file(most: int) -> dict[str, JsonValue]:
    """Return how many items a list of a file may have, for editors and for `reading`.

    It is no limit of the record: a script may give as many as it likes.
    """
    return {"maxItems": most}


# Texts


def _clean(value: object) -> str:
    if not isinstance(value, str):
        raise fault("text", f"found {shown(value)}; write a text")
    if len(value) > MAX_TEXT:
        raise fault("text", f"found {len(value):,} characters; write at most {MAX_TEXT:,}")
    text = value
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
    text = text.strip()
    if not text:
        raise fault("text", "found an empty text; write something, or remove it")
    return text


def _line(value: object) -> str:
    text = _clean(value)
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


_ADDRESS = r'[^\s@<>,;:"]+@[^\s@<>,;:"]+'
_ADDRESSES = re.compile(rf"(?:[^<>@]*<({_ADDRESS})>|(?:mailto:)?({_ADDRESS}))", re.IGNORECASE)

# No format: editors take "email" for one in ASCII, with nothing around it.
_ADDRESSES_IN_EDITORS = rf"^\s*(?:[^<>@]*<{_ADDRESS}>|(?:[Mm][Aa][Ii][Ll][Tt][Oo]:)?{_ADDRESS})\s*$"


def _email(value: object) -> str:
    """Return an address, also out of what mail programs copy: "Dana Lee <dana@example.com>"."""
    text = _line(value)
    found = _ADDRESSES.fullmatch(text)
    if found is None:
        several = len(re.findall(_ADDRESS, text)) > 1
        wanted = "the one that they read" if several else "an address such as dana@example.com"
        raise fault("email", f"found {shown(text)}; write {wanted}")
    return str(found[1] or found[2])


def _phone(value: object) -> str:
    text = _line(value)
    if sum(char.isdigit() for char in text) < 3:
        raise fault("phone", f"found {shown(text)}; write a number such as +1 312 555 0142")
    return text


def zone_named(value: object) -> str:
    """Return the IANA zone of this very name; raise a fault with the zones that may be meant."""
    text = _line(value)
    if not working_time.is_zone(text):
        raise fault("zone", unknown_zone(text), found=text)
    return text


def unknown_zone(text: str, country: str | None = None) -> str:
    """Return what to write instead of a text that is no zone, in a country if it is known."""
    zones = meant(text[:100], country)
    near = "" if zones else hint(closest(text, _zone_names(), cutoff=0.75))
    if zones := zones or (() if near else few_zones(country)):
        return f"found {shown(text)}; write the zone of the place, such as {listed(zones)}"
    return f"found {shown(text)}; write an IANA zone such as America/New_York{near}"


def likely_zone(text: str) -> str | None:
    """Return the zone that a text means most likely, by a city or a slip, None where none is."""
    return next(iter(meant(text[:100])), None) or closest(text, _zone_names(), cutoff=0.75)


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    """Return zones by name and by city, folded; not GMT+5, which is five hours *behind*."""
    zones = [each for each in working_time.zones() if "GMT" not in each]
    cities = {each.rpartition("/")[2].replace("_", " ").casefold(): each for each in zones}
    return cities | {each.casefold(): each for each in zones}


# What the names of countries that come along do not have.
_BRITISH = ("UK", "UNITED KINGDOM", "GREAT BRITAIN", "BRITAIN", "ENGLAND", "SCOTLAND", "WALES")
_MEANT = dict.fromkeys(_BRITISH, "GB") | {"HOLLAND": "NL", "SOUTH KOREA": "KR", "KOREA": "KR"}


def _country(value: object) -> str:
    text = _line(value)
    if text not in working_time.countries():
        meant = _MEANT.get(text.upper()) or working_time.country_named(text) or text.upper()
        near = hint(meant if meant in working_time.countries() else None)
        raise fault(
            "country",
            f"found {shown(text)}; write an ISO 3166-1 code of two capitals such as US{near}",
        )
    return text


def nearest(word: str, words: Iterable[str]) -> str:
    """Return "; did you mean X?" for the word most like `word`, or nothing."""
    return hint(closest(word, {each.casefold(): each for each in words}))


def hint(word: str | None) -> str:
    """Return "; did you mean X?", or nothing for None."""
    return f"; did you mean {word}?" if word else ""


def closest(word: str, words: Mapping[str, str], cutoff: float = 0.6) -> str | None:
    """Return what the key most like `word` stands for, None where none is; keys are folded.

    Only the keys that share most pairs of letters with it are compared at length.
    """
    from difflib import get_close_matches

    folded = word.casefold()[:100]
    pairs = frozenset(pairwise(folded))
    likely = nlargest(10, words, key=lambda each: _likeness(pairs, each))
    close = get_close_matches(folded, likely, 1, cutoff)
    return words[close[0]] if close else None


@lru_cache(maxsize=512)
def _pairs(word: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(word))


def _likeness(pairs: frozenset[tuple[str, str]], word: str) -> float:
    return len(pairs & _pairs(word)) / (len(pairs) + len(word))


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = value.strip().casefold() if isinstance(value, str) else None
    if text in ("true", "yes"):
        return True
    if text in ("false", "no"):
        return False
    raise fault("flag", f"found {shown(value)}; write true or false")


# The types


def _text_type(read: Callable[[object], str]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Let a text be a number too: editors take a company named 2026 for one."""
    schema = {"type": ["string", "number"], "maxLength": MAX_TEXT}
    return BeforeValidator(read), WithJsonSchema(schema)


def value_type(
    read: Callable[[object], object], kind: str | list[str] = "string", **schema: Any
) -> tuple[PlainValidator, WithJsonSchema]:
    """Return how a field's value is read, and how editors are told of it."""
    return PlainValidator(read), WithJsonSchema({"type": kind, **schema})


_SCHEME = re.compile(r"(?:([a-z][a-z0-9+.-]+):)?//|webcal:", re.IGNORECASE)
_WEB = re.compile(r"(?:https|webcal)://[^\s/@?#:\[\]]+(?::[0-9]{1,5})?(?:/\S*)?", re.IGNORECASE)
_CALENDARS_IN_EDITORS = (
    r"^(?!\s*(?![Hh][Tt][Tt][Pp][Ss]:|[Ww][Ee][Bb][Cc][Aa][Ll]:)[A-Za-z][A-Za-z0-9+.-]+://)"
)


def is_address(calendar: str) -> bool:
    """Say whether a calendar is at an address of the web, not in a file."""
    return bool(_SCHEME.match(calendar))


def _calendar(value: object) -> str:
    """Return where a calendar is: the path of a file as it is, or an https or webcal address."""
    text = _line(value)
    if is_address(text) and not _WEB.fullmatch(text):
        raise fault(
            "calendar",
            f"found {shown(text)}; write the path of a file, or an address such as "
            "https://calendar.example.com/private.ics",
        )
    return text


_ANY_FLAG = "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO)$"

Text = Annotated[str, *_text_type(_clean)]
Line = Annotated[str, *_text_type(_line)]
Email = Annotated[
    str, *value_type(_email, pattern=_ADDRESSES_IN_EDITORS, examples=["dana@example.com"])
]
Phone = Annotated[
    str, *value_type(_phone, ["string", "number"], examples=["+1 312 555 0142"], maxLength=MAX_TEXT)
]
Zone = Annotated[str, *value_type(zone_named, examples=["America/New_York"])]
Country = Annotated[str, *value_type(_country, pattern="^[A-Z]{2}$", examples=["US"])]
CalendarFile = Annotated[
    str,
    *value_type(
        _calendar, pattern=_CALENDARS_IN_EDITORS, maxLength=MAX_TEXT, examples=["work.ics"]
    ),
]
Flag = Annotated[
    bool, *value_type(_flag, ["boolean", "string"], pattern=_ANY_FLAG, examples=[True, False])
]
