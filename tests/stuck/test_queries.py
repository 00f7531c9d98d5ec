"""Of planted clients all for whom nothing moves are found, and nobody else."""

from datetime import date, timedelta
from random import Random

import pytest

from caseapp.activities.rules import Movement, Outcome
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.goals.models import FormerLadder, GoalChange, GoalStep
from caseapp.goals.rules import GoalStatus, Owner
from caseapp.stuck.queries import find_state, list_stuck
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from tests.statements import statements
from tests.world import amend, keep, make_activity, make_client, make_goal, make_tie, make_touch, rate

TODAY = date(2026, 11, 22)
WELL = 200


def ago(days):
    return TODAY - timedelta(days=days)


def begun(client, days, **more):
    return make_goal(client, starts_on=ago(days), agreed_on=ago(days), **more)


def moved_by_note(goal, client, mentor, days, movement=Movement.STEP, **more):
    return make_touch(make_activity(client, mentor, ago(days), **more), goal, movement)


def step_done(goal, days):
    step = GoalStep(goal_id=goal.id, client_id=goal.client_id, owner=Owner.CLIENT, created_at=now(), done_on=ago(days))
    step.words = "Ask"
    keep(step)


def status_changed(goal, mentor, days):
    change = GoalChange(goal_id=goal.id, client_id=goal.client_id, changed_by_id=mentor.id, created_at=now())
    change.status, change.changed_on, change.reason = GoalStatus.ACTIVE, ago(days), "Again"
    keep(change)


# Each makes one client as they come, with a number to be different by, and says since when nothing has changed.
def only_a_goal(client, mentor, days):
    begun(client, days)


def same_rating_again(client, mentor, days):
    goal = begun(client, 200)
    rate(goal, mentor, ago(days), 0)
    for again in range(0, days, 9):
        rate(goal, mentor, ago(again), 0)


def a_note_that_it_is_the_same(client, mentor, days):
    goal = begun(client, 200)
    moved_by_note(goal, client, mentor, days)
    moved_by_note(goal, client, mentor, 3, Movement.SAME)
    moved_by_note(goal, client, mentor, 4, None)


def a_note_in_error(client, mentor, days):
    goal = begun(client, days)
    note = make_activity(client, mentor, ago(2), error_at=now())
    make_touch(note, goal, Movement.LEAP)


def two_goals(client, mentor, days):
    begun(client, days + 40)
    begun(client, days)


def done_a_step(client, mentor, days):
    step_done(begun(client, 200), days)


def a_status(client, mentor, days):
    status_changed(begun(client, 200), mentor, days)


def another_goal_is_over(client, mentor, days):
    begun(client, days)
    make_goal(client, starts_on=ago(3), status=GoalStatus.COMPLETED)


def the_first_level_of_a_new_ladder(client, mentor, days):
    """Its number is the one of the rating before, on a ladder that began elsewhere."""
    goal = begun(client, 200, baseline=-1, ladder_number=2)
    keep(
        FormerLadder(
            goal_id=goal.id,
            client_id=client.id,
            number=1,
            baseline=-2,
            until_on=ago(days + 20),
            changed_by_id=mentor.id,
        )
    )
    rate(goal, mentor, ago(days + 30), 1)
    amend(rate(goal, mentor, ago(days), 1), ladder_number=2)


def where_a_new_ladder_begins(client, mentor, days):
    """The level says nothing beside that of the old ladder, which had moved before."""
    goal = begun(client, 200, baseline=0, ladder_number=2)
    keep(
        FormerLadder(
            goal_id=goal.id, client_id=client.id, number=1, baseline=-2, until_on=ago(days - 1), changed_by_id=mentor.id
        )
    )
    rate(goal, mentor, ago(days), 1)
    amend(rate(goal, mentor, ago(3), 0), ladder_number=2)


KINDS = (
    the_first_level_of_a_new_ladder,
    where_a_new_ladder_begins,
    only_a_goal,
    same_rating_again,
    a_note_that_it_is_the_same,
    a_note_in_error,
    two_goals,
    done_a_step,
    a_status,
    another_goal_is_over,
)


# Each loses a tie of a client whose goal moves.
def a_tie_fades(client, days):
    make_tie(client, alone_on=ago(150), since_on=ago(150), faded_on=ago(days))


def a_tie_ended(client, days):
    make_tie(client, alone_on=ago(150), ended_on=ago(days))
    make_tie(client, thought_on=ago(days + 1))


def two_ties(client, days):
    a_tie_fades(client, days + 30)
    a_tie_ended(client, days)
    make_tie(client, alone_on=ago(90), faded_on=ago(3))


LOSSES = (a_tie_fades, a_tie_ended, two_ties)


# Each keeps a client well who lost something, or never had it.
def never_went_alone(client, days):
    make_tie(client, ended_on=ago(days))


def something_new_was_begun(client, days):
    a_tie_ended(client, days)
    make_tie(client, thought_on=ago(days))


def it_holds(client, days):
    make_tie(client, alone_on=ago(days + 84), lasting_on=ago(days))


def a_tie_in_error(client, days):
    make_tie(client, alone_on=ago(150), faded_on=ago(days), error_at=now())


GAINS = (never_went_alone, something_new_was_begun, it_holds, a_tie_in_error)


def keeps_meeting(client, mentor):
    for days in range(1, 84, 7):
        make_activity(client, mentor, ago(days))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_all_are_found_and_none_of_two_hundred_who_are_well(world):
    draw = Random(14)
    stuck, lost, well = set(), set(), set()
    for number in range(WELL + 40):
        client = make_client(world.team, world.mentor)
        kind = KINDS[number % len(KINDS)]
        is_stuck = number >= WELL
        kind(client, world.mentor, draw.randint(60, 190) if is_stuck else draw.randint(5, 59))
        (stuck if is_stuck else well).add(client.id)
        loses, keeps = LOSSES[number % len(LOSSES)], GAINS[number % len(GAINS)]
        if number % 5 == 0:
            loses(client, draw.choice((draw.randint(4, 13), draw.randint(85, 110))))
        elif number < WELL:
            keeps(client, draw.randint(14, 84))
    for number in range(20):
        client = make_client(world.team, world.mentor)
        begun(client, 20)
        LOSSES[number % len(LOSSES)](client, draw.randint(14, 54))
        lost.add(client.id)
    for more in ({"status": ClientStatus.PAUSED}, {"status": ClientStatus.CLOSED}):
        only_a_goal(make_client(world.team, world.mentor, **more), world.mentor, 150)
    found = {state.client_id for state in list_stuck(world.mentor)}
    assert found == stuck | lost
    assert not found & well
    board = board_of(world.supervisor)
    assert {row.id for row in board.rows if row.attention.number(Reason.STUCK) is not None} == stuck
    assert {row.id for row in board.rows if row.attention.number(Reason.LOST) is not None} == lost


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_told_from_the_sixtieth_day_on(world, kind):
    kind(world.client, world.mentor, 59)
    assert find_state(world.mentor, world.client.id).found is None


@pytest.mark.parametrize("kind", KINDS)
def test_since_when_nothing_has_moved(world, kind):
    kind(world.client, world.mentor, 64)
    state = find_state(world.mentor, world.client.id)
    assert state.found.still_days == 64
    assert state.goal_id is not None


def test_meetings_that_become_rare_count_too(world):
    for days in (5, *range(30, 80, 7)):
        make_activity(world.client, world.mentor, ago(days))
    assert find_state(world.mentor, world.client.id).found == (None, True, None, False)
    make_activity(world.client, world.mentor, ago(6), outcome=Outcome.NO_SHOW)
    assert find_state(world.mentor, world.client.id).found == (None, True, None, False)
    keeps_meeting(world.client, world.mentor)
    assert find_state(world.mentor, world.client.id).found is None


def test_who_is_not_active_is_not_asked_for_a_step(world):
    only_a_goal(world.client, world.mentor, 100)
    amend(world.client, status=ClientStatus.PAUSED)
    assert find_state(world.mentor, world.client.id) is None


def test_the_viewer_finds_own_clients_only(world):
    only_a_goal(world.client, world.mentor, 100)
    assert [state.client_id for state in list_stuck(world.mentor)] == [world.client.id]
    assert list_stuck(world.other_mentor) == list_stuck(world.other_supervisor) == []
    assert find_state(world.other_mentor, world.client.id) is None


def test_all_clients_are_asked_for_in_one_statement(world):
    for _each in range(3):
        only_a_goal(make_client(world.team, world.mentor), world.mentor, 100)
    with statements() as asked:
        assert len(list_stuck(world.mentor)) == 3
    assert len(asked) == 1
