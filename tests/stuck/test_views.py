"""From a client for whom nothing moves to one act, and six weeks later to the answer."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.followups.models import FollowUp
from caseapp.goals.models import GoalStep
from caseapp.organisation.models import Organisation
from caseapp.organisation.queries import forget_organisation_settings
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.queries import find_state
from caseapp.stuck.rules import NextAct, StepOutcome
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from caseapp.ties.actions import add_tie_step
from caseapp.ties.rules import TieStepDraft, TieStepKind
from tests.ties.test_actions import sent
from tests.world import amend, keep, make_activity, make_goal, make_tie

TODAY = date(2026, 11, 22)
LATER = "2027-01-03T08:00:00+00:00"  # six weeks on


@pytest.fixture
def still(world):
    """The client, with a goal in which nothing has moved for 64 days."""
    since = TODAY - timedelta(days=64)
    goal = make_goal(world.client, starts_on=since, agreed_on=since)
    make_activity(world.client, world.mentor, TODAY)
    return goal


def page_of(world):
    return f"/clients/{world.client.id}/stuck"


def choose(browser, world, way, **more):
    return browser.send(page_of(world), {"way": way, **more})


def answer(browser, world, outcome, **more):
    """One tap on the page of the client."""
    browser.see(page_of(world))
    return browser.send(f"/stuck/{only_step().id}/answer", {"outcome": outcome, **more}, fresh=False)


def words_of(browser, response):
    return browser.see(response.location).words if response.location else browser.page.words


def only_step(entity=StuckStep):
    return db.session.scalars(sa.select(entity).where(for_maintenance())).one()


def reasons_on_board(world):
    (row,) = [row for row in board_of(world.supervisor).rows if row.id == world.client.id]
    return {each.reason for each in row.attention.reasons}


def test_the_page_says_why_it_opened_and_by_which_rule(world, as_, still):
    browser = as_(world.mentor)
    for address in ("/", f"/clients/{world.client.id}"):
        page = browser.see(address)
        assert page_of(world) in page.links
        assert "for 64 days" in page.words
    page = browser.see(page_of(world))
    assert "for 64 days" in page.words
    assert "after 60 days without a change in a goal" in page.words
    assert "Nobody here has answered yet what helped" in page.words
    assert f"{world.supervisor.name} can see it" in page.words
    assert as_(world.supervisor).see("/board").words.count("Nothing has moved for 64 days") == 1


def test_a_lost_tie_is_told_alike_on_all_pages(world, as_):
    make_goal(world.client, starts_on=TODAY, agreed_on=TODAY)
    tie = make_tie(world.client, thought_on=TODAY - timedelta(days=90))
    for kind, days in ((TieStepKind.ALONE, 60), (TieStepKind.ENDED, 14)):
        add_tie_step(world.mentor, tie, TieStepDraft(kind, TODAY - timedelta(days=days)), sent())
    browser = as_(world.mentor)
    for address in ("/", f"/clients/{world.client.id}", page_of(world)):
        assert "was lost 14 days ago." in browser.see(address).words
    assert "for 14 days no visit was planned and nothing new begun" in browser.page.words
    board = as_(world.supervisor).see("/board?reason=lost")
    assert "A tie was lost 14 days ago" in board.words
    assert page_of(world) in board.links
    keep(Organisation(thresholds='{"tie_lost_days": 15}'))
    forget_organisation_settings()
    assert "was lost" not in as_(world.mentor).see("/").words
    assert "was lost" not in as_(world.supervisor).see("/board").words


def test_nothing_is_chosen_for_one_and_no_other_end_is_there(world, as_, still):
    browser = as_(world.mentor)
    browser.send(page_of(world), {"obstacles": ["fear"]})
    assert "Missing: What do we do now?" in browser.page.words
    assert find_state(world.mentor, world.client.id).found is not None


def test_an_open_page_offers_no_way_but_an_act(world, as_, still):
    forms = [form for form in as_(world.mentor).see(page_of(world)).forms if "record_id" in form["fields"]]
    assert ["way" in form["fields"] for form in forms] == [True]


@pytest.mark.parametrize(
    ("way", "there"),
    [
        ("smaller_step", "/goals/{goal}/steps/new"),
        ("together", "/clients/{client}/plans/new"),
        ("other_goal", "/clients/{client}/goals/new"),
        ("talk", "/clients/{client}/follow-ups"),
        ("other_mentor", "/clients/{client}/follow-ups"),
        ("more_help", "/clients/{client}/follow-ups"),
    ],
)
def test_an_act_leads_a_mentor_to_where_it_is_done(world, as_, still, way, there):
    chosen = choose(as_(world.mentor), world, way)
    assert chosen.location.endswith(there.format(goal=still.id, client=world.client.id))


@pytest.mark.parametrize(
    ("way", "there"),
    [("talk", "points"), ("other_mentor", "assignments"), ("more_help", "approvals")],
)
def test_whoever_is_in_charge_does_it_at_once(world, as_, still, way, there):
    chosen = choose(as_(world.supervisor), world, way)
    assert chosen.location.endswith(f"/{world.client.id}/{there}")


def test_a_smaller_step_stands_with_its_goal(world, as_, still):
    choose(as_(world.mentor), world, "smaller_step", words="Walk to the gate", obstacles=["fear", "too_big"])
    step, chosen = only_step(GoalStep), only_step()
    assert (step.goal_id, step.words) == (still.id, "Walk to the gate")
    assert (chosen.way, chosen.obstacles, chosen.words) == (NextAct.SMALLER_STEP, "fear too_big", "Walk to the gate")
    assert (chosen.still_days, chosen.ask_on) == (64, date(2027, 1, 3))


def test_what_a_mentor_asks_for_is_the_supervisors_task(world, as_, still):
    choose(as_(world.mentor), world, "talk", words="How to go on")
    task = only_step(FollowUp)
    assert (task.owner_id, task.words) == (world.supervisor.id, "Talk with the supervisor: How to go on")


def test_six_weeks_later_it_asks_and_one_tap_answers(world, as_, still, clock):
    choose(as_(world.mentor), world, "together")
    assert reasons_on_board(world).isdisjoint({Reason.STUCK, Reason.ASKED})
    assert "Did the step help?" not in as_(world.mentor).see("/").words
    clock.move_to(LATER)
    assert Reason.ASKED in reasons_on_board(world)
    browser = as_(world.mentor)
    assert "Did it help?" in browser.see(f"/clients/{world.client.id}").words
    assert "Did the step help?" in browser.see("/").words
    assert answer(browser, world, "helped", **{"from": "today"}).location == "/"
    step = only_step()
    assert (step.outcome, step.answered_on, step.answered_by_id) == (StepOutcome.HELPED, today(), world.mentor.id)
    assert only_step(StuckAnswer).has_helped
    assert find_state(world.mentor, world.client.id).found is None


def test_where_it_did_not_help_the_page_opens_again(world, as_, still, clock):
    choose(as_(world.mentor), world, "together", obstacles=["money"])
    clock.move_to(LATER)
    browser = as_(world.mentor)
    words = words_of(browser, answer(browser, world, "no_help"))
    assert "What is in the way?" in words
    assert find_state(world.mentor, world.client.id).found.still_days == 64 + 42
    assert "It did not help, " in words


def test_what_was_not_done_counts_neither_for_nor_against(world, as_, still):
    choose(as_(world.mentor), world, "together")
    answer(as_(world.mentor), world, "not_done")
    assert only_step().outcome is StepOutcome.NOT_DONE
    assert db.session.scalars(sa.select(StuckAnswer)).all() == []


def test_an_answer_stays(world, as_, still):
    choose(as_(world.mentor), world, "together")
    browser = as_(world.mentor)
    for outcome in ("helped", "no_help"):
        answer(browser, world, outcome)
    assert only_step().outcome is StepOutcome.HELPED
    assert only_step(StuckAnswer).has_helped


def test_a_second_step_waits_for_the_answer_about_the_first(world, as_, still):
    other = as_(world.supervisor)
    fields = other.see(page_of(world)).forms[-1]["fields"]
    choose(as_(world.mentor), world, "together")
    other.post(page_of(world), data={**fields, "way": "talk", "obstacles": []})
    assert "A step is under way: Go along" in other.page.words
    assert only_step().way is NextAct.TOGETHER


def test_a_step_waits_for_its_answer_even_where_things_have_moved(world, as_, still, clock):
    choose(as_(world.mentor), world, "together")
    amend(still, starts_on=date(2027, 1, 2), agreed_on=date(2027, 1, 2))
    clock.move_to(LATER)
    assert Reason.ASKED in reasons_on_board(world)


def test_counts_are_told_from_five_on_and_by_what_is_in_the_way(world, as_, still):
    for place in range(5):
        keep(StuckAnswer(obstacles="fear shame", way=NextAct.TOGETHER, has_helped=place < 3))
    keep(StuckAnswer(obstacles="money", way=NextAct.TALK, has_helped=True))
    browser = as_(world.mentor)
    page = browser.see(page_of(world))
    assert page.words.count("Helped in 3 of 5 times") == 1
    assert page.words.count("Fewer than 5 answers, so not shown") == 5
    browser.send(page_of(world), {"obstacles": ["money"], "count": "1"})
    assert "Helped in" not in browser.page.words
    assert browser.page.words.count("Fewer than 5 answers, so not shown") == 6
    assert db.session.scalars(sa.select(StuckStep).where(for_maintenance())).all() == []


def test_a_step_in_error_is_asked_about_no_more_and_its_answer_counts_no_more(world, as_, still):
    for _each in range(2):
        keep(StuckAnswer(obstacles="fear", way=NextAct.TOGETHER, has_helped=True))
    keep(StuckAnswer(obstacles="fear", way=NextAct.TOGETHER, has_helped=False))
    browser = as_(world.mentor)
    choose(browser, world, "together", obstacles=["fear"])
    answer(browser, world, "helped")
    assert find_state(world.mentor, world.client.id).found is None
    there = f"/stuck/{only_step().id}/error"
    assert there in browser.see(page_of(world)).links
    browser.send(there, {"reason": "Of another client"})
    browser.send(there, {"reason": "Again"})
    assert sorted(each.has_helped for each in db.session.scalars(sa.select(StuckAnswer))) == [False, True, True]
    assert find_state(world.mentor, world.client.id).found.still_days == 64
    page = browser.see(page_of(world))
    assert ("One entry entered in error" in page.words, "Of another client" in page.words) == (True, True)
    assert there not in page.links
    choose(browser, world, "together", obstacles=["fear"])
    waiting = next(
        step for step in db.session.scalars(sa.select(StuckStep).where(for_maintenance())) if not step.outcome
    )
    browser.send(f"/stuck/{waiting.id}/error", {"reason": "Not this one either"})
    assert find_state(world.mentor, world.client.id).step_id is None
    assert Reason.STUCK in reasons_on_board(world)
