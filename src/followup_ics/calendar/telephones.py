"""Telephone numbers in texts as people write them, by libphonenumber."""

from __future__ import annotations

import re
from functools import lru_cache

from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
    convert_alpha_characters_in_number,
    example_number_for_type,
    format_number,
    national_significant_number,
    normalize_digits_only,
    region_code_for_country_code,
)

_DASH = r"\u2010-\u2015\u2212\uff0d\-"
_PLUS = "+\uff0b"
_CLOCK = r"(?:0\d[.:]?|[12]?\d[.:])[0-5]\d"
# In some countries a date, or opening hours, have the digits of a number.
_TIME = re.compile(
    rf"""(?<![\d.{_DASH}{_PLUS}/])(?<!\d\s)(?:
        (?:19|20)\d\d([.{_DASH}/])[01]?\d\1[0-3]?\d
      | [0-3]?\d([.{_DASH}/])[0-3]?\d\2(?:19|20)?\d\d
      | {_CLOCK}\s?[{_DASH}]\s?[0-2]?\d[.:]?[0-5]\d(?!\s?\d)
      | (?<=\()\d\d?\s?[{_DASH}]\s?\d\d?(?=\))
    )(?![.{_DASH}/]?\d)""",
    re.VERBOSE,
)
# What tells a time from digits of a number: a colon, a unit, a weekday, ISO 8601, the text's end.
_HOUR = r"[0-2]?\d(?:[.:h][0-5]\d)?"
_UNIT = r"(?:[ap]\.?m\b\.?|\s?uhr\b|h\b)"
_TO = rf"\s?[{_DASH}]\s?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?|mo|di|mi|do|fr|sa|so"
_HOURS = re.compile(
    rf"""(?<![\d{_PLUS}])(?:
        (?:(?<!\d\s){_HOUR}{_UNIT}?{_TO}|{_HOUR}{_UNIT}?[{_DASH}])?
        (?:{_HOUR}{_UNIT}|[0-2]?\d[h:][0-5]\d)
      | 20\d\d-(?:0[1-9]|1[0-2])-[0-3]\d
      | \b(?:{_WEEKDAY})\b[.,:]*\s?{_HOUR}{_TO}{_HOUR}
      | (?<=\d\s)[6-9][{_DASH}](?:1[2-9]|2[0-4]|[1-6])(?=\s*[,;]|\s*$)
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_A_LIST = re.compile(r"(?:^[1-9]\.|(?<!\S)[1-9]\))\s")
_URL = re.compile(r"[a-z]://\S+")
# What is in brackets with a word is no area code: (9 to 5).
_ASIDE = re.compile(r"[(\[]([^()\[\]]*[^\W\d_][^()\[\]]*)[)\]]")
_VANITY = re.compile(r"(?<![\w+])(\+?\d[\d\s().-]*)-[A-Z][A-Z\d-]*(?!\w)", re.ASCII)
# Before and after what is only a part of something longer.
_GOES_ON = re.compile(rf"(?:[^\W\d_]|\d[\s.(){_DASH}]*|[{_PLUS}][\d\s.(){_DASH}/]*)$")
# What is said before a number that is no telephone's; with a plus it is one, but perhaps a fax.
_FAX_WORD = (
    r"(?:\b(?:t[e\u00e9]l[e\u00e9])?fax|\u0444\u0430\u043a\u0441|[\u4f20\u50b3]\u771f"
    r"|\u30d5\u30a1\u30c3\u30af\u30b9)"
)
_IS_FAX = re.compile(rf"(?<![/&+])(?<![/&+]\s){_FAX_WORD}(?:\s?n[or]\.?)?[\s.:\uff1a]*$", re.I)
_IS_ID = re.compile(
    r"""\b(?:zoom|webex|teams|meeting|room|raum|badge|id|pin|code|pass(?:code|word))
    (?:[\s-]?(?:id|no|nr|number|code))?[\s.:=\uff1a\#]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_THEN_FAX = re.compile(rf"\s*,\s?{_FAX_WORD}\s?,", re.IGNORECASE)
_AT_THE_END = re.compile(rf"[\d\s().,/{_PLUS}{_DASH}]*\w*$")
_IS_CUT = re.compile(rf"[{_DASH}]?[^\W\d_]|\d|[\s.{_DASH}]+\d(?!\d{{6}})")
_SECOND = re.compile(rf"\s*(?:/|\s[{_DASH}])\s*(?=\(?0(?:[\s().{_DASH}/]*\d){{6}})")
_CALLING_CODE = re.compile(rf"(?:[{_PLUS}]|00)\s?\d{{1,3}}")
_CHINESE = re.compile(r"(\(?0\d{2,3}\)?[\s-]?\d{3,4}[\s-]?\d{4})-(\d{1,5})(?![\d-])")
_AREA_CODE = 5  # the most digits that one has
_LAST_DIGITS = 4  # of a second number, after a slash
_LONGEST = 250  # of a text, what is read: a search costs as much as there are digits
_TRIES = 100


def first_whole(text: str, country: str | None) -> PhoneNumber | None:
    """Return the first whole number in a text, None where none is certain.

    `country`, an ISO 3166-1 code, is the one whose national numbers and international prefix the
    text may have; without it, only a number with a plus is certain.
    """
    text = _plain(text, country)
    for match in PhoneNumberMatcher(text, country, Leniency.POSSIBLE, max_tries=_TRIES):
        if not _is_no_number(text, match.start, match.end):
            number = _first(match.raw_string, country)
            if number:
                return number
    return None


def _plain(text: str, country: str | None) -> str:
    """Return the beginning of a text with its numbers in digits, without times, lists and links."""
    if len(text) > _LONGEST:
        text = _AT_THE_END.sub("", text[:_LONGEST])
    for pattern in (_URL, _TIME, _HOURS, _IN_A_LIST):
        text = pattern.sub(",", text)
    text = _ASIDE.sub(r",\1,", text)
    if country == "CN":
        text = _CHINESE.sub(r"\1 ext. \2", text)
    return _VANITY.sub(lambda found: _in_digits(found[0], found[1], country), text)


def for_uri(number: PhoneNumber) -> str:
    """Return a number as a tel: URI has it: a global one, with its extension (RFC 3966, 5)."""
    extension = normalize_digits_only(number.extension or "")
    dialled = format_number(number, PhoneNumberFormat.E164)
    return f"{dialled};ext={extension}" if extension else dialled


def _is_no_number(text: str, start: int, end: int) -> bool:
    """Say whether what stands around a number makes it a part, or something else, or a fax."""
    before = text[max(0, start - 40) : start]
    if text[start] not in _PLUS and (_GOES_ON.search(before) or _IS_ID.search(before)):
        return True
    if _IS_CUT.match(text, end) and not _SECOND.match(text, end):
        return True
    return bool(_IS_FAX.search(before) or _THEN_FAX.match(text, end))


def _first(written: str, country: str | None) -> PhoneNumber | None:
    """Return the number that a text is, or begins with; None where it may be one or two."""
    second = _SECOND.search(written)
    if second and not _CALLING_CODE.fullmatch(written[: second.start()]):
        first = _whole(written[: second.start()], country)
        return first if first and _is_beyond_area_code(first) else None
    head, _, tail = written.rpartition("/")
    first, whole = _whole(head.strip(), country), _whole(written, country)
    if first and _is_beyond_area_code(first):
        return None if whole or len(tail.strip()) > _LAST_DIGITS else first
    return whole


def _is_beyond_area_code(number: PhoneNumber) -> bool:
    return len(str(number.national_number)) > _AREA_CODE


def _whole(written: str, country: str | None) -> PhoneNumber | None:
    """Return the number that a text is from end to end, None where it is none.

    libphonenumber calls valid what can be assigned, so not the numbers kept for films and
    examples: 01632 960001, 07700 900123, +1 555 555 0100. It calls possible whatever has a length
    that its country allows: in Germany 011 44 161 496 0123 too. So what is not valid has to be as
    long as the country's own examples, and written with its prefix.
    """
    if number := _read(written, country, Leniency.VALID):
        return number
    number = _read(written, country, Leniency.POSSIBLE)
    if number is None:
        return None
    national = national_significant_number(number)
    with_prefix = not normalize_digits_only(written).startswith(national)
    usual = len(national) in _usual_lengths(number.country_code or 0)
    return number if with_prefix and usual else None


def _read(written: str, country: str | None, leniency: int) -> PhoneNumber | None:
    matches = PhoneNumberMatcher(written, country, leniency, max_tries=_TRIES)
    found = next(iter(matches), None)
    return found.number if found and found.raw_string == written else None


@lru_cache(maxsize=256)
def _usual_lengths(calling_code: int) -> frozenset[int]:
    """Return how many digits a national number has where a country has a line or a mobile."""
    region = region_code_for_country_code(calling_code)
    kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    examples = (example_number_for_type(region, kind) for kind in kinds)
    return frozenset(len(national_significant_number(each)) for each in examples if each)


def _in_digits(vanity: str, digits: str, country: str | None) -> str:
    """Return a number spelt with letters in digits; the text itself where it is not one."""
    spelt = convert_alpha_characters_in_number(vanity)
    whole = _read(spelt, country, Leniency.VALID) and not _whole(digits, country)
    return spelt if whole else vanity
