"""The rules of the board, without a store."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.rules import CONTACT, Mode, Outcome
from caseapp.clients.rules import ClientStatus
from caseapp.followups.rules import Safety
from caseapp.groups.rules import WAS_THERE, Mark
from caseapp.supervision.board.rules import (
    Approved,
    Because,
    Facts,
    Limits,
    Marked,
    Met,
    Need,
    Reason,
    Worked,
    Worry,
    judge,
    order_key,
)
from caseapp.supervision.board.strip_rules import weeks_of

TODAY = date(2026, 11, 22)
LIMITS = Limits(
    today=TODAY,
    expected_days=7,
    not_seen_days=14,
    note_border=date(2026, 11, 17),
    absences=2,
    goal_untouched_days=30,
    goal_moved_days=30,
    review_days=180,
    approval_days=60,
)
PLACE = {reason: place for place, reason in enumerate(Reason)}


def ago(days):
    return TODAY - timedelta(days=days)


DAYS = st.integers(-10, 120).map(ago)
FACTS = st.builds(
    Facts,
    status=st.sampled_from(ClientStatus),
    since_on=st.integers(0, 100).map(ago),
    every_days=st.sampled_from([None, 7, 14, 28]),
    last_on=st.none() | st.integers(0, 100).map(ago),
    worry=st.none() | st.builds(Worry, st.just(1), st.sampled_from(Safety), st.integers(0, 9).map(ago), st.booleans()),
    met=st.lists(
        st.builds(Met, DAYS, st.sampled_from(Outcome), st.just(Mode.PHONE), st.just(5), st.booleans()), max_size=6
    ),
    marks=st.lists(st.builds(Marked, DAYS, st.integers(1, 2), st.sampled_from(Mark)), max_size=6),
    approvals=st.lists(
        st.builds(
            lambda service, first, days: Approved(service, first, first + timedelta(days=days)),
            st.sampled_from(["a", "b"]),
            DAYS,
            st.integers(0, 150),
        ),
        max_size=3,
    ),
    goals=st.lists(
        st.builds(Worked, DAYS, st.none() | DAYS, st.booleans(), st.none() | DAYS, st.none() | DAYS), max_size=3
    ),
    snoozed_until=st.none() | DAYS,
)
NEEDS = FACTS.map(lambda facts: judge(facts, LIMITS))


def need(concern=False, approval=False, unmet=0, absences=0, notes=0, goals=0):
    numbers = {
        Reason.CONCERN: concern,
        Reason.APPROVAL: approval,
        Reason.NOT_MET: unmet,
        Reason.ABSENCES: absences,
        Reason.NOTES: notes,
        Reason.GOALS: goals,
    }
    return Need(tuple(Because(reason, int(number), of=7) for reason, number in numbers.items() if number))


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        (need(concern=True), need(approval=True, unmet=99, absences=9)),
        (need(approval=True), need(unmet=99, absences=9)),
        (need(approval=True, unmet=9), need(approval=True, unmet=8, absences=9)),
        (need(unmet=8), need(absences=9, notes=9, goals=99)),
        (need(unmet=8, absences=3), need(unmet=8, absences=2, notes=9)),
        (need(absences=2), need(notes=9, goals=99)),
        (need(absences=2, notes=2), need(absences=2, notes=1, goals=99)),
        (need(notes=1), need(goals=99)),
        (need(goals=40), need(goals=39)),
        (need(goals=30), need()),
    ],
)
def test_each_reason_goes_before_all_that_weigh_less(sooner, later):
    assert order_key(sooner, "z") < order_key(later, "a")


def test_equal_needs_stand_by_name():
    assert order_key(need(notes=2), "a") < order_key(need(notes=2), "b")


@given(st.lists(NEEDS, max_size=12))
def test_rows_with_the_same_weightiest_reason_stand_together(needs):
    ordered = sorted(needs, key=lambda each: order_key(each, ""))
    awake = [each for each in ordered if not each.is_snoozed]
    assert ordered[: len(awake)] == awake
    places = [PLACE[each.first] if each.first else len(PLACE) for each in awake]
    assert places == sorted(places)


@given(FACTS)
def test_reasons_are_told_the_weightiest_first_and_closed_files_have_none(facts):
    found = judge(facts, LIMITS)
    places = [PLACE[each.reason] for each in found.reasons]
    assert places == sorted(places)
    if facts.status is ClientStatus.CLOSED:
        assert not places
    if facts.status is not ClientStatus.ACTIVE:
        assert found.number(Reason.NOT_MET) is None


@given(FACTS)
def test_a_concern_is_never_put_aside(facts):
    found = judge(facts, LIMITS)
    if found.number(Reason.CONCERN) is not None:
        assert found.is_urgent
        assert not found.is_snoozed


@given(FACTS, st.lists(st.builds(Met, st.integers(1, 90).map(lambda days: ago(-days)), st.sampled_from(Outcome))))
def test_what_lies_ahead_changes_nothing(facts, ahead):
    more = Facts(**{**vars(facts), "met": [*facts.met, *ahead]})
    assert judge(more, LIMITS) == judge(facts, LIMITS)


@given(FACTS)
def test_a_meeting_today_ends_the_silence_and_the_absences(facts):
    today = Met(TODAY, Outcome.HELD, Mode.PHONE, 5)
    found = judge(Facts(**{**vars(facts), "met": [*facts.met, today], "last_on": TODAY}), LIMITS)
    assert found.number(Reason.NOT_MET) is None
    assert all(each.in_group for each in found.reasons if each.reason is Reason.ABSENCES)


@pytest.mark.parametrize(("days", "is_urgent"), [(13, False), (14, True)])
def test_who_was_not_seen_for_the_organisations_days_is_urgent(days, is_urgent):
    assert judge(Facts(ClientStatus.ACTIVE, ago(99), last_on=ago(days)), LIMITS).is_urgent is is_urgent


@pytest.mark.parametrize(("until", "is_snoozed"), [(ago(-1), True), (TODAY, False), (ago(1), False)])
def test_a_row_comes_back_on_its_day(until, is_snoozed):
    assert judge(Facts(ClientStatus.ACTIVE, ago(99), snoozed_until=until), LIMITS).is_snoozed is is_snoozed


@given(FACTS)
def test_the_weeks_hold_each_meeting_attempt_and_presence_of_theirs_once(facts):
    weeks = weeks_of(facts.met, facts.marks, LIMITS)
    first = LIMITS.window_starts_on
    met = [each.outcome for each in facts.met if first <= each.on <= TODAY and each.outcome is not Outcome.PLANNED]
    there = [each for each in facts.marks if first <= each.on <= TODAY and each.mark in WAS_THERE]
    assert [week.starts_on for week in weeks] == [first + timedelta(weeks=number) for number in range(12)]
    assert sum(week.meetings + week.calls for week in weeks) == sum(outcome in CONTACT for outcome in met)
    assert sum(week.attempts for week in weeks) == sum(outcome not in CONTACT for outcome in met)
    assert sum(week.groups for week in weeks) == len(there)
