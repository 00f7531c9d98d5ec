from dataclasses import replace
from datetime import date

import pytest

from caseapp.errors import RuleBroken
from caseapp.goals.models import Goal, read_ladder
from caseapp.goals.rules import (
    LEVELS,
    Domain,
    GoalDraft,
    GoalStatus,
    RatingDraft,
    check_agreement,
    check_draft,
    check_ladder,
    check_rating,
    is_ladder_open,
    is_over,
    is_reached,
    levels_gained,
)

TODAY = date(2026, 11, 22)
BEGAN = date(2026, 1, 1)
COFFEE = GoalDraft("coffee with a friend", "once a week", Domain.FRIENDS, date(2026, 12, 31), BEGAN, -1, {0: "weekly"})
SEEN = RatingDraft(TODAY, 1, 0, "she wrote first")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_words": "  "}, "client_words"),
        ({"client_words": "x" * 2_001}, "client_words"),
        ({"wording": "x" * 1_001}, "wording"),
        ({"ladder": {0: "x" * 301}}, None),
        ({"baseline": 3}, "baseline"),
        ({"baseline": -3}, "baseline"),
        ({"target_on": date(2025, 12, 31)}, "target_on"),
    ],
)
def test_words_that_cannot_be_are_refused_at_their_field(changes, field):
    with pytest.raises(RuleBroken) as refused:
        check_draft(replace(COFFEE, **changes), BEGAN)
    assert refused.value.field == field


def test_a_goal_needs_no_more_than_the_clients_words():
    check_draft(COFFEE, BEGAN)
    check_draft(GoalDraft("coffee", "", Domain.FRIENDS, None), BEGAN)
    check_draft(replace(COFFEE, target_on=BEGAN), BEGAN)


@pytest.mark.parametrize("baseline", LEVELS)
def test_a_ladder_is_ready_when_it_tells_what_is_now_and_what_is_expected(baseline):
    check_ladder({baseline: "now", 0: "expected"}, baseline)
    with pytest.raises(RuleBroken):
        check_ladder({baseline: "now", 0: " "} if baseline else {0: " "}, baseline)
    if baseline:
        with pytest.raises(RuleBroken):
            check_ladder({0: "expected"}, baseline)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rated_on": date(2026, 11, 23)}, "rated_on"),
        ({"rated_on": date(2025, 12, 31)}, "rated_on"),
        ({"mentor_level": 3}, "mentor_level"),
        ({"client_level": -3}, "client_level"),
        ({"evidence": "x" * 4_001}, "evidence"),
    ],
)
def test_a_rating_that_cannot_be_is_refused_at_its_field(changes, field):
    with pytest.raises(RuleBroken) as refused:
        check_rating(replace(SEEN, **changes), BEGAN, TODAY)
    assert refused.value.field == field


def test_a_rating_of_the_first_day_and_one_without_the_client_pass():
    check_rating(replace(SEEN, rated_on=BEGAN, client_level=None), BEGAN, TODAY)


def test_nobody_agrees_tomorrow_before_tomorrow():
    check_agreement(TODAY, TODAY)
    with pytest.raises(RuleBroken):
        check_agreement(date(2026, 11, 23), TODAY)


def test_levels_are_reckoned_from_the_beginning_and_against_what_is_expected():
    assert [levels_gained(-1, level) for level in LEVELS] == [-1, 0, 1, 2, 3]
    assert [is_reached(level) for level in LEVELS] == [False, False, True, True, True]


def test_a_ladder_is_open_in_a_draft_only_and_words_until_the_end():
    assert [status for status in GoalStatus if is_ladder_open(status)] == [GoalStatus.DRAFT]
    assert [status for status in GoalStatus if is_over(status)] == [
        GoalStatus.COMPLETED,
        GoalStatus.CANCELLED,
        GoalStatus.IN_ERROR,
    ]


def test_a_ladder_comes_back_as_it_was_written(app):
    goal = Goal(baseline=-1)
    assert goal.ladder == dict.fromkeys(LEVELS, "")
    goal.ladder = {0: 'שבועי "ככה"', 2: "more"}
    assert goal.ladder == {-2: "", -1: "", 0: 'שבועי "ככה"', 1: "", 2: "more"}
    assert read_ladder(goal.ladder_text) == goal.ladder
