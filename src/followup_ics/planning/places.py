"""What the records say of places that may not be what was meant: zones, countries and regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from followup_ics.planning.applications import Round
from followup_ics.planning.results import Note
from followup_ics.records.candidate import MAX_SPELT
from followup_ics.records.job_search import Candidate, Interview, Person
from followup_ics.records.zone_names import is_place, listed, meant
from followup_ics.working_time import country_of, regions


class _Said(NamedTuple):
    """Where a record says that somebody is; `zone_path` is that of its zone.

    `counts` is the country that counts there, whether said or not.
    """

    path: str
    zone_path: str
    zone: str | None
    country: str | None
    region: str | None
    counts: str | None


def place_notes(candidate: Candidate, rounds: Iterable[Round]) -> Iterator[Note]:
    """Yield what to mend or to add where zones, countries and regions are given."""
    said = list(_said(candidate, rounds))
    for each in said:
        yield from _zone(each)
        yield from _region(each)
    yield from _regions_differ(said)
    yield from _abroad(candidate)


def _said(candidate: Candidate, rounds: Iterable[Round]) -> Iterator[_Said]:
    """Yield whatever has a place: the interviews in the order of time, the moves last."""
    yield _of("candidate", candidate, candidate.country)
    for each in rounds:
        yield _of(each.path, each.record, each.place.country)
        for index, person in enumerate(each.record.people):
            yield _of(each.path_of(index), person, person.country or each.place.country)
    stays = (place for _, place in candidate.home.stays[1:])
    for index, (move, place) in enumerate(zip(candidate.moves, stays, strict=True), 1):
        path = f"candidate.timezone[{index}]"
        country = move.country if move.region else place.country
        yield _Said(path, f"{path}.zone", move.zone, country, move.region, place.country)


def _of(path: str, record: Candidate | Interview | Person, counts: str | None) -> _Said:
    zone_path = f"{path}.timezone"
    return _Said(path, zone_path, record.timezone, record.country, record.region, counts)


def _zone(said: _Said) -> Iterator[Note]:
    """Tell of a zone that is no place's."""
    if said.zone and not is_place(said.zone):
        yield Note(
            said.zone_path,
            "warning",
            f"{said.zone} follows the clocks of no place, and may be an hour off in "
            f"half of the year: write {listed(meant(said.zone, said.counts) or ('UTC',))}.",
        )


def _region(said: _Said) -> Iterator[Note]:
    """Tell of a region that changes nothing."""
    if said.region and not said.country:
        yield Note(
            f"{said.path}.region",
            "info",
            "The region counts only with the country beside it; add it.",
        )
    if said.region and said.country and not regions(said.country):
        yield Note(
            f"{said.path}.region",
            "info",
            f"{said.country} has one calendar for all its regions, so that "
            f"{said.region} changes nothing.",
        )


def _regions_differ(somewhere: Iterable[_Said]) -> Iterator[Note]:
    """Say once of a country without a region that its regions have days off of their own."""
    without: dict[str, str] = {}
    for each in somewhere:
        if each.country and not each.region:
            without.setdefault(each.country, each.path)
    for country, path in without.items():
        known = regions(country)
        if known:
            wanted = listed(known) if len(known) <= MAX_SPELT else f"one, such as {known[-1]}"
            yield Note(
                f"{path}.region",
                "info",
                f"The regions of {country} have days off of their own, and no region is given: "
                f"add {wanted}, so that a call does not fall on one.",
            )


def _abroad(candidate: Candidate) -> Iterator[Note]:
    """Warn of a move to another country that does not say so."""
    places = pairwise(place for _, place in candidate.home.stays)
    for index, (move, (before, _)) in enumerate(zip(candidate.moves, places, strict=True), 1):
        there = country_of(move.zone)
        if before.country and there and not move.country and there != before.country:
            yield Note(
                f"candidate.timezone[{index}].country",
                "warning",
                f"{move.zone} is not in {before.country}, whose days off go on counting, as no "
                f"country is given: add 'country: {there}'.",
            )
