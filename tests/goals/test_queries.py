from datetime import date, timedelta

import pytest

from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.goals.actions import mark_rating_in_error
from caseapp.goals.ladder_page import levels_of
from caseapp.goals.queries import find_goal, find_rating, history_of, list_goals, ratings_of
from caseapp.goals.rules import GoalStatus
from tests.statements import statements
from tests.world import make_goal, make_user, rate

BLIND = ["team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator", "stranger"]


@pytest.mark.parametrize("relation", ["mentor", "supervisor"])
def test_who_sees_the_client_sees_goals_and_ratings(world, relation):
    goal = make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 1, 0)
    viewer = getattr(world, relation)
    assert find_goal(viewer, goal.id).id == goal.id
    assert find_rating(viewer, rating.id).id == rating.id
    assert [row.id for row in list_goals(viewer, world.client.id)] == [goal.id]
    assert [told.id for told in ratings_of(viewer, world.client.id)] == [rating.id]
    assert [told.id for told in history_of(viewer, goal.id)] == [rating.id]


@pytest.mark.parametrize("relation", BLIND)
def test_nobody_else_sees_goals_or_ratings(world, relation):
    goal = make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 1, 0)
    viewer = make_user("wizard", world.team) if relation == "stranger" else getattr(world, relation)
    with pytest.raises(NotVisible):
        find_goal(viewer, goal.id)
    with pytest.raises(NotVisible):
        find_rating(viewer, rating.id)
    assert list_goals(viewer, world.client.id) == []
    assert ratings_of(viewer, world.client.id) == []
    assert history_of(viewer, goal.id) == []


def test_a_goal_of_the_list_has_its_words_and_the_last_word_of_each_rater(world):
    goal = make_goal(world.client, client_words="קפה", wording="פעם בשבוע")
    rate(goal, world.mentor, date(2026, 3, 1), -1, 2)
    rate(goal, world.mentor, date(2026, 6, 1), 0, 1)
    rate(goal, world.mentor, date(2026, 9, 1), 1)
    strike(world, rate(goal, world.mentor, date(2026, 10, 1), 2, -2))
    (row,) = list_goals(world.mentor, world.client.id)
    assert (row.client_words, row.wording, row.title) == ("קפה", "פעם בשבוע", "פעם בשבוע")
    assert (row.mentor_level, row.client_level, row.rated_on) == (1, 1, date(2026, 9, 1))
    assert row.ladder[0] == "weekly"


def strike(world, rating):
    mark_rating_in_error(world.mentor, rating, "another client")


def test_of_two_ratings_of_one_day_the_later_one_counts(world, clock):
    goal = make_goal(world.client)
    rate(goal, world.mentor, today(), -1)
    clock.shift(timedelta(minutes=5))
    rate(goal, world.mentor, today(), 1)
    (row,) = list_goals(world.mentor, world.client.id)
    assert row.mentor_level == 1
    assert [told.mentor_level for told in ratings_of(world.mentor, world.client.id)] == [-1, 1]
    assert [told.mentor_level for told in history_of(world.mentor, goal.id)] == [1, -1]


def test_a_goal_that_nobody_rated_has_no_levels(world):
    make_goal(world.client, wording="", client_words="own words")
    (row,) = list_goals(world.mentor, world.client.id)
    assert (row.mentor_level, row.client_level, row.rated_on, row.title) == (None, None, None, "own words")


def test_active_goals_come_first_then_drafts_then_the_rest(world):
    for status in (GoalStatus.COMPLETED, GoalStatus.DRAFT, GoalStatus.ON_HOLD, GoalStatus.ACTIVE):
        make_goal(world.client, status=status)
    assert [row.status for row in list_goals(world.mentor, world.client.id)] == [
        GoalStatus.ACTIVE,
        GoalStatus.DRAFT,
        GoalStatus.ON_HOLD,
        GoalStatus.COMPLETED,
    ]


def test_a_rating_in_error_is_told_with_its_reason(world):
    goal = make_goal(world.client)
    strike(world, rate(goal, world.mentor, today(), 2))
    (told,) = ratings_of(world.mentor, world.client.id)
    assert told.is_in_error
    assert (told.error_reason, told.rated_by) == ("another client", "Maya Mentor")


def test_goals_and_ratings_are_one_statement_each_however_many(world):
    for _ in range(5):
        goal = make_goal(world.client)
        for day in range(5):
            rate(goal, world.mentor, today() - timedelta(days=day), 0, 1)
    with statements() as sent:
        assert len(list_goals(world.mentor, world.client.id)) == 5
        assert len(ratings_of(world.mentor, world.client.id)) == 25
    assert len(sent) == 2


def test_a_ladder_shows_what_is_expected_where_it_began_and_where_both_stand(world):
    goal = make_goal(world.client, baseline=-1)
    rate(goal, world.mentor, date(2026, 6, 1), 0, 2)
    rate(goal, world.mentor, date(2026, 9, 1), 1)
    steps = levels_of(goal, history_of(world.mentor, goal.id))
    assert [step.level for step in steps] == [2, 1, 0, -1, -2]
    marks = {step.level: (step.is_expected, step.is_start, step.is_mentors, step.is_clients) for step in steps}
    assert marks == {
        2: (False, False, False, True),
        1: (False, False, True, False),
        0: (True, False, False, False),
        -1: (False, True, False, False),
        -2: (False, False, False, False),
    }
