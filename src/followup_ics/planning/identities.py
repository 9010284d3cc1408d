"""Who is one person: by name within a company, by address too where the names can agree.

Within one interview, different names are different people, whatever their addresses. Whatever
would make one person of two who sat in one interview is not joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from followup_ics.planning.applications import Identity, Round
from followup_ics.planning.results import Note
from followup_ics.records.names import mailbox, person_name

MOST_AT_ONE_ADDRESS = 10  # names; an address of more is a department's, and tells nothing


class _Sighting(NamedTuple):
    """Somebody in one interview, as written there."""

    round: int
    path: str
    company: str
    written: str
    name: str
    mail: str | None


class Identities:
    """Whom each person of each interview is; the rounds come in the order of time."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self.notes: list[Note] = []
        self._group: dict[Identity, Identity] = {}
        self._met: dict[Identity, set[int]] = defaultdict(set)
        sightings = [
            each for number, about in enumerate(rounds) for each in _sightings(number, about)
        ]
        self._nodes = self._named(sightings)
        self._seen: dict[Identity, _Sighting] = {}
        self._mails: dict[Identity, dict[str, _Sighting]] = defaultdict(dict)
        for each in sightings:
            node = self._nodes[each.path]
            self._group.setdefault(node, node)
            self._met[node].add(each.round)
            self._seen.setdefault(node, each)
            if each.mail:
                self._mails[node].setdefault(each.mail, each)
        self._join_by_address()
        self._join_across_companies()
        self._warn_of_parts()

    def of(self, each: Round, index: int) -> Identity:
        """Return who a person of an interview is."""
        return self._find(self._nodes[each.path_of(index)])

    # By name

    def _named(self, sightings: Iterable[_Sighting]) -> dict[str, Identity]:
        """Return who each is by name alone; by address too where one interview holds two such."""
        by_name: dict[tuple[str, str], list[_Sighting]] = defaultdict(list)
        for each in sightings:
            by_name[each.company, each.name].append(each)
        found: dict[str, Identity] = {}
        for name, same in by_name.items():
            mails = list(dict.fromkeys(each.mail for each in same if each.mail))
            if _are_two(same):
                found |= {each.path: (*name, each.mail or mails[0]) for each in same}
                self._tell_unclear(same, mails)
            else:
                found |= {each.path: name for each in same}
                self._tell_new_address(same, mails)
        return found

    def _tell_unclear(self, same: Sequence[_Sighting], mails: Sequence[str]) -> None:
        for each in same:
            if not each.mail:
                self._warn(
                    each,
                    f"{each.written} may be one of {len(mails)} people of that name: the one with "
                    f"{mails[0]} is taken. Add the e-mail of the one that you mean",
                )

    def _tell_new_address(self, same: Sequence[_Sighting], mails: Sequence[str]) -> None:
        if len(mails) > 1:
            last = next(each for each in reversed(same) if each.mail)
            text = f"{last.written} has {len(mails)} addresses ({', '.join(mails)})"
            self._say(last, f"{text} and is taken for one person")

    # By address

    def _join_by_address(self) -> None:
        """Join people of a company who share an address, where their names can agree."""
        by_address: dict[tuple[str, str], list[_Sighting]] = defaultdict(list)
        for mail, each in self._addresses():
            by_address[each.company, mail].append(each)
        for (_, mail), people in by_address.items():
            if len(people) <= MOST_AT_ONE_ADDRESS:
                for one, other in combinations(people, 2):
                    self._join_or_warn(one, other, mail)

    def _join_or_warn(self, one: _Sighting, other: _Sighting, mail: str) -> None:
        both = f"{one.written} and {other.written}"
        if _can_agree(one.name, other.name):
            if self._are_one(one, other):
                return
            if self._join(one, other):
                self._say(
                    other,
                    f"{both} are taken for one person, as they share {mail}. Are they two? Write "
                    "both names in full",
                )
                return
        elif self._met_together(one, other):
            return
        self._warn(
            other,
            f"{both} share {mail} and are taken for two people. Are they one? Write the name in "
            "the same way",
        )

    def _join_across_companies(self) -> None:
        """Join one name at one address, whatever the company: an agency's recruiter, say."""
        known: dict[tuple[str, str], _Sighting] = {}
        for mail, each in self._addresses():
            first = known.setdefault((each.name, mail), each)
            if first.company != each.company and self._join(first, each):
                self._say(
                    each, f"{each.written} is the same person here and in {first.path}, by {mail}"
                )

    # Doubts

    def _warn_of_parts(self) -> None:
        """Warn of a name that is a part of another one's at the same company."""
        by_word: dict[tuple[str, str], list[_Sighting]] = defaultdict(list)
        people = self._seen.values()
        for each in people:
            for word in set(each.name.split()):
                by_word[each.company, word].append(each)
        for each in people:
            words = each.name.split()
            rarest = min((by_word[each.company, word] for word in words), key=len, default=[])
            for other in rarest[: MOST_AT_ONE_ADDRESS + 1]:
                if self._may_be(each, other):
                    self._warn(
                        each,
                        f"{each.written} may be {other.written}, and is taken for somebody else. "
                        "Are they one? Write the name in the same way",
                    )

    def _may_be(self, part: _Sighting, whole: _Sighting) -> bool:
        if not set(part.name.split()) < set(whole.name.split()):
            return False
        if self._are_one(part, whole) or self._met_together(part, whole):
            return False
        return not all(self._mails.get(self._nodes[each.path]) for each in (part, whole))

    # Groups

    def _addresses(self) -> Iterable[tuple[str, _Sighting]]:
        """Yield each address of each person, with where it was first seen."""
        return (found for mails in list(self._mails.values()) for found in mails.items())

    def _find(self, node: Identity) -> Identity:
        while self._group[node] != node:
            node = self._group[node]
        return node

    def _both(self, one: _Sighting, other: _Sighting) -> tuple[Identity, Identity]:
        return self._find(self._nodes[one.path]), self._find(self._nodes[other.path])

    def _are_one(self, one: _Sighting, other: _Sighting) -> bool:
        first, second = self._both(one, other)
        return first == second

    def _met_together(self, one: _Sighting, other: _Sighting) -> bool:
        first, second = self._both(one, other)
        return not self._met[first].isdisjoint(self._met[second])

    def _join(self, one: _Sighting, other: _Sighting) -> bool:
        """Make two one person, if no interview has both; say whether that was so."""
        first, second = self._both(one, other)
        if first == second or self._met_together(one, other):
            return False
        self._group[second] = first
        self._met[first] |= self._met.pop(second)
        return True

    def _say(self, each: _Sighting, text: str) -> None:
        self.notes.append(Note(each.path, "info", f"{text}."))

    def _warn(self, each: _Sighting, text: str) -> None:
        self.notes.append(Note(each.path, "warning", f"{text}."))


def _sightings(number: int, each: Round) -> Iterable[_Sighting]:
    company = each.application.company_key
    for index, person in enumerate(each.record.people):
        mail = mailbox(person.email) if person.email else None
        name = person_name(person.name)
        yield _Sighting(number, each.path_of(index), company, person.name, name, mail)


def _are_two(same: Iterable[_Sighting]) -> bool:
    """Say whether some interview has two people of one name with two addresses."""
    mails: dict[int, set[str]] = defaultdict(set)
    for each in same:
        if each.mail:
            mails[each.round].add(each.mail)
    return any(len(found) > 1 for found in mails.values())


def _can_agree(one: str, other: str) -> bool:
    """Say whether one name is a part of the other, its words in full or as initials."""
    first, second = one.split(), other.split()
    return _is_part(first, second) or _is_part(second, first)


def _is_part(words: Sequence[str], of: Sequence[str]) -> bool:
    return all(any(_is_same_word(word, each) for each in of) for word in words)


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))
