"""What a follow-up says: personal, never a form letter."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from building import DANA, HANA, IVAN, JORDAN, having, interview, offered, planned
from finding import at, contacts, day, every, notes, one
from followup_ics import FollowUp, Plan, load, oi_partners, plan
from paths import SAMPLE

LEE = (
    "{name: Dana Lee, title: VP Engineering, part: hiring_manager, email: dana@acme.example, "
    "phone: +1 212 555 0101, topics: [the Kafka migration, hiring for 2027, blameless reviews]}"
)
TOPICS = ("the Kafka migration", "hiring for 2027", "blameless reviews")
ZOE = "{name: Zoe, email: zoe@acme.example, phone: +1 212 555 0108}"
ZOE_DECIDES = having(ZOE, "part: hiring_manager")
ADVICE = {tactic.name: tactic.why for tactic in oi_partners().tactics}


def to_do(each: FollowUp) -> str:
    """Return what a description says is to be done: its first part."""
    return each.description.split("\n\n")[0]


# Who they are, and how to reach them


def test_every_contact_names_the_person_their_title_phone_email_and_their_own_topics() -> None:
    found = planned(interview(f"{LEE}, {IVAN}"))
    for each in every(found, person="Dana Lee"):
        for known in ("Dana Lee", "VP Engineering", "+1 212 555 0101", "dana@acme.example"):
            assert known in each.description
        assert all(topic in each.description for topic in TOPICS)
        assert "property-based tests" not in each.description
    for each in every(found, person="Ivan"):
        assert "property-based tests" in each.description
        assert not any(topic in each.description for topic in TOPICS)


def test_every_summary_names_the_person_and_the_company() -> None:
    for each in contacts(planned(interview(f"{LEE}, {IVAN}"))):
        assert str(each.person) in each.summary
        assert "Acme" in each.summary


def test_two_roles_at_one_company_are_told_apart_in_summaries() -> None:
    found = planned(interview(), interview(IVAN, id="other", role="Architect"))
    assert "Engineer" in one(found, "continued_interest", person="Dana").summary
    assert "Architect" in one(found, "continued_interest", person="Ivan").summary


def test_what_a_person_said_in_a_later_round_is_added_to_what_they_said_before() -> None:
    again = "{name: Dana Lee, email: dana@acme.example, topics: [the next reorganisation]}"
    found = planned(interview(LEE), interview(again, id="second", start="2026-11-10 10:00"))
    interest = one(found, "continued_interest", interview="second")
    for topic in (*TOPICS, "the next reorganisation"):
        assert topic in interest.description


def test_the_time_is_told_in_both_zones_where_they_differ() -> None:
    denver = having(DANA, "timezone: America/Denver")
    call = one(planned(interview(denver)), "phone_call")
    assert "Fri 6 Nov 12:00" in call.description
    assert "Fri 6 Nov 10:00" in call.description


# What was sent, and what they said


def test_a_later_contact_lists_what_was_sent_to_that_person_before() -> None:
    found = planned(interview(f"{LEE}, {HANA}"))
    interest = one(found, "continued_interest").description
    for earlier in ("2 Nov: thank you", "4 Nov: share article", "6 Nov: phone call"):
        assert earlier in interest
    assert "Before this" not in one(found, "thank_you").description
    assert "5 Nov: phone call" not in interest


def test_what_is_done_is_listed_at_its_actual_date() -> None:
    log = "[{on: 2026-11-03 08:00, did: share_article, to: Dana Lee}]"
    found = planned(interview(LEE, log=log))
    assert "3 Nov: share article" in one(found, "phone_call").description


def test_what_a_company_heard_about_one_role_is_known_when_it_hears_of_the_other() -> None:
    other = interview(LEE, id="other", role="Architect", start="2026-11-16 14:00")
    found = planned(interview(LEE), other)
    thanks = one(found, "thank_you", interview="other")
    assert "10 Nov: continued interest" in thanks.description


HEARD = (
    "[{on: 2026-11-04 11:30, did: phone_call, to: Dana Lee, heard: still interviewing until May}]"
)


def test_what_they_said_is_repeated_to_that_person_alone_and_only_afterwards() -> None:
    found = planned(interview(f"{LEE}, {IVAN}", log=HEARD))
    for each in every(found, person="Dana Lee", status="planned"):
        knows = "still interviewing until May" in each.description
        assert knows is (each.start > at("2026-11-04 11:30"))
    for each in every(found, person="Ivan"):
        assert "until May" not in each.description


# Why this, why now


def test_every_contact_says_why_this_with_the_advice_and_why_now_with_its_window() -> None:
    found = planned(interview(f"{LEE}, {HANA}, {IVAN}"))
    for each in contacts(found):
        assert ADVICE[each.tactic] in each.description
        assert ADVICE[each.tactic] in each.reasons
    call = one(found, "phone_call", person="Dana Lee").description
    assert "Tue 3 Nov to Sat 7 Nov" in call
    thanks = one(found, "thank_you", person="Dana Lee").description
    assert "Mon 2 Nov 15:00 to Tue 3 Nov 15:00" in thanks


def test_every_reason_is_in_the_description() -> None:
    for each in planned(interview(f"{LEE}, {HANA}, {IVAN}")).follow_ups:
        assert all(reason in each.description for reason in each.reasons)


SHIFTS = [
    pytest.param({"start": "2026-11-04 14:00"}, "", "Sun 8 Nov", "Sunday", id="a weekend"),
    pytest.param({"start": "2026-12-21 14:00"}, "", "Fri 25 Dec", "Christmas", id="a holiday"),
    pytest.param({}, ", away: [2026-11-06]", "Fri 6 Nov", "away", id="a day away"),
    pytest.param({}, ", available: 12:00-20:00", "Fri 6 Nov 10:00", "", id="hours"),
]


@pytest.mark.parametrize(("fields", "candidate", "wished", "cause"), SHIFTS)
def test_a_shift_is_told_with_its_cause(
    fields: dict[str, str], candidate: str, wished: str, cause: str
) -> None:
    found = planned(interview(**fields), candidate=JORDAN + candidate)
    call = one(found, "phone_call")
    assert any(
        "moved" in reason.lower() and wished in reason and cause in reason
        for reason in call.reasons
    )


def test_what_stands_where_it_was_wished_for_tells_of_no_shift() -> None:
    assert "moved" not in one(planned(), "phone_call").description.lower()


# Never the same text


def test_no_two_people_are_told_the_same() -> None:
    panel = ", ".join(f"{{name: P{n}, email: p{n}@acme.example}}" for n in range(4))
    found = contacts(planned(interview(f"{LEE}, {panel}"), interview("", id="x", company="Best")))
    said = {(each.company, each.person): [] for each in found}  # type: dict[object, list[str]]
    for each in found:
        said[each.company, each.person].append(to_do(each))
    texts = list(said.values())
    for n, one_of_them in enumerate(texts):
        for other in texts[n + 1 :]:
            assert not set(one_of_them) & set(other)


def test_no_two_contacts_with_one_person_say_the_same() -> None:
    found = contacts(planned(interview(LEE)))
    assert len({each.description for each in found}) == len(found)


# Topics


def topics_of(found: list[FollowUp]) -> list[str]:
    """Return the one topic that each contact is about, those with all or none aside."""
    named = ([topic for topic in TOPICS if topic in to_do(each)] for each in found)
    return [topics[0] for topics in named if len(topics) == 1]


def test_topics_rotate_and_none_repeats_until_all_were_used() -> None:
    used = topics_of(every(planned(interview(LEE)), person="Dana Lee"))
    assert len(used) >= 8
    assert used[:3] == list(TOPICS)
    assert all(len(set(used[n : n + 3])) == 3 for n in range(len(used) - 2))


def test_topics_rotate_on_through_the_next_round() -> None:
    found = planned(interview(LEE), interview(LEE, id="second", start="2026-11-10 10:00"))
    used = topics_of(every(found, person="Dana Lee", status="planned"))
    assert all(earlier != later for earlier, later in pairwise(used))
    assert all(len(set(used[n : n + 3])) == 3 for n in range(len(used) - 2))


def test_topics_rotate_on_through_the_other_role_at_the_company() -> None:
    other = interview(LEE, id="other", role="Architect", start="2026-11-04 14:00")
    found = planned(interview(LEE), other)
    used = topics_of(every(found, person="Dana Lee", status="planned"))
    assert all(len(set(used[n : n + 3])) == 3 for n in range(len(used) - 2))


def test_topics_of_the_log_are_not_used_up_by_what_is_cancelled() -> None:
    ended = interview(LEE, outcome="{result: rejected, on: 2026-11-09}")
    found = planned(ended)
    used = topics_of(every(found, person="Dana Lee", status="planned"))
    assert used == list(TOPICS[:2])


def test_a_person_without_topics_gets_a_prompt_and_a_note_asks_for_one() -> None:
    found = planned(interview(f"{LEE}, {ZOE}"))
    for each in every(found, person="Zoe"):
        assert "recall" in each.description
    assert notes(found, "Zoe", "talked about")
    assert not notes(found, "Dana Lee", "talked about")


@pytest.mark.parametrize("people", [ZOE_DECIDES, ""], ids=["no topics", "nobody"])
def test_without_topics_every_contact_still_says_what_to_do(people: str) -> None:
    found = contacts(planned(interview(people)))
    assert {each.tactic for each in found} >= {"share_article", "touch_base", "continued_interest"}
    for each in found:
        assert to_do(each).startswith("- "), f"{each.tactic}: {each.description}"
    article = next(each for each in found if each.tactic == "share_article")
    assert re.search("article|link", to_do(article).split("\n")[0])


# Nothing generic left over


SEARCHES = [
    pytest.param(lambda: plan(load(SAMPLE)), id="the sample"),
    pytest.param(lambda: planned(interview("")), id="nobody"),
    pytest.param(lambda: planned(interview("{name: Kim}")), id="a name alone"),
    pytest.param(lambda: planned(interview(start="2026-11-02", people="")), id="a date alone"),
    pytest.param(
        lambda: planned(
            interview("", first_choice="true", next_step="{follow_up_on: 2026-11-05}"),
            interview("", id="second", start="2026-11-23 14:00"),
            interview("", id="won", company="Best", outcome="{result: accepted, on: 2026-12-09}"),
            offers=offered(),
            activities="{what: passed the CKA exam, on: 2026-11-12}",
        ),
        id="little of everything",
    ),
    pytest.param(
        lambda: planned(interview(LEE, outcome="{result: rejected, on: 2026-11-09}")), id="ended"
    ),
]
LEFT_OVER = {
    "a value that is missing": r"\bNone\b|\bnull\b|\bnan\b|<[a-z_]+>",
    "a placeholder": r"[{}]",
    "an empty bullet": r"(?m)^\s*-\s*$",
    "an empty list": r"\(\s*\)|\[\s*\]|: *[;.]|; *[;.]",
    "a label without its value": r"(?m)^(?!Why this, why now:).*:\s*$",
    "a missing word": r" [.,;:](?:\s|$)|  ",
    "code": r"datetime|tuple|Literal|Contact\(|_offer\b|frozenset",
}


@pytest.mark.parametrize("left_over", LEFT_OVER)
@pytest.mark.parametrize("found", SEARCHES)
def test_nothing_is_left_over_from_a_form(found: object, left_over: str) -> None:
    assert callable(found)
    made = found()
    assert isinstance(made, Plan)
    texts = [text for each in made.follow_ups for text in (each.summary, each.description)]
    texts += [note.text for note in made.notes]
    for text in texts:
        assert not re.search(LEFT_OVER[left_over], text), text


def test_what_a_user_writes_in_braces_stays_as_it_is() -> None:
    people = DANA.replace("the Kafka migration", "'{braces} and {0}'")
    found = planned(interview(people))
    assert "{braces} and {0}" in one(found, "share_article").description


def test_tasks_of_the_candidate_name_the_company_and_the_people() -> None:
    found = planned(interview(f"{LEE}, {IVAN}"))
    prepare = one(found, "prepare")
    assert "Acme" in prepare.summary
    assert "Dana Lee, Ivan" in prepare.description
    assert "Dana Lee" in one(found, "review").description
    assert day(prepare) == "2026-10-30"


@pytest.mark.parametrize("role", ["Hybrid role", "Unknown Role"])
def test_a_role_that_is_called_one_is_not_called_so_twice(role: str) -> None:
    found = planned(interview(role=role))
    said = [each.description for each in found.follow_ups if role in each.description]
    assert any(f"about the {role}, in words" in each for each in said)
    assert not any("role role" in each.casefold() for each in said)
