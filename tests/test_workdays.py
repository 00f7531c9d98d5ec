"""Working days in Israel."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.workdays import is_holiday, is_working_day, last_day_due, working_days_between

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))

HOLIDAYS = [
    date(2025, 4, 13), date(2025, 4, 19), date(2025, 5, 1), date(2025, 6, 2), date(2025, 9, 23), date(2025, 9, 24),
    date(2025, 10, 2), date(2025, 10, 7), date(2025, 10, 14), date(2026, 4, 2), date(2026, 4, 8), date(2026, 4, 22),
    date(2026, 5, 22), date(2026, 9, 12), date(2026, 9, 13), date(2026, 9, 21), date(2026, 9, 26), date(2026, 10, 3),
    date(2027, 4, 22), date(2027, 4, 28), date(2027, 5, 12), date(2027, 6, 11), date(2027, 10, 2), date(2027, 10, 3),
]  # fmt: skip
ORDINARY = [
    date(2025, 4, 15),  # hol hamoed of Pesach
    date(2025, 3, 16),  # Shushan Purim
    date(2026, 4, 21),  # the day of remembrance
    date(2026, 4, 30),
    date(2025, 12, 15),  # Hanukkah
    date(2026, 11, 22),
]


@pytest.mark.parametrize("day", HOLIDAYS, ids=str)
def test_everybody_rests_on_a_holiday(day):
    assert is_holiday(day)
    assert not is_working_day(day)


@pytest.mark.parametrize("day", ORDINARY, ids=str)
def test_other_days_of_the_calendar_are_ordinary(day):
    assert not is_holiday(day)


def test_friday_and_saturday_are_free_and_sunday_is_not():
    assert [is_working_day(date(2026, 11, day)) for day in (20, 21, 22)] == [False, False, True]


def test_independence_day_2026_is_kept_on_its_own_day_and_the_years_around_are_moved():
    assert is_holiday(date(2025, 5, 1))
    assert not is_holiday(date(2025, 5, 3))
    assert is_holiday(date(2024, 5, 14))
    assert not is_holiday(date(2024, 5, 13))


@given(days, st.integers(0, 40))
def test_each_working_day_counts_once_and_no_other_day(first, number):
    last = first + timedelta(days=number)
    following = last + timedelta(days=1)
    counted = working_days_between(first, following) - working_days_between(first, last)
    assert counted == is_working_day(following)
    assert working_days_between(first, first) == 0


@given(days, days)
def test_nothing_lies_between_a_day_and_an_earlier_one(one, other):
    assert working_days_between(max(one, other), min(one, other)) == 0


@given(days, st.integers(0, 10))
def test_the_last_day_due_is_a_border(today, within):
    border = last_day_due(today, within)
    assert working_days_between(border, today) > within
    assert working_days_between(border + timedelta(days=1), today) <= within
