"""What taking attendance raises, who else came, and the note of a meeting."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.followups.actions import finish_follow_up
from caseapp.followups.models import FollowUp
from caseapp.followups.queries import concerns_of, follow_ups_of
from caseapp.followups.rules import Safety
from caseapp.groups.attendance.actions import take_attendance
from caseapp.groups.attendance.follow_up_actions import raise_group_concern
from caseapp.groups.attendance.queries import attendance_by_member, attendance_of, meetings_of
from caseapp.groups.attendance.rules import GroupConcernDraft
from caseapp.groups.models import GroupNote
from caseapp.groups.notes.actions import save_group_note
from caseapp.groups.notes.queries import draft_of_note, note_of
from caseapp.groups.notes.rules import GroupNoteDraft
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus
from tests.drawn import drawn
from tests.groups.records import TODAY, group_of
from tests.world import make_client, make_meeting

TOMORROW, NEXT_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


def roll(mark="absent", client=None, **more):
    return AttendanceDraft(MeetingStatus.HELD, "", {client.id: GivenMark(Mark(mark))} if client else {}, **more)


def raised(client):
    found = sa.select(FollowUp).where(for_maintenance(), FollowUp.client_id == client.id, FollowUp.error_at.is_(None))
    return db.session.scalars(found).all()


def test_a_roll_raises_a_call_once_and_keeps_it_in_step(world):
    """The leader does not see the file; the call waits for the client's mentor."""
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    asked = {world.client.id: TOMORROW}
    assert take_attendance(world.team_mate, meeting.id, roll(client=world.client, calls=asked), 1) == 1
    assert take_attendance(world.team_mate, meeting.id, roll(client=world.client, calls=asked), 1) == 0
    (waits,) = follow_ups_of(world.mentor, world.client.id)
    assert (waits.owner_id, waits.due_on, waits.is_open) == (world.mentor.id, TOMORROW, True)
    later = roll(client=world.client, calls={world.client.id: NEXT_WEEK})
    assert take_attendance(world.supervisor, meeting.id, later, meeting.version) == 0
    assert [row.due_on for row in raised(world.client)] == [NEXT_WEEK]
    take_attendance(world.team_mate, meeting.id, roll("present", world.client), meeting.version)
    assert raised(world.client) == []


def test_a_call_that_was_made_stays_made_when_the_roll_is_corrected(world):
    group = group_of(world, world.client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    take_attendance(world.mentor, meeting.id, roll(client=world.client, calls={world.client.id: TOMORROW}), 1)
    (row,) = raised(world.client)
    finish_follow_up(world.mentor, row)
    take_attendance(world.mentor, meeting.id, roll("present", world.client), meeting.version)
    assert [each.id for each in raised(world.client)] == [row.id]


def test_the_page_says_how_many_follow_ups_it_made(world, as_):
    group = group_of(world, world.client, make_client(world.team, world.mentor), leader=world.mentor)
    path = f"/meetings/{make_meeting(group, TODAY).id}/attendance"
    browser = as_(world.mentor)
    sent = {**drawn(browser.see(path)), f"mark-{world.client.id}": "absent"}
    assert browser.post(path, data=sent).status_code == 303
    assert "1 follow-up created." in browser.see(f"/groups/{group.id}").words
    assert browser.post(path, data=drawn(browser.see(path))).status_code == 303
    assert [row.due_on for row in raised(world.client)] == [TOMORROW]


def test_a_guest_was_there_in_the_own_file_and_counts_in_no_percentage_of_the_group(world):
    group = group_of(world, world.team_mates_client, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    called = roll("absent", world.team_mates_client, guests=frozenset({world.client.id}), others=2)
    take_attendance(world.mentor, meeting.id, called, 1)
    (own,) = attendance_of(world.mentor, world.client.id, TODAY, TODAY)
    assert (own.there, own.counted) == (1, 1)
    assert attendance_by_member(world.mentor, group.id) == {world.team_mates_client.id: (0, 1)}
    (told,) = meetings_of(world.mentor, group.id)
    assert (told.there, told.absent, told.guests + told.others) == (0, 1, 3)
    take_attendance(world.mentor, meeting.id, roll("absent", world.team_mates_client), meeting.version)
    assert attendance_of(world.mentor, world.client.id, TODAY, TODAY) == []


def test_nobody_brings_a_client_of_somebody_else_as_a_guest(world):
    group = group_of(world, leader=world.mentor)
    meeting = make_meeting(group, TODAY)
    for foreign in (world.team_mates_client, world.other_client):
        with pytest.raises(NotVisible):
            take_attendance(world.mentor, meeting.id, roll(guests=frozenset({foreign.id})), 1)


def test_a_meeting_that_did_not_take_place_needs_a_reason_on_the_page(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    path = f"/meetings/{make_meeting(group, TODAY).id}/attendance"
    browser = as_(world.mentor)
    assert browser.post(path, data={**drawn(browser.see(path)), "status": "cancelled"}).status_code == 200
    assert "Say in a few words why the group did not meet." in browser.page.words


def test_a_roll_ahead_of_its_day_is_refused(world):
    meeting = make_meeting(group_of(world, world.client), NEXT_WEEK)
    with pytest.raises(RuleBroken):
        take_attendance(world.team_mate, meeting.id, roll("present", world.client), 1)


def test_a_concern_reaches_the_supervisor_once(world, as_):
    group = group_of(world, world.client)
    meeting, sent = make_meeting(group, TODAY), IdempotencyKey(uuid7(), b"x")
    draft = GroupConcernDraft(world.client.id, Safety.CONSULT, "Spoke of giving up")
    about_another = GroupConcernDraft(world.other_client.id, Safety.WATCH, "x")
    for _ in range(2):
        raise_group_concern(world.team_mate, meeting.id, draft, sent)
    (concern,) = concerns_of(world.supervisor, world.client.id)
    assert (concern.level, concern.words) == (Safety.CONSULT, "Spoke of giving up")
    with pytest.raises(NotVisible):
        raise_group_concern(world.team_mate, meeting.id, about_another, IdempotencyKey(uuid7(), b"y"))
    with pytest.raises(NotAllowed):
        raise_group_concern(world.mentor, meeting.id, draft, IdempotencyKey(uuid7(), b"z"))
    page = as_(world.team_mate).see(f"/meetings/{meeting.id}/concern")
    assert "1201" in page.words


def test_a_group_note_is_sealed_and_read_by_leaders_and_the_teams_supervisor_alone(world):
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    words = GroupNoteDraft("Friendship", "What makes a friend", "Bring a picture")
    for _ in range(2):
        save_group_note(world.team_mate, meeting.id, words, 0)
    assert draft_of_note(note_of(world.supervisor, meeting.id)) == words
    assert b"Friendship" not in db.session.scalar(sa.select(GroupNote.topic_sealed))
    with pytest.raises(NotAllowed):
        note_of(world.mentor, meeting.id)
    with pytest.raises(NotVisible):
        note_of(world.other_supervisor, meeting.id)
    with pytest.raises(Conflict):
        save_group_note(world.supervisor, meeting.id, GroupNoteDraft("Another", "", ""), 0)


def test_two_texts_of_one_group_note_are_both_shown_and_none_stands_in_the_clients_file(world, as_):
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    path = f"/meetings/{meeting.id}/note"
    first, second = as_(world.team_mate), as_(world.supervisor)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    assert second.post(path, data={**theirs, "topic": "Sea"}).status_code == 303
    assert first.post(path, data={**mine, "topic": "Mountain"}).status_code == 409
    assert "Sea" in first.page.words
    assert first.post(path, data=drawn(first.page)).status_code == 303
    assert "Mountain" in first.see(f"/groups/{group.id}").words
    assert "Mountain" not in as_(world.mentor).see(f"/groups/{group.id}").words
    assert "Mountain" not in as_(world.mentor).see(f"/clients/{world.client.id}").words


@pytest.mark.parametrize("text", ["x" * 100_000, "<img src=x>", "\u202eevil"])
def test_hostile_words_in_a_note_are_refused_or_shown_as_text(world, as_, text):
    group = group_of(world, world.client)
    path = f"/meetings/{make_meeting(group, TODAY).id}/note"
    browser = as_(world.team_mate)
    answer = browser.post(path, data={**drawn(browser.see(path)), "topic": text})
    assert answer.status_code in (200, 303)
    assert "<img src=x>" not in browser.see(f"/groups/{group.id}").html
