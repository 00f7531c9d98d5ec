"""Recording, changing and marking in error: what they do, and to whom they are refused."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.activities.actions import change_activity, mark_activity_in_error, record_activity
from caseapp.activities.models import Activity
from caseapp.activities.queries import contacts_between, find_last_met
from caseapp.activities.rules import ActivityDraft, Mode, Movement, Outcome, TouchDraft
from caseapp.activities.timeline_queries import find_activity_details, timeline_of
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.followups.rules import Safety
from tests.world import assign, make_activity, make_client, make_goal

TODAY = date(2026, 11, 22)
MET = ActivityDraft(TODAY, time(9), 60, Mode.IN_PERSON, Outcome.HELD, note="Coffee in the garden.")


def draft(**more):
    return ActivityDraft(**{**MET.__dict__, **more})


def submission(body=b"x", id_=None):
    return IdempotencyKey(id_ or uuid7(), body)


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Activity).where(for_maintenance()))


def entries(act):
    return db.session.scalar(sa.select(sa.func.count()).select_from(Entry).where(Entry.act == act))


def test_a_mentor_records_a_note_with_its_goals_sealed_and_told_to_the_trail(world):
    goal = make_goal(world.client)
    words = {"client_words": "It was my idea", "next_step": "Call Michal", "next_step_on": TODAY + timedelta(days=7)}
    id_ = record_activity(
        world.mentor, world.client.id, draft(goals={goal.id: TouchDraft(Movement.STEP)}, **words), submission()
    )
    told = find_activity_details(world.mentor, id_)
    assert (told.note, told.client_words, told.next_step) == ("Coffee in the garden.", *list(words.values())[:2])
    assert [(touch.goal_id, touch.movement) for touch in told.goals] == [(goal.id, Movement.STEP)]
    assert told.mentor_id == world.mentor.id
    assert entries(Act.ACTIVITY_RECORDED) == 1
    stored = db.session.scalar(sa.select(Activity.note_sealed).where(Activity.id == id_, for_maintenance()))
    assert b"Coffee" not in stored


def test_the_author_of_a_supervisors_note_is_the_supervisor(world):
    id_ = record_activity(world.supervisor, world.client.id, MET, submission())
    assert find_activity_details(world.mentor, id_).mentor_id == world.supervisor.id


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_nobody_else_records_about_this_client(world, who):
    with pytest.raises(NotVisible):
        record_activity(getattr(world, who), world.client.id, MET, submission())
    assert count() == 0


def test_an_administrator_may_not_record_at_all(world):
    with pytest.raises(NotAllowed):
        record_activity(world.administrator, world.client.id, MET, submission())


def test_the_late_note_of_a_former_mentor_is_taken_for_days_of_the_assignment(world):
    late = draft(held_on=date(2026, 6, 30))
    id_ = record_activity(world.former_mentor, world.client.id, late, submission())
    assert find_activity_details(world.mentor, id_).mentor_id == world.former_mentor.id
    with pytest.raises(NotVisible):
        find_activity_details(world.former_mentor, id_)
    with pytest.raises(NotVisible):
        record_activity(world.former_mentor, world.client.id, draft(held_on=date(2026, 7, 1)), submission())


def test_a_mentor_cannot_write_about_the_time_before_the_assignment(world):
    client = make_client(world.team)
    assign(client, world.mentor, TODAY - timedelta(days=3))
    with pytest.raises(RuleBroken) as caught:
        record_activity(world.mentor, client.id, draft(held_on=TODAY - timedelta(days=4)), submission())
    assert caught.value.field == "held_on"


def test_a_goal_of_another_client_is_not_touched(world):
    foreign = make_goal(make_client(world.team, world.mentor))
    with pytest.raises(NotVisible):
        record_activity(world.mentor, world.client.id, draft(goals={foreign.id: TouchDraft()}), submission())
    assert count() == 0


def test_the_same_form_makes_one_record_and_another_body_is_a_conflict(world):
    sent = submission()
    assert record_activity(world.mentor, world.client.id, MET, sent) == record_activity(
        world.mentor, world.client.id, MET, sent
    )
    with pytest.raises(Conflict):
        record_activity(world.mentor, world.client.id, draft(note="Other"), submission(b"y", sent.id))
    assert count() == 1


def test_a_refused_note_leaves_nothing_and_can_be_sent_again(world):
    sent = submission()
    with pytest.raises(RuleBroken):
        record_activity(world.mentor, world.client.id, draft(minutes=0), sent)
    assert count() == 0
    assert record_activity(world.mentor, world.client.id, MET, sent) == sent.id


def test_the_author_and_the_supervisor_mend_a_note_and_a_second_mentor_does_not(world):
    assign(world.client, world.team_mate)
    activity = make_activity(world.client, world.mentor, TODAY)
    change_activity(world.mentor, activity.id, draft(note="Better"), activity.version)
    change_activity(world.supervisor, activity.id, draft(note="Best"), activity.version)
    assert find_activity_details(world.mentor, activity.id).note == "Best"
    with pytest.raises(NotAllowed):
        change_activity(world.team_mate, activity.id, draft(note="Mine"), activity.version)
    assert entries(Act.ACTIVITY_CHANGED) == 2


def test_a_note_edited_meanwhile_is_not_overwritten(world):
    """Not even where only its goals were changed in the meantime."""
    goal = make_goal(world.client)
    activity = make_activity(world.client, world.mentor, TODAY, note=MET.note, starts_at=MET.starts_at)
    seen = activity.version
    change_activity(world.supervisor, activity.id, draft(goals={goal.id: TouchDraft(Movement.LEAP)}), seen)
    with pytest.raises(Conflict):
        change_activity(world.mentor, activity.id, draft(note="Mine"), seen)
    told = find_activity_details(world.mentor, activity.id)
    assert (told.note, told.goals[0].movement) == (MET.note, Movement.LEAP)


def test_the_same_change_sent_twice_is_one_change(world):
    activity = make_activity(world.client, world.mentor, TODAY)
    seen = activity.version
    change_activity(world.mentor, activity.id, draft(note="Better"), seen)
    change_activity(world.mentor, activity.id, draft(note="Better"), seen)
    assert entries(Act.ACTIVITY_CHANGED) == 1


def test_goals_are_added_moved_and_removed(world):
    first, second = make_goal(world.client), make_goal(world.client)
    id_ = record_activity(world.mentor, world.client.id, draft(goals={first.id: TouchDraft()}), submission())
    change_activity(world.mentor, id_, draft(goals={first.id: TouchDraft(Movement.SAME), second.id: TouchDraft()}), 1)
    assert {touch.goal_id: touch.movement for touch in find_activity_details(world.mentor, id_).goals} == {
        first.id: Movement.SAME,
        second.id: None,
    }
    change_activity(world.mentor, id_, draft(goals={second.id: TouchDraft()}), 2)
    assert [touch.goal_id for touch in find_activity_details(world.mentor, id_).goals] == [second.id]


def test_what_was_entered_in_error_stays_with_its_reason_and_counts_nowhere(world):
    activity = make_activity(world.client, world.mentor, TODAY)
    mark_activity_in_error(world.mentor, activity.id, "Wrong client", activity.version)
    told = timeline_of(world.mentor, world.client.id)[0]
    assert (told.is_in_error, told.error_reason, told.note) == (True, "Wrong client", "We met.")
    assert find_last_met(world.mentor, world.client.id) is None
    assert contacts_between(world.mentor, world.client.id, TODAY, TODAY) == []
    assert entries(Act.ENTERED_IN_ERROR) == 1


def test_what_was_entered_in_error_cannot_be_edited_any_more(world):
    activity = make_activity(world.client, world.mentor, TODAY)
    mark_activity_in_error(world.mentor, activity.id, "Wrong client", activity.version)
    with pytest.raises(RuleBroken):
        change_activity(world.mentor, activity.id, draft(note="Again"), activity.version)


def test_taking_back_twice_is_taking_back_once_and_needs_a_reason(world):
    activity = make_activity(world.client, world.mentor, TODAY)
    with pytest.raises(RuleBroken):
        mark_activity_in_error(world.mentor, activity.id, "", activity.version)
    seen = activity.version
    mark_activity_in_error(world.mentor, activity.id, "Wrong client", seen)
    mark_activity_in_error(world.mentor, activity.id, "Wrong client", seen)
    assert entries(Act.ENTERED_IN_ERROR) == 1


def test_a_worry_without_a_word_is_refused(world):
    with pytest.raises(RuleBroken) as caught:
        record_activity(world.mentor, world.client.id, draft(note="", safety=Safety.CONSULT), submission())
    assert caught.value.field == "note"
