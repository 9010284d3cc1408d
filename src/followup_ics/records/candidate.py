"""Who looks for a job, and where: at one place, or at several in turn.

A move is written in one list with the zone, so that nobody can give one without knowing the other.
`timezone` stays a text, the zone of the first place, and `moves` holds the rest of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_serializer,
    field_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from followup_ics import working_time
from followup_ics.errors import shown
from followup_ics.records.fields import (
    Country,
    Line,
    Record,
    Zone,
    fault,
    in_a_file,
    nearest,
    zone_named,
)
from followup_ics.records.span_fields import DailyHours, DateRange
from followup_ics.records.time_fields import Day
from followup_ics.working_time import Hours, Place, moving

MAX_LIST = 1_000  # of one list in a file
MAX_MOVES = 100
MAX_SPELT = 30  # regions that a message names; of more, such as the United States', the codes

T = TypeVar("T")


def _known_region(region: str | None, info: ValidationInfo) -> str | None:
    """Return the code of a region of the country beside it; without one, what was written."""
    country = info.data.get("country")
    if not country or not region:
        return region
    code = working_time.region_named(country, region)
    if code is None:
        raise fault("region", _unknown_region(country, region))
    return code


def _unknown_region(country: str, region: str) -> str:
    known, names = working_time.regions(country), working_time.region_names(country)
    if not known:
        return f"found {shown(region)}, but {country} has one calendar; leave it out"
    first = {code: name for name, code in reversed(names.items())}
    spelt = len(known) <= MAX_SPELT
    listed = (f"{code} ({first[code]})" if spelt and code in first else code for code in known)
    near = nearest(region, (*known, *names))
    return f"found {shown(region)}; write one of {country}'s: {', '.join(listed)}{near}"


class Somewhere(Record):
    """A record with a place: zone, country, region, each optional."""

    timezone: Zone | None = Field(None, description="IANA name of the time zone")
    country: Country | None = Field(
        None, description="ISO 3166-1 code; its public holidays are not working days"
    )
    region: Line | None = Field(
        None, description="part of the country given beside it, as in ISO 3166-2", examples=["NY"]
    )

    _is_known = field_validator("region")(_known_region)


class Move(Record):
    """From a date on, the candidate lives somewhere else.

    Without a country it is the one before, as a whole: a region counts only with the country
    beside it.
    """

    from_: Day = Field(alias="from", description="the first day there", examples=["2027-01-15"])
    zone: Zone = Field(description="IANA name of the time zone there", examples=["Europe/Berlin"])
    country: Country | None = Field(
        None, description="ISO 3166-1 code, where it is another country", examples=["DE"]
    )
    region: Line | None = Field(
        None, description="part of the country given beside it, as in ISO 3166-2", examples=["BE"]
    )

    _is_known = field_validator("region")(_known_region)


_DAY: TypeAdapter[date] = TypeAdapter(Day)


def or_none(kind: TypeAdapter[T], value: object) -> T | None:
    """Return a value as a field reads it, None where it has faults."""
    try:
        return kind.validate_python(value)
    except ValidationError:
        return None


def _home(value: object) -> str:
    """Return the first zone of somebody who may move on from it; the moves are in their order."""
    if not isinstance(value, list | tuple):
        return _named_first(value)
    if not value:
        raise fault("moves", "found an empty list; write an IANA zone such as America/New_York")
    if len(value) > MAX_MOVES + 1:
        raise fault("moves", f"found more than {MAX_MOVES} moves; write fewer")
    faults: list[InitErrorDetails] = [*_out_of_order(value[1:])]
    try:
        zone = _named_first(value[0])
    except PydanticCustomError as error:
        faults.append({"type": error, "loc": (0,), "input": value[0]})
    if faults:
        raise ValidationError.from_exception_data("Candidate", faults)
    return zone


def _named_first(value: object) -> str:
    if isinstance(value, Mapping | Move):
        raise fault("moves", "found fields; write the zone where you live at first, then each move")
    return zone_named(value)


def _out_of_order(moves: Sequence[object]) -> Iterator[InitErrorDetails]:
    """Yield a fault for each move, as written, that does not come after those before it."""
    last: date | None = None
    for index, move in enumerate(moves, 1):
        written = move.get("from") if isinstance(move, Mapping) else getattr(move, "from_", None)
        day = or_none(_DAY, written)
        if day and last and day <= last:
            message = (
                f"found '{day}', which is not after the move before, {last}; write the moves in "
                "the order of their dates"
            )
            yield {"type": fault("moves", message), "loc": (index, "from"), "input": written}
        last = max(filter(None, (day, last)), default=None)


class _AfterTheFirst:
    """Reads the moves of a list whose first item is a zone; there are none beside a zone alone."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        several = core_schema.tuple_schema(
            [core_schema.any_schema(), handler.generate_schema(Move)],
            variadic_item_index=1,
            max_length=MAX_MOVES + 1,
        )
        later = core_schema.no_info_after_validator_function(lambda found: found[1:], several)
        return core_schema.no_info_before_validator_function(_several, later)


def _several(value: object) -> object:
    """Return a list as it is; what else it may be is for the zone's own reader."""
    is_list = isinstance(value, list | tuple) and 0 < len(value) <= MAX_MOVES + 1
    return value if is_list else (None,)


class Candidate(Somewhere):
    """The person looking for a job."""

    name: Line | None = Field(None, description="your name", examples=["Jordan Rivera"])
    timezone: Annotated[str, PlainValidator(_home)] = Field(
        description="IANA name of your time zone; times are local there, unless an interview "
        "has a zone of its own. If you move, a list: the zone, then each move"
    )
    # Written in one list with the zone: both read it, and the zone is written with them.
    moves: Annotated[tuple[Move, ...], _AfterTheFirst()] = Field((), alias="timezone", exclude=True)
    available: DailyHours = Field(
        (Hours(7 * 60, 21 * 60),),
        description="hours of the day in which you are willing to act at all; several in a list",
        json_schema_extra={"default": "07:00-21:00"},
    )
    away: tuple[DateRange, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_LIST),
        description="dates, or runs of dates, that are never used",
    )

    @field_serializer("timezone")
    def _as_written(self, timezone: str) -> Any:
        return [timezone, *self.moves] if self.moves else timezone

    @property
    def clock(self) -> str:
        """The zone of the candidate's own times: where they move, a clock that moves with them."""
        return moving(self.timezone, ((move.from_, move.zone) for move in self.moves))

    @property
    def home(self) -> Place:
        """Where the candidate lives, with all later places; each keeps the country before it."""
        place = Place(self.timezone, self.country, self.region)
        stays = [(date.min, place)]
        for move in self.moves:
            country, region = move.country or place.country, move.country and move.region
            place = Place(move.zone, country, region)
            stays.append((move.from_, place))
        return stays[0][1]._replace(zone=self.clock, stays=tuple(stays) if self.moves else ())

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the zone as one, or as a list of it and the moves."""
        found = super().__get_pydantic_json_schema__(core_schema, handler)
        fields = handler.resolve_ref_schema(found)["properties"]
        moves = {name: fields["timezone"][name] for name in ("items", "minItems", "maxItems")}
        zone = {"type": "string", "examples": ["America/New_York"]}
        about = {"description": cls.model_fields["timezone"].description}
        both = {"type": ["string", "array"], "prefixItems": [zone]}
        fields["timezone"] = {**about, **zone, **both, **moves}
        return found
