"""The rules of a plan, worked out again from the records: what a plan is held against.

Each rule is a function of a `World`, a job search with its plan, that yields one sentence for each
breach.
"""

from __future__ import annotations

from oracle.assertive import (
    calls_are_in_working_hours,
    candidates_own_time_is_kept,
    no_phone_contact_before_an_agreed_date,
    no_question_soon_after_another_offer,
    nothing_overlaps,
    nothing_overlaps_busy_time,
    nothing_precedes_its_interview,
    one_contact_per_person_and_day,
    thank_yous_give_up_as_little_as_they_must,
    thank_yous_go_to_the_first_named_first,
    two_contacts_per_company_and_day,
)
from oracle.changes import (
    agreed_dates_replace_the_call,
    an_interview_opens_an_application_again,
    cancelled_ones_say_why,
    keep_searching_is_weekly,
    late_records_are_planned_from_their_date,
    log_entries_are_done_when_they_were,
    next_round_takes_over,
    no_ask_before_an_agreed_date,
    nothing_is_planned_once_closed,
    one_article_a_person,
    one_thing_apart_in_28_days,
    promises_outlive_a_next_round,
    what_is_done_is_not_planned_again,
    what_is_for_both_roles_names_both,
    what_is_skipped_is_over_and_says_so,
    withdrawals_are_one_each,
)
from oracle.cycles import (
    activities_are_told_on_the_next_slot,
    cycle_counts_from_the_last_actual_contact,
    cycle_goes_on_to_the_horizon,
    cycle_slots_are_7_to_12_days_apart,
    hiring_manager_gets_every_third_slot,
    no_approach_twice_in_a_row,
    nobody_twice_in_a_row,
    one_question_a_person,
    questions_keep_their_distance,
    still_in_running_comes_when_due,
    still_in_running_is_asked_once,
    still_in_running_is_not_forgotten,
    thank_yous_name_topics_of_their_own_round,
    topics_are_unused_ones_first,
)
from oracle.form import (
    channels_can_be_used,
    every_text_is_whole,
    gives_are_never_telephoned,
    no_two_people_get_the_same_text,
    nothing_is_dropped_in_silence,
    uids_and_order_are_sound,
)
from oracle.offers import (
    deadlines_are_kept,
    every_offer_is_answered,
    offers_are_told_at_once,
    offers_are_told_to_the_first_choice,
    offers_of_the_file_are_no_news_to_it,
    one_call_for_offers_that_come_together,
)
from oracle.weighed import soft_rules_are_weighed_together
from oracle.windows import (
    late_ones_are_explained,
    late_ones_are_needed,
    late_ones_take_the_first_free_working_day,
    own_tasks_are_on_working_days,
    preparing_is_on_the_last_working_day,
    reviews_are_at_the_end_of_the_horizon,
    stale_gives_are_left_out,
    windows_are_respected,
    windows_are_those_of_the_table,
)
from oracle.world import World

WINDOWS = [
    windows_are_respected,
    late_ones_are_explained,
    windows_are_those_of_the_table,
    preparing_is_on_the_last_working_day,
    reviews_are_at_the_end_of_the_horizon,
    own_tasks_are_on_working_days,
    late_ones_are_needed,
    late_ones_take_the_first_free_working_day,
    stale_gives_are_left_out,
]
ASSERTIVE = [
    one_contact_per_person_and_day,
    two_contacts_per_company_and_day,
    calls_are_in_working_hours,
    nothing_overlaps,
    nothing_overlaps_busy_time,
    nothing_overlaps_busy_time,
    nothing_precedes_its_interview,
    candidates_own_time_is_kept,
    thank_yous_give_up_as_little_as_they_must,
    thank_yous_go_to_the_first_named_first,
    no_phone_contact_before_an_agreed_date,
    no_question_soon_after_another_offer,
    still_in_running_is_asked_once,
]
SOFT = [soft_rules_are_weighed_together]
CYCLES = [
    still_in_running_comes_when_due,
    still_in_running_is_not_forgotten,
    questions_keep_their_distance,
    one_question_a_person,
    cycle_slots_are_7_to_12_days_apart,
    cycle_counts_from_the_last_actual_contact,
    cycle_goes_on_to_the_horizon,
    nobody_twice_in_a_row,
    hiring_manager_gets_every_third_slot,
    no_approach_twice_in_a_row,
    topics_are_unused_ones_first,
    thank_yous_name_topics_of_their_own_round,
    activities_are_told_on_the_next_slot,
]
CHANGES = [
    no_ask_before_an_agreed_date,
    agreed_dates_replace_the_call,
    promises_outlive_a_next_round,
    nothing_is_planned_once_closed,
    next_round_takes_over,
    an_interview_opens_an_application_again,
    cancelled_ones_say_why,
    keep_searching_is_weekly,
    one_thing_apart_in_28_days,
    withdrawals_are_one_each,
    log_entries_are_done_when_they_were,
    what_is_done_is_not_planned_again,
    what_is_skipped_is_over_and_says_so,
    one_article_a_person,
    what_is_for_both_roles_names_both,
    late_records_are_planned_from_their_date,
]
OFFERS = [
    offers_are_told_to_the_first_choice,
    offers_are_told_at_once,
    one_call_for_offers_that_come_together,
    deadlines_are_kept,
    every_offer_is_answered,
    offers_of_the_file_are_no_news_to_it,
]
COMPLETE = [nothing_is_dropped_in_silence, channels_can_be_used, gives_are_never_telephoned]
FORM = [uids_and_order_are_sound, every_text_is_whole, no_two_people_get_the_same_text]
RULES = [*WINDOWS, *ASSERTIVE, *SOFT, *CYCLES, *CHANGES, *OFFERS, *COMPLETE, *FORM]

__all__ = [
    "ASSERTIVE",
    "CHANGES",
    "COMPLETE",
    "CYCLES",
    "FORM",
    "OFFERS",
    "RULES",
    "SOFT",
    "WINDOWS",
    "World",
]
