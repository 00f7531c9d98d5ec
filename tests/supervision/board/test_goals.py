"""Which goals have moved, as the board counts them."""

from datetime import date, time, timedelta

import pytest

from caseapp.activities.rules import Movement
from caseapp.clock import now
from caseapp.goals.models import Rating
from caseapp.goals.rules import GoalStatus
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from tests.world import keep, make_activity, make_goal, make_touch, rate

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def moved(world):
    [row] = board_of(world.mentor).rows
    return row.goals_moved


def untouched(world):
    [row] = board_of(world.mentor).rows
    return row.attention.number(Reason.GOALS)


def touch(world, goal, days, movement, **more):
    note = make_activity(world.client, world.mentor, ago(days), starts_at=time(8), **more)
    make_touch(note, goal, movement)


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([(5, 0)], 1),  # another level than the baseline
        ([(5, -1)], 0),  # the baseline again
        ([(60, 1), (5, 1)], 0),  # the level of before, though not the baseline
        ([(60, 1), (5, -1)], 1),  # back to the baseline is a movement too
        ([(31, 1)], 0),  # too long ago
        ([(30, 1)], 1),
        ([(9, 1), (9, 1), (5, 1)], 1),
    ],
)
def test_a_rating_that_differs_from_the_one_before_moves_a_goal(world, ratings, expected):
    goal = make_goal(world.client)
    for days, level in ratings:
        rate(goal, world.mentor, ago(days), level)
    assert moved(world) == expected


def test_a_rating_in_error_moves_nothing_and_is_nobodys_before(world):
    goal = make_goal(world.client)
    wrong = {"goal_id": goal.id, "client_id": world.client.id, "rated_by_id": world.mentor.id, "created_at": now()}
    keep(Rating(rated_on=ago(9), mentor_level=2, error_at=now(), **wrong))
    assert moved(world) == 0
    rate(goal, world.mentor, ago(5), -1)
    assert moved(world) == 0


@pytest.mark.parametrize(
    ("days", "movement", "expected"),
    [
        (5, Movement.STEP, 1),
        (5, Movement.SETBACK, 1),
        (5, Movement.SAME, 0),
        (5, None, 0),
        (30, Movement.STEP, 1),
        (31, Movement.STEP, 0),
    ],
)
def test_a_note_moves_a_goal_where_it_says_so(world, days, movement, expected):
    touch(world, make_goal(world.client), days, movement)
    assert moved(world) == expected


def test_a_note_in_error_and_a_goal_that_is_not_active_count_nowhere(world):
    touch(world, make_goal(world.client), 5, Movement.LEAP, error_at=now())
    touch(world, make_goal(world.client, status=GoalStatus.DRAFT), 6, Movement.LEAP)
    assert moved(world) == 0


def test_what_was_entered_in_error_touches_no_goal(world):
    goal = make_goal(world.client, starts_on=ago(40))
    touch(world, goal, 5, Movement.STEP, error_at=now())
    wrong = {"goal_id": goal.id, "client_id": world.client.id, "rated_by_id": world.mentor.id, "created_at": now()}
    keep(Rating(rated_on=ago(5), mentor_level=0, error_at=now(), **wrong))
    assert untouched(world) == 40
    touch(world, goal, 31, None)
    assert untouched(world) == 31
