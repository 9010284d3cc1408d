"""The rules of a plan, worked out again from the records: what a plan is held against.

Each rule is a function of a `World`, a job search with its plan, that yields one sentence for each
breach.
"""

from __future__ import annotations

from oracle.assertive import (
    calls_are_in_working_hours,
    calls_of_one_interview_are_on_different_days,
    candidates_own_time_is_kept,
    nothing_overlaps,
    nothing_precedes_its_interview,
    one_contact_per_person_and_day,
    thank_yous_leave_available_hours_only_in_need,
    two_contacts_per_company_and_day,
)
from oracle.changes import (
    cancelled_ones_say_why,
    deadlines_keep_within_the_answer,
    keep_searching_is_weekly,
    late_records_are_planned_from_their_date,
    log_entries_are_done_when_they_were,
    next_round_takes_over,
    no_ask_before_an_agreed_date,
    nothing_is_planned_once_closed,
    offers_are_told_to_the_first_choice,
    what_is_done_is_not_planned_again,
    withdrawals_are_one_each,
)
from oracle.cycles import (
    activities_are_told_on_the_next_slot,
    cycle_counts_from_the_last_actual_contact,
    cycle_goes_on_to_the_horizon,
    cycle_slots_are_7_to_12_days_apart,
    no_approach_twice_in_a_row,
    nobody_twice_in_a_row,
    still_in_running_comes_when_due,
    still_in_running_is_asked_once,
    still_in_running_is_not_forgotten,
    topics_rotate,
)
from oracle.form import (
    channels_can_be_used,
    every_text_is_whole,
    no_two_people_get_the_same_text,
    nothing_is_dropped_in_silence,
    uids_and_order_are_sound,
)
from oracle.windows import (
    late_ones_are_explained,
    late_ones_take_the_first_free_slot,
    preparing_is_on_the_last_working_day,
    windows_are_respected,
    windows_are_those_of_the_table,
)
from oracle.world import World

WINDOWS = [
    windows_are_respected,
    late_ones_are_explained,
    windows_are_those_of_the_table,
    preparing_is_on_the_last_working_day,
    late_ones_take_the_first_free_slot,
]
ASSERTIVE = [
    one_contact_per_person_and_day,
    two_contacts_per_company_and_day,
    calls_are_in_working_hours,
    calls_of_one_interview_are_on_different_days,
    nothing_overlaps,
    nothing_precedes_its_interview,
    candidates_own_time_is_kept,
    thank_yous_leave_available_hours_only_in_need,
    still_in_running_is_asked_once,
]
CYCLES = [
    still_in_running_comes_when_due,
    still_in_running_is_not_forgotten,
    cycle_slots_are_7_to_12_days_apart,
    cycle_counts_from_the_last_actual_contact,
    cycle_goes_on_to_the_horizon,
    nobody_twice_in_a_row,
    no_approach_twice_in_a_row,
    topics_rotate,
    activities_are_told_on_the_next_slot,
]
CHANGES = [
    no_ask_before_an_agreed_date,
    nothing_is_planned_once_closed,
    next_round_takes_over,
    cancelled_ones_say_why,
    keep_searching_is_weekly,
    withdrawals_are_one_each,
    log_entries_are_done_when_they_were,
    what_is_done_is_not_planned_again,
    late_records_are_planned_from_their_date,
    offers_are_told_to_the_first_choice,
    deadlines_keep_within_the_answer,
]
COMPLETE = [nothing_is_dropped_in_silence, channels_can_be_used]
FORM = [uids_and_order_are_sound, every_text_is_whole, no_two_people_get_the_same_text]
RULES = [*WINDOWS, *ASSERTIVE, *CYCLES, *CHANGES, *COMPLETE, *FORM]

__all__ = ["ASSERTIVE", "CHANGES", "COMPLETE", "CYCLES", "FORM", "RULES", "WINDOWS", "World"]
