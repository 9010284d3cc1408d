"""What spellings of one name share: of a company, a person, an address; and interviews' ids."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from unicodedata import category, normalize

from followup_ics.records.domains import in_ascii
from followup_ics.records.job_search import Interview, Offer


@lru_cache(maxsize=512)
def fold(name: str) -> str:
    """Return what two spellings of one name share.

    That is Unicode's compatibility form without case (NFKC_Casefold, UAX #31), with one kind of
    apostrophe and of hyphen: keyboards, telephones and address books each write their own.
    """
    if not name.isascii():
        # First, since an accent joins the letter before it only once nothing is between them.
        seen = "".join(each for each in name if not _is_unseen(each))
        whole = normalize("NFKC", normalize("NFKC", seen).casefold())
        name = whole.replace(_ACUTE, "'").translate(_ONE_KIND)
    return " ".join(name.replace("`", "'").casefold().split())


def _is_unseen(character: str) -> bool:
    """Say whether a character only changes how others look: joiners, an emoji's colour."""
    return category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


_ACUTE = " \u0301"  # what an acute accent that stands alone is in the compatibility form
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u2032"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_ONE_KIND = dict.fromkeys(map(ord, _APOSTROPHES), "'") | dict.fromkeys(map(ord, _HYPHENS), "-")


_TITLES = frozenset(
    ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "mme", "herr", "frau"]
)
_DEGREES = frozenset(["phd", "md", "mba", "msc", "bsc", "esq", "cpa", "jd"])


@lru_cache(maxsize=512)
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


@lru_cache(maxsize=512)
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


@lru_cache(maxsize=512)
def mailbox(email: str) -> str:
    """Return what two spellings of one address share, its domain in ASCII."""
    local, _, domain = normalize("NFKC", email).strip().rpartition("@")
    labels = domain.replace("\u3002", ".").split(".")
    return f"{fold(local)}@{'.'.join(map(_label, labels))}"


def _label(written: str) -> str:
    """Return a label as it is registered; an emoji too, which some sell and IDNA refuses."""
    found = in_ascii(written)
    if found is not None:
        return found
    folded = fold(written).replace(" ", "")
    return folded if folded.isascii() else f"xn--{folded.encode('punycode').decode()}"


def interview_ids(interviews: Iterable[Interview]) -> list[str]:
    """Return each interview's id, else one from company, role and the order in the file."""
    interviews = list(interviews)
    taken = {interview.id for interview in interviews}
    counts: dict[str, int] = defaultdict(int)
    found = []
    for interview in interviews:
        identifier = interview.id
        while identifier is None:
            stem = "-".join(f"{company_of(interview)} {fold(interview.role)}".split())
            counts[stem] += 1
            candidate = f"{stem}-{counts[stem]}"
            identifier = candidate if candidate not in taken else None
        found.append(identifier)
    return found
