"""What spellings of one name share: of a company, a person, an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from unicodedata import category, normalize

from followup_ics.records import Interview, Offer


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return what two spellings of one name share.

    That is Unicode's compatibility form without case (NFKC_Casefold, UAX #31), with one kind of
    apostrophe and of hyphen: keyboards, telephones and address books each write their own.
    """
    if not name.isascii():
        whole = normalize("NFKC", normalize("NFKC", name).casefold())
        name = "".join(each for each in whole if category(each) != "Cf").translate(_ONE_KIND)
    return " ".join(name.casefold().split())


_ONE_KIND = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'") | dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"
)


_TITLES = frozenset(
    ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "mme", "herr", "frau"]
)
_DEGREES = frozenset(["phd", "md", "mba", "msc", "bsc", "esq", "cpa", "jd"])


@lru_cache(maxsize=4096)
def person_name(name: str) -> str:
    """Return what two spellings of one person's name share: `fold`, but for titles and degrees.

    A title stands before the name, a degree after it and a comma: "Md. Ali" is a name.
    """
    words = fold(name).split()
    while len(words) > 1 and words[0].rstrip(".") in _TITLES:
        del words[0]
    while len(words) > 1 and words[-2].endswith(",") and words[-1].replace(".", "") in _DEGREES:
        del words[-1]
        words[-1] = words[-1].rstrip(",")
    return " ".join(words)


# How companies end their names by law, as written without dots and spaces.
_FORMS = """
inc incorporated corp corporation co ltd limited llc llp lp plc pbc pty pte pvt privatelimited
gmbh mbh ggmbh ag kg kgaa ug ohg gbr ev
sa sas sarl sàrl snc srl spa sl slu ltée lté ltda eireli sadecv
bv nv vof se ab as aps oy oyj oü sia uab
spzoo sro doo zrt kft
sdn bhd kk
"""
_LEGAL_FORMS = frozenset(_FORMS.split())
_MOST_WORDS = 4  # of a legal form, such as "S.A. de C.V." or "Sp. z o.o."


@lru_cache(maxsize=4096)
def company_name(name: str) -> str:
    """Return what two spellings of one company's name share: `fold`, but for its legal form."""
    words = fold(name).split()
    while form := _legal_form(words):
        del words[-form:]
        words[-1] = words[-1].rstrip(",")
    return " ".join(words)


def _legal_form(words: Sequence[str]) -> int:
    """Return how many words at the end of a company's name are its legal form."""
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        ending = re.sub(r"[.,()/]", "", "".join(words[-count:]))
        if ending in _LEGAL_FORMS or ending in ("", "&"):
            return count
    return 0


def company_of(record: Interview | Offer) -> str:
    """Return the company's key: its `company_id`, else what all spellings of its name share."""
    return fold(record.company_id) if record.company_id else company_name(record.company)


@lru_cache(maxsize=4096)
def mailbox(email: str) -> str:
    """Return what two spellings of one address share, its domain in ASCII (IDNA, RFC 3490)."""
    local, _, domain = fold(email).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}"
