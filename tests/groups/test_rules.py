"""Marks, percentages and days of groups."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.groups.rules import (
    Mark,
    attendance,
    check_meeting_day,
    ends_at,
    percentage,
    weekday_of,
)

SUNDAY = date(2026, 11, 22)


def test_late_and_left_early_were_there_and_excused_does_not_count():
    marks = [Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.EXCUSED, Mark.ABSENT]
    assert attendance(marks) == (3, 4)
    assert percentage(3, 4) == 75


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


@pytest.mark.parametrize("day", [SUNDAY + timedelta(days=1), date(2024, 11, 1)])
def test_the_roll_is_called_neither_ahead_nor_years_later(day):
    with pytest.raises(RuleBroken):
        check_meeting_day(day, SUNDAY)
