"""Who sees which activities, in which order, and what is counted."""

from datetime import date, time, timedelta

import pytest

from caseapp.access import Role
from caseapp.activities.note_form_queries import could_see_on, find_note_context
from caseapp.activities.plans.choice_queries import clients_to_note
from caseapp.activities.queries import contacts_between, find_activity, find_last_met
from caseapp.activities.rules import Mode, Movement, Outcome, counts_as_contact
from caseapp.activities.timeline_queries import find_activity_details, timeline_of
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.errors import NotVisible
from caseapp.goals.rules import GoalStatus
from tests.statements import statements
from tests.world import make_activity, make_client, make_goal, make_touch, make_user

TODAY = date(2026, 11, 22)
STRANGERS = ("team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator")


def days_ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize("who", ["mentor", "supervisor"])
def test_mentor_and_supervisor_see_an_activity(world, who):
    activity = make_activity(world.client, world.mentor, TODAY)
    viewer = getattr(world, who)
    assert find_activity(viewer, activity.id).id == activity.id
    assert [told.note for told in timeline_of(viewer, world.client.id)] == ["We met."]
    assert find_last_met(viewer, world.client.id) == TODAY
    assert [each.id for each in contacts_between(viewer, world.client.id, TODAY, TODAY)] == [activity.id]


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_sees_it_or_any_count_of_it(world, who):
    activity = make_activity(world.client, world.mentor, TODAY)
    viewer = getattr(world, who)
    for find in (find_activity, find_activity_details):
        with pytest.raises(NotVisible):
            find(viewer, activity.id)
    with pytest.raises(NotVisible):
        find_note_context(viewer, world.client.id)
    assert timeline_of(viewer, world.client.id) == []
    assert find_last_met(viewer, world.client.id) is None
    assert contacts_between(viewer, world.client.id, TODAY, TODAY) == []


def test_an_unknown_role_sees_nothing(world):
    activity = make_activity(world.client, world.mentor, TODAY)
    stranger = make_user("auditor", world.team)
    with pytest.raises(NotVisible):
        find_activity(stranger, activity.id)
    assert clients_to_note(stranger) == []


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("in_error", [False, True])
def test_the_rule_of_contact_is_the_same_in_python_and_in_the_store(world, outcome, days, in_error):
    held_on = days_ago(days)
    make_activity(world.client, world.mentor, held_on, outcome=outcome, minutes=0, error_at=now() if in_error else None)
    counted = counts_as_contact(outcome, held_on, TODAY, in_error)
    assert find_last_met(world.mentor, world.client.id) == (held_on if counted else None)


def test_a_failed_attempt_after_a_meeting_does_not_move_the_last_day(world):
    make_activity(world.client, world.mentor, days_ago(9))
    make_activity(world.client, world.mentor, days_ago(1), outcome=Outcome.NO_SHOW, minutes=0)
    assert find_last_met(world.mentor, world.client.id) == days_ago(9)


def test_two_contacts_with_one_client_hide_no_other_client(world):
    second = make_client(world.team, world.mentor)
    make_activity(world.client, world.mentor, days_ago(1))
    make_activity(world.client, world.mentor, days_ago(2))
    assert find_last_met(world.mentor, world.client.id) == days_ago(1)
    make_activity(second, world.mentor, days_ago(30))
    assert find_last_met(world.supervisor, second.id) == days_ago(30)


def test_the_contacts_of_a_period_are_those_that_were_held_or_attempted(world):
    held = [
        make_activity(world.client, world.mentor, days_ago(days), outcome=outcome, minutes=30)
        for days, outcome in [(30, Outcome.HELD), (3, Outcome.NO_SHOW), (0, Outcome.PARTLY)]
    ]
    make_activity(world.client, world.mentor, days_ago(3), error_at=now())
    make_activity(world.client, world.mentor, days_ago(3), outcome=Outcome.PLANNED)
    make_activity(world.client, world.mentor, days_ago(31))
    make_activity(world.client, world.mentor, days_ago(-1))
    with statements() as sent:
        found = contacts_between(world.mentor, world.client.id, days_ago(30), days_ago(-30))
    assert [each.id for each in found] == [each.id for each in held]
    assert len(sent) == 1


def test_the_timeline_goes_back_page_by_page_and_loses_nobody(world):
    """Also where several records share day and hour."""
    made = {
        make_activity(world.client, world.mentor, days_ago(number // 4), starts_at=time(10 + number % 2)).id
        for number in range(21)
    }
    seen, before = [], None
    while page := timeline_of(world.mentor, world.client.id, before, limit=4):
        seen += page
        before = page[-1].key
    assert {told.id for told in seen} == made
    assert len(seen) == 21
    assert [told.key for told in seen] == sorted((told.key for told in seen), reverse=True)


def test_a_page_of_the_timeline_is_two_statements_at_most_whatever_it_shows(world):
    goal = make_goal(world.client)
    for number in range(5):
        activity = make_activity(world.client, world.mentor, days_ago(number))
        make_touch(activity, goal, Movement.STEP)
    with statements() as sent:
        told = timeline_of(world.mentor, world.client.id)
    assert len(sent) <= 2
    assert {row.author for row in told} == {"Maya Mentor"}
    assert {row.goals[0].title for row in told} == {"Meet a friend once a week"}
    assert {row.goals[0].movement for row in told} == {Movement.STEP}


def test_the_most_recently_met_client_stands_first_and_closed_ones_are_left_out(world):
    closed = make_client(world.team, world.mentor, status=ClientStatus.CLOSED)
    never = make_client(world.team, world.mentor)
    lately = make_client(world.team, world.mentor)
    make_activity(world.client, world.mentor, days_ago(5))
    make_activity(lately, world.mentor, days_ago(1))
    assert [choice.id for choice in clients_to_note(world.mentor)] == [lately.id, world.client.id, never.id]
    assert closed.id not in [choice.id for choice in clients_to_note(world.supervisor)]


def test_a_note_begins_with_the_length_and_way_of_the_last_meeting(world):
    assert find_note_context(world.mentor, world.client.id).last.minutes == 60
    make_activity(world.client, world.mentor, days_ago(9), minutes=90, mode=Mode.PHONE)
    make_activity(world.client, world.mentor, days_ago(2), minutes=0, outcome=Outcome.NO_SHOW)
    make_activity(world.client, world.mentor, days_ago(1), minutes=15, error_at=now())
    context = find_note_context(world.mentor, world.client.id)
    assert (context.last.minutes, context.last.mode) == (90, Mode.PHONE)


def test_of_two_notes_of_one_hour_the_later_one_is_the_last(world):
    for words in ("first", "second", "third"):
        last = make_activity(world.client, world.mentor, days_ago(1), starts_at=time(4, 45), note=words)
    assert (find_note_context(world.mentor, world.client.id).last.id, last.note) == (last.id, "third")


def test_a_note_offers_the_active_goals_and_says_who_will_read_it(world):
    make_goal(world.client, status=GoalStatus.COMPLETED, wording="Long done")
    goal = make_goal(world.client, wording="Coffee")
    boss = make_user(Role.SUPERVISOR, world.team, name="Dalia")
    context = find_note_context(world.mentor, world.client.id)
    assert context.goals == ((goal.id, "Coffee", "Coffee"),)
    assert boss.name in context.readers
    assert world.mentor.name not in context.readers
    assert world.former_mentor.name not in context.readers
    assert world.mentor.name in find_note_context(world.supervisor, world.client.id).readers


def test_a_former_mentor_stands_on_closed_ground_for_days_of_the_own_assignment_only(world):
    context = find_note_context(world.former_mentor, world.client.id, late_on=date(2026, 6, 30))
    assert not context.is_open
    assert (context.name, context.goals, context.readers, context.last.id) == ("", (), (), None)
    for day in (date(2026, 7, 1), date(2024, 12, 31)):
        with pytest.raises(NotVisible):
            find_note_context(world.former_mentor, world.client.id, late_on=day)
    assert not could_see_on(world.other_mentor, world.client.id, date(2026, 6, 30))
