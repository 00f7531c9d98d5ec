"""What a report says is what the records say, inside the period and about this client alone."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.models import Activity
from caseapp.activities.rules import NOTED, Outcome
from caseapp.audit import record
from caseapp.audit.rules import Act
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clock import now
from caseapp.db import transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.progress.rules import CurrentRatings, DatedRating
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period, check_period, initials_of, usual_period
from caseapp.reports.sections.queries import NO_TEXTS
from tests.world import (
    assign,
    join,
    keep,
    make_activity,
    make_client,
    make_goal,
    make_group,
    make_meeting,
    make_user,
    rate,
)

PERIOD = Period(date(2026, 3, 1), date(2026, 8, 31))
BEFORE, FIRST, LAST, AFTER = date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31), date(2026, 9, 1)


def progress_of(world, viewer=None, period=PERIOD):
    return gather(viewer or world.mentor, world.client.id, period, NO_TEXTS)


@transaction
def strike(row):
    row.error_at = now()
    record(Act.ENTERED_IN_ERROR, None, about=row)


def approve(client, first, last, **more):
    values = {"service": "social_mentoring", "amount": 3, "unit": ApprovalUnit.HOUR, "per": Per.WEEK, **more}
    return keep(Approval(client_id=client.id, starts_on=first, ends_on=last, **values))


def test_the_first_and_the_last_day_belong_to_the_period_and_their_neighbours_do_not(world):
    for day in (BEFORE, FIRST, LAST, AFTER):
        make_activity(world.client, world.mentor, day, minutes=30)
    meetings = progress_of(world).meetings
    assert (meetings.held, meetings.minutes) == (2, 60)


def test_every_outcome_is_counted_apart_and_only_contact_has_hours(world):
    day = FIRST
    for outcome, times in zip(NOTED, (5, 2, 3, 1, 4, 6), strict=True):
        for _ in range(times):
            day += timedelta(days=1)
            contact = outcome in (Outcome.HELD, Outcome.PARTLY)
            make_activity(world.client, world.mentor, day, outcome=outcome, minutes=45 if contact else 0)
    meetings = progress_of(world).meetings
    assert (meetings.held, meetings.partly) == (5, 2)
    assert (meetings.client_cancelled, meetings.mentor_cancelled, meetings.no_show) == (3, 1, 4)
    assert meetings.emergency == 6
    assert meetings.minutes == 7 * 45


def test_what_was_entered_in_error_is_nowhere(world):
    goal = make_goal(world.client)
    rate(goal, world.mentor, FIRST, 0)
    strike(rate(goal, world.mentor, LAST, 2, 2))
    strike(make_activity(world.client, world.mentor, FIRST))
    progress = progress_of(world)
    assert progress.meetings.held == 0
    assert progress.goals[0].now == CurrentRatings(0, None, FIRST)


def test_a_former_mentors_meetings_count_and_the_former_mentor_is_named(world):
    make_activity(world.client, world.former_mentor, date(2026, 5, 5))
    progress = progress_of(world)
    assert progress.meetings.held == 1
    assert {mentor.name for mentor in progress.mentors} == {world.mentor.name, world.former_mentor.name}


def test_only_who_accompanied_in_the_period_is_named(world):
    later = make_user("mentor", world.team)
    assign(world.client, later, AFTER)
    mistaken = make_user("mentor", world.team)
    assign(world.client, mistaken, date(2026, 5, 5), date(2026, 5, 4))
    names = {mentor.name for mentor in progress_of(world).mentors}
    assert later.name not in names
    assert mistaken.name not in names


def test_records_of_other_clients_are_never_in_it(world):
    sibling = make_client(world.team, world.mentor)
    make_activity(sibling, world.mentor, FIRST)
    rate(make_goal(sibling), world.mentor, FIRST, 2)
    group = make_group(world.team)
    for member in (sibling, world.client):
        join(group, member)
    meeting = make_meeting(group, FIRST)
    keep(
        AttendanceMark(
            meeting_id=meeting.id, client_id=sibling.id, held_on=meeting.held_on, mark=Mark.PRESENT, marked_at=now()
        )
    )
    approve(sibling, FIRST, LAST)
    progress = progress_of(world)
    assert progress.meetings.held == 0
    assert progress.goals == progress.groups == ()
    assert progress.approval is None


def test_now_is_the_last_rating_until_the_end_of_the_period_and_the_start_is_the_goals(world):
    goal = make_goal(world.client, baseline=-2)
    rate(goal, world.mentor, BEFORE, -1, 0)
    rate(goal, world.mentor, LAST, 1)
    rate(goal, world.mentor, AFTER, 2, 2)
    (told,) = progress_of(world).goals
    assert told.baseline == -2
    assert told.now == CurrentRatings(1, 0, LAST)
    assert told.ratings == (DatedRating(BEFORE, -1, 0), DatedRating(LAST, 1, None))


def test_goals_begun_later_and_cancelled_ones_at_rest_are_left_out(world):
    make_goal(world.client, wording="begun later", starts_on=AFTER)
    make_goal(world.client, wording="cancelled", status=GoalStatus.CANCELLED)
    worked = make_goal(world.client, wording="cancelled after work", status=GoalStatus.CANCELLED)
    rate(worked, world.mentor, FIRST, 0)
    make_goal(world.client, wording="draft", status=GoalStatus.DRAFT)
    assert {goal.wording for goal in progress_of(world).goals} == {"cancelled after work", "draft"}


def test_attendance_follows_the_formula_and_holidays_do_not_count(world):
    group = make_group(world.team, name="Art")
    join(group, world.client)
    given = [Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.EXCUSED, Mark.ABSENT, Mark.ABSENT, Mark.ABSENT]
    for number, mark in enumerate(given):
        meeting = make_meeting(group, FIRST + timedelta(days=7 * number))
        keep(
            AttendanceMark(
                meeting_id=meeting.id, client_id=world.client.id, held_on=meeting.held_on, mark=mark, marked_at=now()
            )
        )
    holiday = make_meeting(group, LAST, status=MeetingStatus.HOLIDAY)
    keep(
        AttendanceMark(
            meeting_id=holiday.id, client_id=world.client.id, held_on=holiday.held_on, mark=Mark.ABSENT, marked_at=now()
        )
    )
    (told,) = progress_of(world).groups
    assert (told.name, told.there, told.counted, told.excused, told.percent) == ("Art", 3, 6, 1, 50)


def test_attendance_is_undefined_where_nothing_counts(world):
    group = make_group(world.team)
    join(group, world.client)
    meeting = make_meeting(group, FIRST)
    keep(
        AttendanceMark(
            meeting_id=meeting.id,
            client_id=world.client.id,
            held_on=meeting.held_on,
            mark=Mark.EXCUSED,
            marked_at=now(),
        )
    )
    (told,) = progress_of(world).groups
    assert (told.counted, told.percent) == (0, None)


def test_the_approval_is_the_one_of_the_period_for_mentoring_first(world):
    approve(world.client, date(2026, 9, 1), date(2027, 8, 31), amount=9)
    approve(world.client, date(2026, 1, 1), date(2027, 12, 31), service="social_club", amount=8)
    approve(world.client, date(2026, 1, 1), date(2026, 6, 30), amount=2)
    approve(world.client, date(2026, 7, 1), date(2026, 8, 31), amount=4, reference="48-2207/25")
    approval = progress_of(world).approval
    assert (approval.amount, approval.service, approval.reference) == (4, "social_mentoring", "48-2207/25")


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator"])
def test_nobody_else_gathers_anything(world, who):
    with pytest.raises(NotVisible):
        progress_of(world, getattr(world, who))


def test_days_ahead_do_not_count_in_a_period_that_is_not_over(world):
    make_activity(world.client, world.mentor, date(2026, 11, 30))
    assert progress_of(world, period=Period(FIRST, date(2026, 12, 31))).meetings.held == 0


def test_the_hours_of_a_report_are_the_sum_of_its_records(world):
    for number, minutes in enumerate((15, 50, 95, 1440)):
        make_activity(world.client, world.mentor, FIRST + timedelta(days=number), minutes=minutes, starts_at=time(0))
    stored = sa.select(sa.func.sum(Activity.minutes))
    assert progress_of(world).meetings.minutes == 1600
    assert stored is not None


# ---- rules ----


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2026, 5, 23)),
        (date(2026, 1, 1), date(2025, 7, 2)),
        (date(2026, 8, 31), date(2026, 3, 1)),
        (date(2024, 8, 30), date(2024, 3, 1)),
        (date(2026, 6, 15), date(2025, 12, 16)),
    ],
)
def test_the_usual_period_is_the_last_six_months(today, first):
    assert usual_period(today) == Period(first, today)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_usual_period_is_always_one_that_a_report_accepts(today):
    period = usual_period(today)
    check_period(period.starts_on, period.ends_on, today)
    assert 180 <= (period.ends_on - period.starts_on).days <= 184


def test_a_period_has_an_order_a_beginning_and_an_end():
    today = date(2026, 11, 22)
    check_period(today, today, today)
    for first, last in ((today, BEFORE), (date(2026, 11, 23), date(2026, 12, 1)), (date(2023, 1, 1), today)):
        with pytest.raises(RuleBroken):
            check_period(first, last, today)


@pytest.mark.parametrize(
    ("name", "initials"), [("יעל מזרחי", "י׳ מ׳"), ("Yael Mizrahi", "Y. M."), ("Cher", "C."), ("", "")]
)
def test_initials_are_written_as_their_script_writes_them(name, initials):
    assert initials_of(name) == initials
