"""Goals that were entered in error, and steps that are moved and dropped."""

import pytest
from uuid_utils.compat import uuid7

from caseapp.activities.note_form_queries import goals_to_touch
from caseapp.activities.timeline_queries import timeline_of, touches_of
from caseapp.clock import today
from caseapp.db import IdempotencyKey
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.goals.queries import list_goals, ratings_of
from caseapp.goals.rules import GoalStatus, Owner, StatusMove
from caseapp.goals.status.actions import mark_goal_in_error, move_goal
from caseapp.goals.status.queries import attainment_of
from caseapp.goals.steps.actions import add_step, drop_step, place_step, tick_step
from caseapp.goals.steps.queries import find_step, steps_towards
from caseapp.goals.steps.rules import StepDraft
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from tests.world import LONG_AGO, make_activity, make_goal, make_touch, rate


def struck_goal(world):
    """A goal of the mentor's with a rating and a note, entered in error."""
    goal = make_goal(world.client, created_by_id=world.mentor.id, review_on=LONG_AGO, client_words="wrong person")
    rate(goal, world.mentor, today(), 2)
    note = make_activity(world.client, world.mentor, today())
    make_touch(note, goal)
    mark_goal_in_error(world.mentor, goal, "It is another client's.")
    return goal, note


def reasons(world):
    return {each.reason for row in board_of(world.mentor).rows for each in row.attention.reasons}


def test_a_goal_entered_in_error_is_in_no_list_no_count_and_on_no_paper(world):
    before = make_goal(world.client, created_by_id=world.mentor.id, review_on=LONG_AGO)
    assert {Reason.GOALS, Reason.REVIEW} <= reasons(world)
    mark_goal_in_error(world.mentor, before, "Twice")
    goal, note = struck_goal(world)
    assert not {Reason.GOALS, Reason.REVIEW} & reasons(world)
    assert [(row.goals_active, row.goals_moved) for row in board_of(world.mentor).rows] == [(0, 0)]
    assert list_goals(world.mentor, world.client.id) == []
    assert attainment_of(list_goals(world.mentor, world.client.id, also_in_error=True)) is None
    [rating] = ratings_of(world.mentor, world.client.id)
    assert (rating.is_in_error, rating.error_reason) == (True, "It is another client's.")
    assert touches_of(world.mentor, [note.id]) == {}
    assert [told.goals for told in timeline_of(world.mentor, world.client.id)] == [()]
    assert goals_to_touch(world.mentor, world.client.id) == []
    printed = gather(world.mentor, world.client.id, Period(LONG_AGO, today()), NO_TEXTS)
    assert printed.goals == ()
    with pytest.raises(RuleBroken):
        move_goal(world.mentor, goal, StatusMove(GoalStatus.ACTIVE, today(), "again"), goal.version)


def test_it_stays_on_the_clients_page_struck_through_with_its_reason(world, as_):
    goal, _note = struck_goal(world)
    browser = as_(world.mentor)
    page = browser.see(f"/clients/{world.client.id}")
    assert "One goal entered in error" in page.words
    assert "It is another client's." in page.words
    page = browser.see(f"/goals/{goal.id}")
    assert "entered in error" in page.words
    assert not {f"/goals/{goal.id}/{act}" for act in ("edit", "status", "error", "steps/new")} & set(page.links)


def test_its_writer_and_the_supervisor_strike_a_goal_through_and_nobody_else(world):
    goal = make_goal(world.client, created_by_id=world.supervisor.id)
    for by, fault in ((world.mentor, NotAllowed), (world.team_mate, NotVisible), (world.administrator, NotAllowed)):
        with pytest.raises(fault):
            mark_goal_in_error(by, goal, "Twice")
    for wrong in (" ", "x" * 501):
        with pytest.raises(RuleBroken):
            mark_goal_in_error(world.supervisor, goal, wrong)
    for reason in ("Twice", "Another word"):
        mark_goal_in_error(world.supervisor, goal, reason)
    assert (goal.status, goal.error_reason) == (GoalStatus.IN_ERROR, "Twice")


def test_the_page_of_the_error_keeps_what_was_typed_and_takes_the_reason_once(world, as_):
    goal = make_goal(world.client, created_by_id=world.mentor.id)
    browser, path = as_(world.mentor), f"/goals/{goal.id}/error"
    assert browser.send(path, {"reason": "x" * 100_000}).status_code == 200
    assert [browser.send(path, {"reason": "<img src=x>"}).status_code for _tap in range(2)] == [303, 303]
    assert "<img src=x>" in browser.see(f"/goals/{goal.id}").words


def steps(world, goal, *words):
    for each in words:
        add_step(world.mentor, goal, StepDraft(each, Owner.CLIENT, None), key=IdempotencyKey(uuid7(), each.encode()))
    return {told.words: find_step(world.mentor, told.id) for told in steps_towards(world.mentor, goal.id)}


def order(world, goal):
    return "".join(told.words for told in steps_towards(world.mentor, goal.id))


def test_steps_stand_as_they_were_written_until_somebody_moves_them(world):
    goal = make_goal(world.client)
    of = steps(world, goal, "a", "b", "c")
    assert order(world, goal) == "abc"
    for _tap in range(2):
        place_step(world.mentor, of["c"], 1)
    assert order(world, goal) == "cab"
    place_step(world.supervisor, of["c"], 99)
    assert order(world, goal) == "abc"
    tick_step(world.mentor, of["a"], True)
    assert order(world, goal) == "bca"
    for other in (world.team_mate, world.former_mentor):
        with pytest.raises(NotVisible):
            place_step(other, of["b"], 2)


def test_a_step_is_dropped_with_a_reason_and_stays_in_the_file(world):
    goal = make_goal(world.client)
    of = steps(world, goal, "a", "b")
    tick_step(world.mentor, of["b"], True)
    for step, reason in ((of["a"], " "), (of["a"], "x" * 501), (of["b"], "done")):
        with pytest.raises(RuleBroken):
            drop_step(world.mentor, step, reason)
    for reason in ("The café closed.", "Another word"):
        drop_step(world.mentor, of["a"], reason)
    tick_step(world.mentor, of["a"], True)
    place_step(world.mentor, of["a"], 1)
    told = steps_towards(world.mentor, goal.id)[-1]
    assert (told.words, told.drop_reason, told.dropped_on, told.done_on) == ("a", "The café closed.", today(), None)
    with pytest.raises(NotVisible):
        drop_step(world.other_mentor, of["a"], "mine")


def test_no_step_is_added_to_a_goal_that_is_over(world):
    goal = make_goal(world.client, status=GoalStatus.COMPLETED)
    with pytest.raises(RuleBroken):
        steps(world, goal, "a")


def test_buttons_move_a_step_and_a_form_drops_it(world, as_):
    goal = make_goal(world.client)
    of = steps(world, goal, "first", "second")
    browser = as_(world.mentor)
    browser.see(f"/goals/{goal.id}")
    token = browser.page.field("csrf_token")
    for place in ("1", "1", "²", "-1", "x", "9" * 9):
        browser.post(f"/steps/{of['second'].id}/place", data={"csrf_token": token, "place": place})
    assert order(world, goal) == "secondfirst"
    path = f"/steps/{of['first'].id}/drop"
    assert "Missing: " in browser.send(path, {"reason": ""}).text
    assert browser.send(path, {"reason": "<b>closed</b>"}).status_code == 303
    assert "<b>closed</b>" in browser.see(f"/goals/{goal.id}").words
