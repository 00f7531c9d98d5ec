from dataclasses import replace
from datetime import date

import pytest

from caseapp.errors import RuleBroken
from caseapp.goals.ladders.rules import check_ladder
from caseapp.goals.models import Goal, read_ladder
from caseapp.goals.review_rules import review_due_on
from caseapp.goals.rules import (
    LEVELS,
    MOVES,
    REASON_MAX,
    WEIGHTS,
    Domain,
    GoalDraft,
    GoalStatus,
    RatingDraft,
    check_agreement,
    check_change,
    check_draft,
    check_rating,
    is_ladder_open,
    is_over,
    is_reached,
    levels_gained,
    may_move,
)
from tests.refusals import refused

TODAY = date(2026, 11, 22)
BEGAN = date(2026, 1, 1)
COFFEE = GoalDraft("coffee with a friend", "once a week", Domain.FRIENDS, date(2026, 12, 31), BEGAN, -1, {0: "weekly"})
SEEN = RatingDraft(TODAY, 1, 0, "she wrote first")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_words": "  "}, "client_words"),
        ({"client_words": "x" * 20_001}, "client_words"),
        ({"wording": "x" * 1_001}, "wording"),
        ({"ladder": {0: "x" * 301}}, None),
        ({"baseline": 3}, "baseline"),
        ({"baseline": -3}, "baseline"),
        *(({name: "x" * 1_001}, name) for name in ("why", "strengths", "barrier_words", "supports")),
        ({"weight": 0}, "weight"),
        ({"weight": 5}, "weight"),
        ({"review_on": date(2025, 12, 31)}, "review_on"),
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
    check_draft(replace(COFFEE, target_on=BEGAN, review_on=BEGAN), BEGAN)


def test_a_goal_may_say_as_much_as_there_is_room_for():
    long = dict.fromkeys(("wording", "why", "strengths", "barrier_words", "supports"), "x" * 1_000)
    check_draft(replace(COFFEE, client_words="x" * 20_000, ladder={0: "x" * 300}, **long), BEGAN)
    for weight in WEIGHTS:
        check_draft(replace(COFFEE, weight=weight), BEGAN)
    for baseline in (None, *LEVELS):
        check_draft(replace(COFFEE, baseline=baseline), BEGAN)


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
        ({"mentor_level": -3}, "mentor_level"),
        ({"client_level": 3}, "client_level"),
        ({"client_level": -3}, "client_level"),
        ({"evidence": "x" * 20_001}, "evidence"),
    ],
)
def test_a_rating_that_cannot_be_is_refused_at_its_field(changes, field):
    with pytest.raises(RuleBroken) as refused:
        check_rating(replace(SEEN, **changes), BEGAN, TODAY)
    assert refused.value.field == field


def test_a_rating_of_the_first_day_and_one_without_the_client_pass():
    check_rating(replace(SEEN, rated_on=BEGAN, client_level=None, evidence="x" * 20_000), BEGAN, TODAY)
    for level in LEVELS:
        check_rating(replace(SEEN, mentor_level=level, client_level=level), BEGAN, TODAY)


def test_a_goal_changes_for_a_reason_and_not_tomorrow():
    check_change("x" * REASON_MAX, TODAY, TODAY)
    for reason in (" ", "x" * (REASON_MAX + 1)):
        with refused("reason"):
            check_change(reason, TODAY, TODAY)
    with refused("on"):
        check_change("He moved away", date(2026, 11, 23), TODAY)


@pytest.mark.parametrize("was", GoalStatus)
@pytest.mark.parametrize("to", GoalStatus)
def test_a_goal_moves_along_its_statuses_and_becomes_active_only_once_agreed(was, to):
    assert may_move(was, to, True) is (to in MOVES[was])
    assert may_move(was, to, False) is (to in MOVES[was] and to is not GoalStatus.ACTIVE)


def test_a_goal_is_looked_at_again_on_the_day_agreed_and_some_days_after_each_later_rating():
    assert review_due_on(None, TODAY, 90) is None
    assert review_due_on(TODAY, None, 90) == TODAY
    assert review_due_on(TODAY, date(2026, 11, 21), 90) == TODAY
    assert review_due_on(TODAY, TODAY, 90) == date(2027, 2, 20)


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
