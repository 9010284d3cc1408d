"""How applications end: outcomes, offers of their own company, and the one that was accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from followup_ics.planning.applications import Application, OfferReceived, Round, moment
from followup_ics.records.job_search import JobSearch, Offer
from followup_ics.records.names import company_of, fold

UNTIMED_ANSWER = time(17)
_ENDED = {
    "rejected": "they rejected the application",
    "withdrawn": "you withdrew",
    "offer": "they made you an offer",
    "accepted": "you accepted their offer",
}


def offers_received(
    job_search: JobSearch, zone: str, applications: Iterable[Application]
) -> list[OfferReceived]:
    """Return the offers in order of time: those recorded, and those that are an outcome."""
    applications = list(applications)
    found = [
        _recorded(offer, zone, _application_of(offer, applications)) for offer in job_search.offers
    ]
    known = {offer.application.key for offer in found if offer.application}
    for application in applications:
        for each in application.rounds:
            outcome = each.record.outcome
            if outcome and outcome.result == "offer" and application.key not in known:
                known.add(application.key)
                found.append(_as_outcome(each, moment(each.clock, outcome.on)))
    return sorted(found, key=lambda offer: (offer.received, offer.key, offer.path))


def _application_of(offer: Offer, applications: list[Application]) -> Application | None:
    """Return the application that an offer answers: by its role, else the company's only one."""
    company, role = company_of(offer), fold(offer.role)
    here = [each for each in applications if each.company_key == company]
    same = [each for each in here if fold(each.role) == role]
    return next(iter(same or (here if len(here) == 1 else ())), None)


def _recorded(offer: Offer, zone: str, application: Application | None) -> OfferReceived:
    company = company_of(offer)
    due = offer.answer_by
    return OfferReceived(
        offer.company,
        offer.role,
        company,
        f"{company}\x1f{fold(offer.role)}",
        moment(zone, offer.received),
        moment(zone, due, bare=UNTIMED_ANSWER) if due else None,
        f"offers[{offer.company}]",
        application,
    )


def _as_outcome(each: Round, on: datetime) -> OfferReceived:
    application = each.application
    return OfferReceived(
        each.record.company,
        each.record.role,
        application.company_key,
        application.key,
        on,
        None,
        f"{each.path}.outcome",
        application,
    )


def close(
    applications: list[Application], offers: Iterable[OfferReceived]
) -> tuple[datetime, Application] | None:
    """Close the rounds of what ended; return the first acceptance, which closes all others.

    A rejection or a withdrawal closes the rounds that had begun by then: an interview after it
    opens the application again. An offer and an acceptance close it for good.
    """
    accepted: list[tuple[datetime, Application]] = []
    for application in applications:
        for each in application.rounds:
            outcome = each.record.outcome
            if outcome is None:
                continue
            on, result = moment(each.clock, outcome.on), outcome.result
            lost = result in ("rejected", "withdrawn")
            ended = [r for r in application.rounds if not lost or r is each or r.start <= on]
            _close(ended, on, _ENDED[result])
            if lost and application.rounds[-1] in ended:
                application.over = min(on, application.over or on)
            if result == "accepted":
                accepted.append((on, application))
    for offer in offers:
        if offer.application:
            _close(offer.application.rounds, offer.received, _ENDED["offer"])
    first = min(accepted, key=lambda each: (each[0], each[1].key), default=None)
    if first:
        for application in applications:
            _close(application.rounds, first[0], f"you accepted the offer of {first[1].company}")
    return first


def _close(rounds: Iterable[Round], on: datetime, why: str) -> None:
    for each in rounds:
        if each.closed is None or on < each.closed:
            each.closed, each.closed_because = on, why
