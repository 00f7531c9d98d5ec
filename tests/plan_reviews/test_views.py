"""A plan review: what happened since the last, what was decided, and when the next is due."""

from datetime import date, timedelta

import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.followups.rules import FollowUpState
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.goals.wins.models import SmallWin
from caseapp.plan_reviews.models import PlanReview
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from tests.world import keep, make_activity, make_follow_up, make_goal, rate

TODAY = date(2026, 11, 22)
NEXT = date(2027, 5, 21)  # 180 days on


def ago(days):
    return TODAY - timedelta(days=days)


def page_of(world):
    return f"/clients/{world.client.id}/plan-review"


def due_goal(world, **more):
    return make_goal(world.client, starts_on=ago(190), agreed_on=ago(190), review_on=ago(10), **more)


def reasons(world):
    (row,) = [row for row in board_of(world.supervisor).rows if row.id == world.client.id]
    return {each.reason for each in row.attention.reasons}


def test_a_review_is_due_after_half_a_year_and_leads_to_one_page(world, as_):
    due_goal(world)
    assert Reason.REVIEW in reasons(world)
    assert page_of(world) in as_(world.mentor).see("/").links
    assert page_of(world) in as_(world.supervisor).see("/board").links


def test_the_page_gathers_what_happened(world, as_):
    goal = due_goal(world)
    rate(goal, world.mentor, ago(100), -1)
    rate(goal, world.mentor, ago(5), 0)
    for days in (3, 10, 400):
        make_activity(world.client, world.mentor, ago(days))
    make_follow_up(world.client, world.mentor, words="Call the library")
    words = as_(world.mentor).see(page_of(world)).words
    assert "since 16.5.2026" in words
    assert "2 meetings, calls and messages" in words
    assert "Then: once a month . Now: weekly" in words
    assert "Call the library" in words


def test_what_lies_before_the_last_review_is_not_told_again(world, as_, clock):
    goal = due_goal(world)
    rate(goal, world.mentor, ago(100), 1)
    make_activity(world.client, world.mentor, ago(3))
    yesterday = now() - timedelta(days=1)
    make_follow_up(world.client, world.mentor, state=FollowUpState.DONE, closed_at=yesterday, words="Call the library")
    by = {"by_client": False, "created_by_id": world.mentor.id, "created_at": yesterday}
    win = SmallWin(client_id=world.client.id, won_on=ago(1), **by)
    win.words = "I went out alone"
    keep(win)
    browser = as_(world.mentor)
    words = browser.see(page_of(world)).words
    assert "Call the library" in words
    assert "I went out alone" in words
    browser.send(page_of(world), {"words": "We go on", "next_on": NEXT.isoformat()})
    clock.move_to("2027-05-21T08:00:00+00:00")
    words = as_(world.mentor).see(page_of(world)).words
    assert "0 meetings, calls and messages" in words
    assert "Not rated since. Then: twice" in words
    assert "We go on" in words
    assert "Call the library" not in words
    assert "I went out alone" not in words


def test_after_it_all_goals_in_progress_are_due_on_the_same_day(world, as_, clock):
    due_goal(world)
    make_goal(world.client, status=GoalStatus.COMPLETED, starts_on=ago(180), review_on=ago(3))
    make_goal(world.client, starts_on=ago(180), review_on=None)
    sent = {"words": "We go on", "client_words": "Slowly", "next_on": NEXT.isoformat()}
    as_(world.mentor).send(page_of(world), sent)
    goals = db.session.scalars(sa.select(Goal).where(for_maintenance(), Goal.client_id == world.client.id))
    assert {(goal.status, goal.review_on) for goal in goals} == {
        (GoalStatus.ACTIVE, NEXT),
        (GoalStatus.COMPLETED, ago(3)),
    }
    review = db.session.scalars(sa.select(PlanReview).where(for_maintenance())).one()
    assert (review.words, review.client_words, review.since_on) == ("We go on", "Slowly", ago(190))
    assert Reason.REVIEW not in reasons(world)
    clock.move_to("2027-05-21T08:00:00+00:00")
    assert Reason.REVIEW in reasons(world)


def test_the_next_day_is_proposed_and_kept_within_a_year(world, as_):
    due_goal(world)
    browser = as_(world.mentor)
    assert browser.see(page_of(world)).field("next_on") == NEXT.isoformat()
    for day in (TODAY, date(2028, 1, 1)):
        browser.send(page_of(world), {"words": "We go on", "next_on": day.isoformat()})
        assert "Choose a day within a year from today." in browser.page.words
    browser.send(page_of(world), {"words": "", "next_on": NEXT.isoformat()})
    assert "Missing: What was decided" in browser.page.words
    assert db.session.scalars(sa.select(PlanReview).where(for_maintenance())).all() == []


def test_a_review_in_error_puts_nothing_off(world, as_, clock):
    goal = due_goal(world)
    browser = as_(world.mentor)
    browser.send(page_of(world), {"words": "We go on", "next_on": ago(-30).isoformat()})
    clock.move_to("2026-11-24T08:00:00+00:00")
    browser = as_(world.mentor)
    browser.send(page_of(world), {"words": "Of another client", "next_on": NEXT.isoformat()})
    for wrong_on, due_on in ((ago(-2), ago(-30)), (TODAY, TODAY)):
        found = db.session.scalars(sa.select(PlanReview).where(for_maintenance(), PlanReview.held_on == wrong_on))
        there = f"/plan-reviews/{found.one().id}/error"
        assert there in browser.see(page_of(world)).links
        browser.send(there, {"reason": "Another client's plan"})
        assert db.session.get(Goal, goal.id).review_on == due_on
    page = browser.see(page_of(world))
    assert "2 entries entered in error" in page.words
    assert page.words.count("Another client's plan") == 2
    assert "since 16.5.2026" in page.words
    assert "We go on" not in page.words
    assert Reason.REVIEW in reasons(world)
