"""Actions on follow-ups and concerns."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.activities.actions import change_activity, mark_activity_in_error, record_activity
from caseapp.activities.models import Activity
from caseapp.activities.rules import ActivityDraft, Mode, Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.followups.actions import (
    acknowledge_concern,
    close_concern,
    drop_follow_up,
    finish_follow_up,
    plan_follow_up,
    reopen_follow_up,
)
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.queries import (
    concerns_of,
    find_concern,
    find_follow_up,
    follow_ups_of,
    open_concerns,
    open_follow_ups,
)
from caseapp.followups.rules import FollowUpDraft, FollowUpState, Safety
from tests.refusals import refused
from tests.world import make_concern, make_follow_up

TODAY = date(2026, 11, 22)
NOTE = ActivityDraft(held_on=TODAY, starts_at=time(9), minutes=60, mode=Mode.IN_PERSON, outcome=Outcome.HELD, note="A")


def submission():
    return IdempotencyKey(uuid7(), b"body")


def note(world, **more):
    return record_activity(world.mentor, world.client.id, ActivityDraft(**{**vars(NOTE), **more}), submission())


def entries(what):
    return db.session.scalar(sa.select(sa.func.count()).where(Entry.act == what))


def version_of(activity_id):
    return db.session.scalar(sa.select(Activity.version).where(Activity.id == activity_id, for_maintenance()))


def test_the_next_step_of_a_note_waits_on_the_list_of_its_mentor(world):
    id_ = note(world, next_step="Call Michal", next_step_on=TODAY + timedelta(days=2))
    [told] = open_follow_ups(world.mentor)
    assert (told.words, told.due_on, told.owner_id, told.source_id) == (
        "Call Michal",
        TODAY + timedelta(days=2),
        world.mentor.id,
        id_,
    )
    assert entries(Act.FOLLOW_UP_RAISED) == 1
    assert open_follow_ups(world.supervisor)[0].client_name == world.client.name
    assert open_follow_ups(world.team_mate) == open_follow_ups(world.other_supervisor) == []


def test_a_mended_note_takes_its_follow_up_along_and_leaves_one_that_is_done(world):
    id_ = note(world, next_step="Call Michal")
    mended = ActivityDraft(**{**vars(NOTE), "next_step": "Visit Michal"})
    change_activity(world.mentor, id_, mended, version_of(id_))
    [told] = open_follow_ups(world.mentor)
    assert told.words == "Visit Michal"
    finish_follow_up(world.mentor, find_follow_up(world.mentor, told.id))
    change_activity(world.mentor, id_, NOTE, version_of(id_))
    assert [told.state for told in follow_ups_of(world.mentor, world.client.id)] == [FollowUpState.DONE]


def test_a_note_without_its_step_asks_for_nothing_more(world):
    id_ = note(world, next_step="Call Michal")
    change_activity(world.mentor, id_, NOTE, version_of(id_))
    assert follow_ups_of(world.mentor, world.client.id) == []


def test_a_worry_is_a_concern_that_only_a_supervisor_ends(world):
    note(world, safety=Safety.EMERGENCY, note="He spoke of death.")
    [told] = open_concerns(world.supervisor)
    assert (told.level, told.words, told.raised_by) == (Safety.EMERGENCY, "He spoke of death.", "Maya Mentor")
    concern = find_concern(world.supervisor, told.id)
    with pytest.raises(NotAllowed):
        acknowledge_concern(world.mentor, concern)
    with pytest.raises(NotVisible):
        acknowledge_concern(world.other_supervisor, concern)
    acknowledge_concern(world.supervisor, concern)
    acknowledge_concern(world.supervisor, concern)
    assert entries(Act.CONCERN_ACKNOWLEDGED) == 1
    assert open_concerns(world.mentor)[0].acknowledged_by == world.supervisor.name
    with pytest.raises(RuleBroken):
        close_concern(world.supervisor, concern, " ", concern.version)
    close_concern(world.supervisor, concern, "Spoke with the clinic.", concern.version)
    assert open_concerns(world.supervisor) == []
    assert concerns_of(world.mentor, world.client.id)[0].closing == "Spoke with the clinic."


def test_a_worry_that_the_note_no_longer_says_stays_open(world):
    id_ = note(world, safety=Safety.CONSULT)
    change_activity(world.mentor, id_, NOTE, version_of(id_))
    assert len(open_concerns(world.supervisor)) == 1


@pytest.mark.parametrize("changes", [{"note": "He spoke of death."}, {"safety": Safety.EMERGENCY}])
def test_an_edited_note_updates_its_open_concern(world, changes):
    id_ = note(world, safety=Safety.WATCH)
    edited = ActivityDraft(**{**vars(NOTE), "safety": Safety.WATCH, **changes})
    change_activity(world.mentor, id_, edited, version_of(id_))
    [concern] = open_concerns(world.supervisor)
    assert (concern.level, concern.words) == (edited.safety, edited.note)
    assert entries(Act.CONCERN_RAISED) == 2


def test_an_edited_note_leaves_its_closed_concern_as_it_was(world):
    id_ = note(world, safety=Safety.WATCH)
    concern = find_concern(world.supervisor, open_concerns(world.supervisor)[0].id)
    close_concern(world.supervisor, concern, "Spoke with the clinic.", concern.version)
    edited = ActivityDraft(**{**vars(NOTE), "safety": Safety.EMERGENCY, "note": "B"})
    change_activity(world.mentor, id_, edited, version_of(id_))
    [closed] = concerns_of(world.mentor, world.client.id)
    assert (closed.level, closed.words, closed.is_open) == (Safety.WATCH, "A", False)


def test_what_a_note_in_error_raised_waits_no_longer(world):
    id_ = note(world, safety=Safety.WATCH, next_step="Call")
    mark_activity_in_error(world.mentor, id_, "Another client", version_of(id_))
    assert open_concerns(world.supervisor) == []
    assert open_follow_ups(world.mentor) == []


def test_a_late_note_of_a_former_mentor_raises_what_it_says(world):
    draft = ActivityDraft(**{**vars(NOTE), "held_on": date(2026, 6, 30), "safety": Safety.CONSULT, "next_step": "Call"})
    record_activity(world.former_mentor, world.client.id, draft, submission())
    assert len(open_concerns(world.supervisor)) == len(open_follow_ups(world.supervisor)) == 1
    assert open_follow_ups(world.former_mentor) == []


def test_a_follow_up_by_hand_is_one_however_often_it_is_sent(world):
    sent = submission()
    for _time in range(2):
        plan_follow_up(world.mentor, world.client.id, FollowUpDraft("Ask about the choir"), key=sent)
    assert len(open_follow_ups(world.mentor)) == 1
    with pytest.raises(Conflict):
        plan_follow_up(world.mentor, world.client.id, FollowUpDraft("Else"), key=IdempotencyKey(sent.id, b"other"))
    with pytest.raises(NotVisible):
        plan_follow_up(world.team_mate, world.client.id, FollowUpDraft("Ask"), key=submission())


def test_done_dropped_and_open_again(world):
    row = make_follow_up(world.client, world.mentor)
    finish_follow_up(world.mentor, row)
    finish_follow_up(world.mentor, row)
    assert entries(Act.FOLLOW_UP_CLOSED) == 1
    with pytest.raises(RuleBroken):
        drop_follow_up(world.mentor, row, "No need", row.version)
    reopen_follow_up(world.supervisor, row)
    with pytest.raises(RuleBroken):
        drop_follow_up(world.mentor, row, "", row.version)
    drop_follow_up(world.mentor, row, "The library moved.", row.version)
    [told] = follow_ups_of(world.mentor, world.client.id)
    assert (told.state, told.closing) == (FollowUpState.DROPPED, "The library moved.")


def test_closing_an_older_version_of_a_concern_is_a_conflict(world):
    concern = make_concern(world.client, world.mentor)
    seen = concern.version
    acknowledge_concern(world.supervisor, concern)
    with pytest.raises(Conflict):
        close_concern(world.supervisor, concern, "Spoke.", seen)


def test_what_has_ended_is_not_ended_again(world):
    concern = make_concern(world.client, world.mentor)
    close_concern(world.supervisor, concern, "Spoke with the clinic.", concern.version)
    with refused():
        close_concern(world.supervisor, concern, "Spoke again.", concern.version)
    follow_up = make_follow_up(world.client, world.mentor)
    drop_follow_up(world.mentor, follow_up, "No longer needed", follow_up.version)
    with refused():
        drop_follow_up(world.mentor, follow_up, "No longer needed", follow_up.version)
    assert entries(Act.CONCERN_CLOSED) == entries(Act.FOLLOW_UP_CLOSED) == 1


def test_a_follow_up_is_overdue_on_the_day_after_it_was_due(world):
    make_follow_up(world.client, world.mentor, TODAY, words="today")
    make_follow_up(world.client, world.mentor, TODAY - timedelta(days=1), words="yesterday")
    make_follow_up(world.client, world.mentor, words="whenever")
    assert {told.words: told.is_overdue for told in open_follow_ups(world.mentor)} == {
        "today": False,
        "yesterday": True,
        "whenever": False,
    }


def test_a_note_in_error_takes_back_what_is_open_and_leaves_what_was_done(world):
    done = note(world, next_step="Call Michal", safety=Safety.CONSULT)
    (follow_up,) = db.session.scalars(sa.select(FollowUp).where(FollowUp.source_id == done, for_maintenance()))
    (concern,) = db.session.scalars(sa.select(Concern).where(Concern.source_id == done, for_maintenance()))
    finish_follow_up(world.mentor, follow_up)
    before = entries(Act.ENTERED_IN_ERROR)
    mark_activity_in_error(world.mentor, done, "Of another client", version_of(done))
    assert (follow_up.is_in_error, concern.is_in_error) == (False, True)
    assert entries(Act.ENTERED_IN_ERROR) == before + 2
