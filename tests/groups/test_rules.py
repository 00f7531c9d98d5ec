"""Marks, percentages and days of groups."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.groups.rules import (
    AttendanceDraft,
    AttendanceLevel,
    Mark,
    MeetingStatus,
    Schedule,
    absences_running,
    attendance,
    attendance_level,
    check_attendance,
    check_joining,
    check_meeting_day,
    check_membership_day,
    check_room,
    check_term,
    ends_at,
    places_left,
    weekday_of,
)
from caseapp.percentage_rules import percentage
from tests.refusals import refused

SUNDAY = date(2026, 11, 22)
DAY, TWO_YEARS = timedelta(days=1), timedelta(days=732)


def test_late_and_left_early_were_there_and_excused_does_not_count():
    marks = [Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.EXCUSED, Mark.ABSENT]
    assert attendance(marks) == (3, 4)
    assert percentage(3, 4) == 75
    assert [percentage(part, 8) for part in (1, 3, 5, 7)] == [13, 38, 63, 88]


def test_attendance_is_undefined_where_nothing_counts():
    assert percentage(*attendance([Mark.EXCUSED, Mark.EXCUSED])) is None
    assert percentage(*attendance([])) is None


@given(st.lists(st.sampled_from(Mark)))
def test_a_percentage_is_whole_and_between_nothing_and_all(marks):
    there, counted = attendance(marks)
    assert 0 <= there <= counted <= len(marks)
    percent = percentage(there, counted)
    assert (percent is None) == (counted == 0)
    assert percent is None or (0 <= percent <= 100 and abs(percent - 100 * there / counted) <= 0.5)


@given(st.lists(st.sampled_from(Mark)), st.integers(0, 5))
def test_excused_meetings_change_no_percentage(marks, more):
    assert attendance(marks + [Mark.EXCUSED] * more) == attendance(marks)


def test_the_week_begins_on_sunday():
    assert [weekday_of(SUNDAY + timedelta(days=number)) for number in range(7)] == list(range(7))


def test_a_meeting_ends_after_its_length():
    assert ends_at(time(17), 90) == time(18, 30)


@pytest.mark.parametrize("day", [SUNDAY + DAY, SUNDAY - TWO_YEARS - DAY])
def test_the_roll_is_called_neither_ahead_nor_years_later(day):
    for inside in (SUNDAY, SUNDAY - TWO_YEARS):
        check_meeting_day(inside, SUNDAY)
    with refused("held_on"):
        check_meeting_day(day, SUNDAY)


@pytest.mark.parametrize("day", [SUNDAY + TWO_YEARS + DAY, SUNDAY - TWO_YEARS - DAY])
def test_nobody_joins_years_ahead_or_years_ago(day):
    for inside in (SUNDAY, SUNDAY + TWO_YEARS, SUNDAY - TWO_YEARS):
        check_membership_day(inside, SUNDAY)
    with refused("starts_on"):
        check_membership_day(day, SUNDAY)


def test_nobody_joins_after_the_end_of_a_group():
    check_joining(None, SUNDAY)
    check_joining(SUNDAY, SUNDAY)
    with refused("starts_on"):
        check_joining(SUNDAY, SUNDAY + DAY)


@pytest.mark.parametrize(("number", "lasts"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_group_lasts_from_its_first_day_to_its_last_or_on(number, lasts):
    assert Schedule(0, SUNDAY, SUNDAY + 9 * DAY).lasts_on(SUNDAY + number * DAY) is lasts
    assert Schedule(0, SUNDAY, None).lasts_on(SUNDAY + number * DAY) is (number >= 0)


@pytest.mark.parametrize(
    ("there", "counted", "looks"),
    [
        (0, 0, "unknown"),
        (59, 100, "urgent"),
        (60, 100, "watch"),
        (79, 100, "watch"),
        (80, 100, "well"),
        (3, 5, "watch"),
    ],
)
def test_attendance_below_sixty_is_urgent_and_below_eighty_worth_a_look(there, counted, looks):
    assert attendance_level(there, counted, 60, 80) == AttendanceLevel(looks)


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_attendance_never_looks_worse(there, absent):
    order = [AttendanceLevel.UNKNOWN, AttendanceLevel.URGENT, AttendanceLevel.WATCH, AttendanceLevel.WELL]
    before, after = (
        attendance_level(there, there + absent, 60, 80),
        attendance_level(there + 1, there + 1 + absent, 60, 80),
    )
    assert order.index(before) <= order.index(after)


@given(st.lists(st.sampled_from(Mark)), st.integers(0, 6), st.integers(0, 4))
def test_excused_meetings_neither_count_nor_end_a_run_of_absences(marks, away, excused):
    run = [Mark.ABSENT] * away + [Mark.EXCUSED] * excused
    assert absences_running([*marks, Mark.LEFT_EARLY, *run]) == away
    assert absences_running([*marks, *run, Mark.LATE]) == 0


def test_room_is_what_the_capacity_leaves():
    assert (places_left(None, 40), places_left(12, 10), places_left(8, 10)) == (None, 2, 0)
    check_room(None, 40)
    check_room(2, 2)
    for left, words in ((0, "full"), (1, "only 1 place left"), (3, "only 3 places left")):
        with pytest.raises(RuleBroken, match=words) as caught:
            check_room(left, 4)
        assert caught.value.field == "clients"


def test_a_group_ends_after_it_began():
    for term in ((SUNDAY, SUNDAY), (None, SUNDAY), (SUNDAY, None), (None, None)):
        check_term(*term)
    with refused("ends_on"):
        check_term(SUNDAY, SUNDAY - DAY)


def test_whoever_says_that_a_group_did_not_meet_says_why():
    check_attendance(AttendanceDraft(MeetingStatus.HOLIDAY, "", {}), SUNDAY, SUNDAY)
    check_attendance(AttendanceDraft(MeetingStatus.CANCELLED, "The room was locked", {}), SUNDAY, SUNDAY)
    with pytest.raises(RuleBroken):
        check_attendance(AttendanceDraft(MeetingStatus.CANCELLED, " ", {}), SUNDAY, SUNDAY)
