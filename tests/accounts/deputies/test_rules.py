"""The days of a deputy, and the team for which a deputy acts."""

from datetime import date, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.accounts.deputies.rules import check_days, chosen_team, earliest_end, is_over, overlaps
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
NORTH, SOUTH, WEST = uuid7(), uuid7(), uuid7()


def test_a_deputy_begins_today_at_the_earliest_and_ends_on_the_first_day_at_the_earliest():
    check_days(TODAY, None, TODAY)
    check_days(TODAY, TODAY, TODAY)
    with refused("starts_on"):
        check_days(TODAY - DAY, None, TODAY)
    with refused("ends_on"):
        check_days(TODAY + DAY, TODAY, TODAY)


def test_a_deputy_can_end_yesterday_or_before_the_first_day():
    assert earliest_end(TODAY - DAY, TODAY) == TODAY - DAY
    assert earliest_end(TODAY + 3 * DAY, TODAY) == TODAY + 2 * DAY


def test_it_is_over_after_the_last_day_or_once_it_was_taken_back():
    assert not is_over(TODAY - DAY, None, TODAY)
    assert not is_over(TODAY - DAY, TODAY, TODAY)
    assert is_over(TODAY - 2 * DAY, TODAY - DAY, TODAY)
    assert not is_over(TODAY + DAY, TODAY + DAY, TODAY)
    assert is_over(TODAY + 2 * DAY, TODAY + DAY, TODAY)


@pytest.mark.parametrize(
    ("one", "other", "do_overlap"),
    [
        ((0, 5), (5, 9), True),
        ((0, 4), (5, 9), False),
        ((0, None), (9, 9), True),
        ((9, None), (0, 8), False),
        ((9, None), (0, 9), True),
        ((0, None), (5, None), True),
        ((3, 2), (0, 9), False),
        ((3, 2), (0, None), False),
        ((3, 3), (0, 9), True),
    ],
)
def test_two_periods_overlap_when_they_share_a_day(one, other, do_overlap):
    days = [None if number is None else TODAY + number * DAY for number in (*one, *other)]
    assert overlaps(*days) is do_overlap
    assert overlaps(*days[2:], *days[:2]) is do_overlap


@pytest.mark.parametrize(
    ("own", "teams", "wished", "chosen"),
    [
        (NORTH, {NORTH, SOUTH}, None, NORTH),
        (NORTH, {NORTH, SOUTH}, SOUTH, SOUTH),
        (WEST, {NORTH}, None, NORTH),
        (None, {NORTH}, None, NORTH),
    ],
)
def test_something_new_is_of_the_wished_team_or_of_the_own_one_or_of_the_only_one(own, teams, wished, chosen):
    assert chosen_team(own, frozenset(teams), wished) == chosen


def test_whoever_could_mean_several_teams_chooses_and_whoever_has_none_asks():
    for own in (None, WEST):
        with refused("team_id"):
            chosen_team(own, frozenset({NORTH, SOUTH}), None)
    with refused("team_id"):
        chosen_team(NORTH, frozenset({NORTH}), SOUTH)
    with refused():
        chosen_team(NORTH, frozenset(), None)
