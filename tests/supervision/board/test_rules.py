"""The rules of the board, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.rules import CONTACT, Mode, Outcome
from caseapp.basket.rules import SOCIAL_MENTORING
from caseapp.clients.rules import ClientStatus
from caseapp.followups.rules import Safety
from caseapp.groups.rules import WAS_THERE, Mark
from caseapp.progress.rhythm_rules import count_weeks
from caseapp.supervision.board.facts_rules import (
    ApprovalPeriod,
    BoardFacts,
    BoardGoal,
    BoardMark,
    BoardMeeting,
    Company,
    Limits,
    OpenConcerns,
    Pace,
)
from caseapp.supervision.board.order_rules import PLACES, Reason, Urgency
from caseapp.supervision.board.rules import attention_for

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
    stuck_days=60,
    fading_percent=50,
    lost_days=14,
)


def ago(days):
    return TODAY - timedelta(days=days)


DAYS = st.integers(-10, 120).map(ago)
DAYS_AHEAD = st.integers(1, 90).map(lambda days: ago(-days))
FACTS = st.builds(
    BoardFacts,
    status=st.sampled_from(ClientStatus),
    since_on=st.integers(0, 100).map(ago),
    every_days=st.sampled_from([None, 7, 14, 28]),
    last_on=st.none() | st.integers(0, 100).map(ago),
    company=st.builds(Company, st.integers(0, 2), st.integers(0, 1)),
    pace=st.builds(Pace, st.integers(0, 5), st.integers(0, 9)),
    concerns=st.none()
    | st.builds(OpenConcerns, st.just(1), st.sampled_from(Safety), st.integers(0, 9).map(ago), st.booleans()),
    meetings=st.lists(
        st.builds(BoardMeeting, DAYS, st.sampled_from(Outcome), st.just(Mode.PHONE), st.just(5), st.booleans()),
        max_size=6,
    ),
    marks=st.lists(st.builds(BoardMark, DAYS, st.sampled_from(Mark), st.integers(1, 2)), max_size=6),
    approvals=st.lists(
        st.builds(
            lambda service, first, days: ApprovalPeriod(service, first, first + timedelta(days=days)),
            st.sampled_from([SOCIAL_MENTORING, "b"]),
            DAYS,
            st.integers(0, 150),
        ),
        max_size=3,
    ),
    goals=st.lists(st.builds(BoardGoal, DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS), max_size=3),
    snoozed_until=st.none() | DAYS,
)


@given(FACTS)
def test_the_most_important_reason_comes_first_and_closed_files_have_none(facts):
    found = attention_for(facts, LIMITS)
    places = [PLACES[each.urgency, each.reason] for each in found.reasons]
    assert places == sorted(places)
    if facts.status is ClientStatus.CLOSED:
        assert not places
    if facts.status is not ClientStatus.ACTIVE:
        assert found.number(Reason.NOT_MET) is None


@given(FACTS)
def test_a_client_with_a_concern_is_never_snoozed(facts):
    found = attention_for(facts, LIMITS)
    if found.number(Reason.CONCERN) is not None:
        assert found.urgency is Urgency.TODAY


@given(
    FACTS, st.lists(st.builds(BoardMeeting, st.integers(1, 90).map(lambda days: ago(-days)), st.sampled_from(Outcome)))
)
def test_what_lies_ahead_changes_nothing(facts, ahead):
    more = BoardFacts(**{**vars(facts), "meetings": [*facts.meetings, *ahead]})
    assert attention_for(more, LIMITS) == attention_for(facts, LIMITS)


@given(FACTS)
def test_a_meeting_today_ends_the_silence_and_the_absences(facts):
    today = BoardMeeting(TODAY, Outcome.HELD, Mode.PHONE, 5)
    found = attention_for(BoardFacts(**{**vars(facts), "meetings": [*facts.meetings, today], "last_on": TODAY}), LIMITS)
    assert found.number(Reason.NOT_MET) is None
    assert all(each.in_group for each in found.reasons if each.reason is Reason.ABSENCES)


@pytest.mark.parametrize(
    ("days", "urgency"), [(7, Urgency.CALM), (8, Urgency.WEEK), (13, Urgency.WEEK), (14, Urgency.TODAY)]
)
def test_who_was_not_seen_for_the_organisations_days_is_urgent(days, urgency):
    assert attention_for(BoardFacts(ClientStatus.ACTIVE, ago(99), last_on=ago(days)), LIMITS).urgency is urgency


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-99, Urgency.TODAY),
        (-1, Urgency.TODAY),
        (7, Urgency.TODAY),
        (8, Urgency.WEEK),
        (60, Urgency.WEEK),
        (61, Urgency.CALM),
    ],
)
def test_an_approval_that_has_ended_or_ends_within_a_week_is_urgent(days, urgency):
    facts = BoardFacts(
        ClientStatus.ACTIVE, ago(99), last_on=TODAY, approvals=[ApprovalPeriod("b", ago(300), ago(-days))]
    )
    assert attention_for(facts, LIMITS).urgency is urgency


@pytest.mark.parametrize(("until", "is_snoozed"), [(ago(-1), True), (TODAY, False), (ago(1), False)])
def test_a_row_comes_back_on_its_day(until, is_snoozed):
    assert attention_for(BoardFacts(ClientStatus.ACTIVE, ago(99), snoozed_until=until), LIMITS).is_snoozed is is_snoozed


@given(FACTS)
def test_the_weeks_hold_each_meeting_attempt_and_presence_of_theirs_once(facts):
    weeks = count_weeks(facts.meetings, facts.marks, LIMITS.window_starts_on, TODAY)
    first = LIMITS.window_starts_on
    meetings = [
        each.outcome for each in facts.meetings if first <= each.on <= TODAY and each.outcome is not Outcome.PLANNED
    ]
    there = [each for each in facts.marks if first <= each.on <= TODAY and each.mark in WAS_THERE]
    assert [week.starts_on for week in weeks] == [first + timedelta(weeks=number) for number in range(12)]
    assert sum(week.meetings + week.calls for week in weeks) == sum(outcome in CONTACT for outcome in meetings)
    assert sum(week.attempts for week in weeks) == sum(outcome not in CONTACT for outcome in meetings)
    assert sum(week.groups for week in weeks) == len(there)
