"""The life of a goal: status, ladders, steps, and how far goals were reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.db import IdempotencyKey
from caseapp.errors import Conflict, NotVisible, RuleBroken
from caseapp.goals.actions import rate_goal
from caseapp.goals.queries import find_goal, history_of, list_goals
from caseapp.goals.rules import LEVEL_MAX, GoalStatus, LadderDraft, Owner, RatingDraft, StatusMove, attainment
from caseapp.goals.status.actions import move_goal, renew_ladder
from caseapp.goals.status.queries import attainment_of, changes_of, former_ladders
from caseapp.goals.steps.actions import add_step, tick_step
from caseapp.goals.steps.queries import find_step, steps_towards
from caseapp.goals.steps.rules import StepDraft
from tests.refusals import refused
from tests.world import make_goal, rate

TODAY = date(2026, 11, 22)
LADDER = {-2: "a", -1: "b", 0: "c", 1: "d", 2: "e"}


def submission():
    return IdempotencyKey(uuid7(), b"body")


def move(goal, to, by, reason="So it came.", on=TODAY):
    move_goal(by, goal, StatusMove(to, on, reason), goal.version)


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ([0], [1], 50.00),
        ([1], [1], 60.00),
        ([2], [1], 70.00),
        ([1, 1, 1], [1, 1, 1], 63.69),
        ([-1, -1, -1], [1, 1, 1], 36.31),
        ([-2, -2, -2], [1, 1, 1], 22.61),
        ([-1, -1], [1, 1], 37.60),
        ([2, 2, 2, 2, 2], [1, 1, 1, 1, 1], 80.15),
        ([0, 1, -1], [3, 2, 1], 52.20),
    ],
)
def test_the_t_score_is_that_of_kiresuk_and_sherman(levels, weights, expected):
    assert round(attainment(levels, weights), 2) == expected


def test_there_is_no_score_without_a_rated_goal_or_without_weight():
    assert attainment([], []) is None
    assert attainment([1, 2], [0, 0]) is None


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 4)), min_size=1, max_size=5), st.integers(0, 4))
def test_a_goal_that_rises_raises_the_score(rated, place):
    levels, weights = [level for level, _weight in rated], [weight for _level, weight in rated]
    place %= len(levels)
    higher = [*levels]
    higher[place] = 3
    assert attainment(higher, weights) > attainment(levels, weights)
    mirrored = attainment([-level for level in levels], weights)
    assert abs(attainment(levels, weights) + mirrored - 100) < 1e-9


def test_a_clients_goals_are_scored_from_where_they_began(world):
    goal = make_goal(world.client, baseline=-1)
    make_goal(world.client, baseline=-1)
    rate(goal, world.mentor, TODAY, 1)
    score = attainment_of(list_goals(world.mentor, world.client.id))
    assert (round(score.baseline), round(score.now), round(score.change)) == (40, 60, 20)
    assert attainment_of(list_goals(world.team_mate, world.team_mates_client.id)) is None


def test_a_goal_is_held_taken_up_completed_and_taken_up_again_each_with_a_word(world):
    goal = make_goal(world.client, agreed_on=TODAY)
    for to in (GoalStatus.ON_HOLD, GoalStatus.ACTIVE, GoalStatus.COMPLETED, GoalStatus.ACTIVE, GoalStatus.CANCELLED):
        move(goal, to, world.mentor)
    assert next(change.status for change in changes_of(world.mentor, goal.id)) is GoalStatus.CANCELLED
    assert len(changes_of(world.mentor, goal.id)) == 5
    with pytest.raises(RuleBroken):
        move(goal, GoalStatus.COMPLETED, world.mentor)


def test_a_change_needs_a_reason_a_day_that_has_come_and_the_newest_version(world):
    goal = make_goal(world.client, agreed_on=TODAY)
    for reason, on in ((" ", TODAY), ("x" * 501, TODAY), ("why", TODAY + timedelta(days=1))):
        with pytest.raises(RuleBroken):
            move(goal, GoalStatus.ON_HOLD, world.mentor, reason, on)
    with pytest.raises(Conflict):
        move_goal(world.mentor, goal, StatusMove(GoalStatus.ON_HOLD, TODAY, "why"), goal.version - 1)
    with pytest.raises(NotVisible):
        move(goal, GoalStatus.ON_HOLD, world.team_mate)


def test_a_draft_can_be_declined_but_becomes_active_by_agreement_alone(world):
    goal = make_goal(world.client, status=GoalStatus.DRAFT)
    with pytest.raises(RuleBroken):
        move(goal, GoalStatus.ACTIVE, world.mentor)
    move(goal, GoalStatus.CANCELLED, world.mentor, "Not now, she says.")
    with pytest.raises(RuleBroken):
        move(goal, GoalStatus.ACTIVE, world.mentor)


def test_a_new_ladder_leaves_the_old_one_with_its_ratings(world):
    goal = make_goal(world.client, agreed_on=TODAY)
    old = goal.ladder
    rate(goal, world.mentor, TODAY, 1)
    renew_ladder(world.mentor, goal, LadderDraft(LADDER, 0, "The first was too easy."), goal.version)
    rate_goal(world.mentor, goal, RatingDraft(TODAY, -1), key=submission())
    assert attainment_of(list_goals(world.mentor, world.client.id)).baseline == 50
    [former] = former_ladders(world.mentor, goal.id)
    assert (former.number, former.ladder, former.reason) == (1, old, "The first was too easy.")
    assert find_goal(world.mentor, goal.id).ladder == LADDER
    assert {rating.mentor_level: rating.ladder_number for rating in history_of(world.mentor, goal.id)} == {1: 1, -1: 2}
    for wrong in ({}, {0: "x" * 301, -1: "b"}):
        with pytest.raises(RuleBroken):
            renew_ladder(world.mentor, goal, LadderDraft(wrong, -1, "why"), goal.version)


def test_a_step_is_kept_once_ticked_and_unticked(world):
    goal = make_goal(world.client)
    sent = submission()
    for _time in range(2):
        add_step(world.mentor, goal, StepDraft("Ask at the library", Owner.MENTOR, TODAY), key=sent)
    [told] = steps_towards(world.mentor, goal.id)
    assert (told.words, told.owner, told.done_on) == ("Ask at the library", Owner.MENTOR, None)
    step = find_step(world.mentor, told.id)
    for _time in range(2):
        tick_step(world.mentor, step, True)
    assert steps_towards(world.mentor, goal.id)[0].done_on == TODAY
    tick_step(world.supervisor, step, False)
    assert steps_towards(world.mentor, goal.id)[0].done_on is None
    with pytest.raises(NotVisible):
        tick_step(world.other_mentor, step, True)


def test_the_pages_of_a_goals_life(world, as_):
    goal = make_goal(world.client, agreed_on=TODAY)
    browser = as_(world.mentor)
    browser.send(f"/goals/{goal.id}/steps/new", {"words": "<b>Ask</b>", "owner": "client", "due_on": "2026-12-01"})
    page = browser.see(f"/goals/{goal.id}")
    assert "<b>Ask</b>" in page.words
    [step] = steps_towards(world.mentor, goal.id)
    token = browser.page.field("csrf_token")
    for _tap in range(2):
        browser.post(f"/steps/{step.id}/done", data={"csrf_token": token, "done": "yes"})
    assert "done on 22.11.2026" in browser.see(f"/goals/{goal.id}").words
    ladder = {"expected": "weekly", "less": "monthly", "baseline": "-1", "reason": "Clearer words"}
    browser.send(f"/goals/{goal.id}/ladder", ladder)
    assert "Version 1 , until 22.11.2026" in browser.see(f"/goals/{goal.id}").words
    answer = browser.send(f"/goals/{goal.id}/status", {"status": "on_hold", "on": "2026-02-31", "reason": "Kept"})
    assert answer.status_code == 200
    assert "Kept" in answer.text
    browser.send(f"/goals/{goal.id}/status", {"status": "on_hold", "on": "2026-11-22", "reason": "A hard month"})
    assert "A hard month" in browser.see(f"/goals/{goal.id}").words


@pytest.mark.parametrize("status", GoalStatus)
def test_only_a_goal_in_progress_has_its_ladder_renewed(world, status):
    goal = make_goal(world.client, status=status)
    draft = LadderDraft(LADDER, -1, "Too low")
    if status in (GoalStatus.ACTIVE, GoalStatus.ON_HOLD):
        renew_ladder(world.mentor, goal, draft, goal.version)
        assert goal.ladder_number == 2
    else:
        with refused():
            renew_ladder(world.mentor, goal, draft, goal.version)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (LadderDraft(LADDER, -1, " "), "reason"),
        (LadderDraft(LADDER, 3, "Too low"), "baseline"),
        (LadderDraft(LADDER, -3, "Too low"), "baseline"),
        (LadderDraft({**LADDER, 2: "x" * (LEVEL_MAX + 1)}, -1, "Too low"), None),
        (LadderDraft({**LADDER, 0: " "}, -1, "Too low"), None),
        (LadderDraft({**LADDER, -1: ""}, -1, "Too low"), None),
    ],
)
def test_a_new_ladder_that_cannot_be_is_refused(world, draft, field):
    goal = make_goal(world.client)
    with refused(field):
        renew_ladder(world.mentor, goal, draft, goal.version)
    renew_ladder(world.mentor, goal, LadderDraft({**LADDER, 2: "x" * LEVEL_MAX}, -2, "Too low"), goal.version)
