"""Rhythm and standing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.rules import Outcome, counts_as_contact
from caseapp.progress.rhythm_rules import WeekCounts, months_between, months_on
from caseapp.progress.rules import CurrentRatings, DatedRating, Rhythm, changed_on, current_ratings, last_contact

TODAY = date(2026, 11, 22)
DAYS = st.integers(min_value=-30, max_value=400)
RECORDS = st.lists(st.tuples(DAYS, st.sampled_from(Outcome), st.booleans()), max_size=30)


@pytest.mark.parametrize(
    ("days", "rhythm", "rest"),
    [
        (0, Rhythm.ON_TIME, 1.0),
        (7, Rhythm.ON_TIME, 0.0),
        (8, Rhythm.DUE, 0.0),
        (14, Rhythm.DUE, 0.0),
        (15, Rhythm.OVERDUE, 0.0),
    ],
)
def test_the_rhythm_turns_when_an_interval_is_over(days, rhythm, rest):
    met = last_contact(TODAY - timedelta(days=days), TODAY, 7)
    assert (met.days, met.rhythm, met.rest) == (days, rhythm, rest)


def test_nobody_is_due_while_nobody_expects_a_meeting():
    met = last_contact(TODAY - timedelta(days=40), TODAY, 7, is_expected=False)
    assert (met.days, met.rhythm) == (40, Rhythm.ON_TIME)


def test_who_was_never_met_is_neither_due_nor_overdue():
    assert (last_contact(None, TODAY, 7).rhythm, last_contact(None, TODAY, 7).days) == (Rhythm.NEVER, None)


@given(RECORDS)
def test_last_met_is_the_latest_contact_that_took_place(records):
    """Whatever failed, was entered in error or lies ahead, last met is one of the contacts and none is later."""
    contacts = [
        TODAY - timedelta(days=ago)
        for ago, outcome, in_error in records
        if counts_as_contact(outcome, TODAY - timedelta(days=ago), TODAY, in_error)
    ]
    met = last_contact(max(contacts, default=None), TODAY, 7)
    assert (met.rhythm is Rhythm.NEVER) == (not contacts)
    assert all(met.days <= (TODAY - day).days for day in contacts)
    assert 0 <= met.rest <= 1


def test_a_clients_last_word_stands_even_when_the_mentor_was_the_last_to_rate():
    ratings = [DatedRating(date(2026, 1, 1), 0, 1), DatedRating(date(2026, 2, 1), 1, None)]
    assert current_ratings(ratings) == CurrentRatings(1, 1, date(2026, 2, 1))
    assert current_ratings([]) == CurrentRatings()


def test_a_rating_of_the_same_level_changes_nothing():
    ratings = [DatedRating(TODAY - timedelta(days=100), 0), DatedRating(TODAY - timedelta(days=5), 0)]
    began_on = TODAY - timedelta(days=300)
    assert changed_on(-1, ratings, began_on) == TODAY - timedelta(days=100)
    assert changed_on(-1, [], began_on) == began_on


@pytest.mark.parametrize(
    ("months", "first"),
    [(-11, date(2025, 12, 1)), (-1, date(2026, 10, 1)), (0, date(2026, 11, 1)), (2, date(2027, 1, 1))],
)
def test_months_are_counted_across_the_end_of_a_year(months, first):
    assert months_on(TODAY, months) == first


def test_a_period_touches_the_months_of_both_its_ends():
    assert months_between(date(2026, 11, 30), date(2026, 11, 30)) == 1
    assert months_between(date(2025, 12, 31), date(2026, 11, 1)) == 12


def test_a_week_is_silent_when_nothing_at_all_happened():
    assert WeekCounts(TODAY).is_silent
    for what in ("meetings", "calls", "groups", "attempts"):
        assert not WeekCounts(TODAY, **{what: 1}).is_silent
    assert WeekCounts(TODAY, 2, 1).contacts == 3
