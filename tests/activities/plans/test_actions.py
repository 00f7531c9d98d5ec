"""Planned meetings: plan, move, cancel, and say what became of them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.activities.actions import change_activity
from caseapp.activities.models import Activity
from caseapp.activities.plans.actions import cancel_plan, move_plan, plan_meetings
from caseapp.activities.plans.queries import coming_meetings
from caseapp.activities.queries import contacts_between, find_last_met
from caseapp.activities.rules import (
    MINUTES_MAX,
    ActivityDraft,
    Cancellation,
    Mode,
    Outcome,
    PlanDraft,
    PlanSeries,
    check_plan,
)
from caseapp.activities.timeline_queries import find_activity_details, timeline_of
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.world import assign, make_activity

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Jerusalem"))
TUESDAY = TODAY + timedelta(days=2)
PLAN = PlanDraft(TUESDAY, time(16), 60, Mode.OUTING, "community", "The café at the corner", True)
HELD = ActivityDraft(TODAY, time(9), 60, Mode.IN_PERSON, Outcome.HELD, note="Coffee in the garden.")
STRANGERS = ("team_mate", "former_mentor", "other_mentor", "other_supervisor")


def sent():
    return IdempotencyKey(uuid7(), b"body")


def planned(world, on=TODAY):
    return make_activity(world.client, world.mentor, on, outcome=Outcome.PLANNED, starts_at=time(9), note="")


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Activity).where(for_maintenance()))


def entries(act):
    return db.session.scalar(sa.select(sa.func.count()).select_from(Entry).where(Entry.act == act))


def test_a_meeting_is_planned_for_some_weeks_in_one_act(world):
    assert plan_meetings(world.mentor, world.client.id, PlanSeries(PLAN, 3), key=sent()) == 3
    plans = coming_meetings(world.supervisor)
    assert [plan.held_on for plan in plans] == [TUESDAY + timedelta(weeks=week) for week in range(3)]
    assert {(plan.place_words, plan.discreet, plan.mode, plan.mentor) for plan in plans} == {
        ("The café at the corner", True, Mode.OUTING, world.mentor.name)
    }
    assert entries(Act.MEETINGS_PLANNED) == 1


def test_a_plan_sent_twice_is_one_plan_also_when_its_day_is_over(world, clock):
    form = sent()
    for _time in range(2):
        plan_meetings(world.mentor, world.client.id, PlanSeries(PLAN, 2), key=form)
        clock.shift(timedelta(days=3))
    assert count() == 2
    with pytest.raises(Conflict):
        plan_meetings(world.mentor, world.client.id, PlanSeries(PLAN, 2), key=IdempotencyKey(form.id, b"other"))


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_plans_moves_cancels_or_sees_it(world, who):
    viewer, plan = getattr(world, who), planned(world)
    with pytest.raises(NotVisible):
        plan_meetings(viewer, world.client.id, PlanSeries(PLAN, 1), key=sent())
    with pytest.raises(NotVisible):
        move_plan(viewer, plan.id, PLAN, plan.version)
    with pytest.raises(NotVisible):
        cancel_plan(viewer, plan.id, Cancellation(Outcome.CLIENT_CANCELLED, "Ill"), plan.version)
    assert coming_meetings(viewer) == []
    assert count() == 1


def test_an_administrator_plans_nothing(world):
    with pytest.raises(NotAllowed):
        plan_meetings(world.administrator, world.client.id, PlanSeries(PLAN, 1), key=sent())


def test_a_planned_meeting_is_no_meeting(world):
    planned(world)
    planned(world, TODAY - timedelta(days=3))
    assert find_last_met(world.mentor, world.client.id) is None
    assert contacts_between(world.mentor, world.client.id, TODAY - timedelta(days=9), TODAY) == []
    assert timeline_of(world.mentor, world.client.id) == []


@pytest.mark.parametrize("minutes", [0, MINUTES_MAX + 1])
def test_a_plan_says_how_long_it_will_take(world, minutes):
    with pytest.raises(RuleBroken) as caught:
        plan_meetings(world.mentor, world.client.id, PlanSeries(replace(PLAN, minutes=minutes), 1), key=sent())
    assert caught.value.field == "minutes"
    assert count() == 0


@given(st.integers(-400, 800), st.integers(-5, 40))
def test_plans_lie_within_a_year_and_at_most_half_a_year_of_weeks(days, weeks):
    plan = PlanDraft(TODAY + timedelta(days=days), time(16), 60, Mode.IN_PERSON)
    last = days + 7 * (weeks - 1)
    try:
        check_plan(plan, weeks, NOW)
    except RuleBroken:
        assert days < 0 or not 1 <= weeks <= 26 or last > 366
    else:
        assert days >= 0
        assert 1 <= weeks <= 26
        assert last <= 366


def test_a_plan_is_moved_by_whoever_sees_the_client_and_not_over_anothers_change(world):
    plan = planned(world)
    seen = plan.version
    move_plan(world.supervisor, plan.id, PLAN, seen)
    move_plan(world.supervisor, plan.id, PLAN, seen)
    with pytest.raises(Conflict):
        move_plan(world.mentor, plan.id, PlanDraft(TUESDAY, time(18), 60, Mode.PHONE), seen)
    [kept] = coming_meetings(world.mentor)
    assert (kept.id, kept.held_on, kept.starts_at) == (plan.id, TUESDAY, time(16))
    assert entries(Act.ACTIVITY_CHANGED) == 1
    with pytest.raises(RuleBroken):
        move_plan(world.mentor, plan.id, PlanDraft(TODAY - timedelta(days=1), time(9), 60, Mode.PHONE), plan.version)


@pytest.mark.parametrize("outcome", [Outcome.CLIENT_CANCELLED, Outcome.MENTOR_CANCELLED, Outcome.EMERGENCY])
def test_a_meeting_ahead_is_cancelled_with_a_reason_and_stays_as_an_attempt(world, outcome):
    plan = planned(world, TUESDAY)
    seen = plan.version
    for _time in range(2):
        cancel_plan(world.mentor, plan.id, Cancellation(outcome, "The flu"), seen)
    told = find_activity_details(world.supervisor, plan.id)
    assert (told.outcome, told.note, told.minutes, told.held_on) == (outcome, "The flu", 0, TUESDAY)
    assert coming_meetings(world.mentor) == []
    assert find_last_met(world.mentor, world.client.id) is None
    assert entries(Act.ACTIVITY_RECORDED) == 1


@pytest.mark.parametrize("outcome", [Outcome.HELD, Outcome.PLANNED, Outcome.NO_SHOW])
def test_a_plan_is_not_cancelled_as_something_else_and_not_without_a_reason(world, outcome):
    plan = planned(world, TUESDAY)
    with pytest.raises(RuleBroken):
        cancel_plan(world.mentor, plan.id, Cancellation(outcome, "The flu"), plan.version)
    with pytest.raises(RuleBroken):
        cancel_plan(world.mentor, plan.id, Cancellation(Outcome.CLIENT_CANCELLED, " "), plan.version)
    assert find_activity_details(world.mentor, plan.id).outcome is Outcome.PLANNED


def test_a_held_meeting_is_neither_moved_nor_cancelled(world):
    held = make_activity(world.client, world.mentor, TODAY)
    with pytest.raises(RuleBroken):
        move_plan(world.mentor, held.id, PLAN, held.version)
    with pytest.raises(RuleBroken):
        cancel_plan(world.mentor, held.id, Cancellation(Outcome.CLIENT_CANCELLED, "The flu"), held.version)


def test_the_plan_becomes_the_note_and_stays_one_record(world):
    plan = planned(world)
    change_activity(world.mentor, plan.id, HELD, plan.version)
    told = find_activity_details(world.mentor, plan.id)
    assert (told.outcome, told.note, told.mentor_id) == (Outcome.HELD, "Coffee in the garden.", world.mentor.id)
    assert find_last_met(world.mentor, world.client.id) == TODAY
    assert (count(), coming_meetings(world.mentor)) == (1, [])


def test_a_second_mentor_who_was_there_says_what_became_of_it_and_is_its_author(world):
    assign(world.client, world.team_mate)
    plan = planned(world)
    change_activity(world.team_mate, plan.id, HELD, plan.version)
    assert find_activity_details(world.mentor, plan.id).mentor_id == world.team_mate.id
    with pytest.raises(NotAllowed):
        change_activity(world.mentor, plan.id, ActivityDraft(**{**vars(HELD), "note": "Mine"}), plan.version)


def test_a_note_out_of_an_old_plan_can_be_edited_as_long_as_any_other(world, clock):
    plan = planned(world)
    clock.shift(timedelta(days=9))
    change_activity(world.mentor, plan.id, HELD, plan.version)
    change_activity(world.mentor, plan.id, ActivityDraft(**{**vars(HELD), "note": "Better"}), plan.version)
    assert find_activity_details(world.mentor, plan.id).note == "Better"
