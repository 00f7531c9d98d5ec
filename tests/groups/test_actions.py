"""What opening groups, changing members and taking attendance do, and to whom they are refused."""

import json
from dataclasses import replace
from datetime import time, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.groups.actions import change_group, draft_of, open_group
from caseapp.groups.attendance.actions import plan_meeting, take_attendance
from caseapp.groups.attendance.queries import attendance_of
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.members.actions import add_members, end_membership
from caseapp.groups.members.queries import members_of
from caseapp.groups.members.rules import MembersDraft
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.queries import find_group
from caseapp.groups.rules import AttendanceDraft, GivenMark, GroupDraft, Mark, MeetingStatus
from tests.groups.records import TODAY, days_ago, group_of, mark, twelve
from tests.refusals import refused
from tests.statements import statements
from tests.world import join, make_client, make_meeting

ART = GroupDraft("Art", 2, time(17), 90, frozenset())


def submission(body=b"x", id_=None):
    return IdempotencyKey(id_ or uuid7(), body)


def entries(act):
    return db.session.scalar(sa.select(sa.func.count()).select_from(Entry).where(Entry.act == act))


def stored_marks():
    found = sa.select(AttendanceMark.client_id, AttendanceMark.mark).where(for_maintenance())
    return dict(list(db.session.execute(found)))


def held(marks):
    return AttendanceDraft(MeetingStatus.HELD, "", {client.id: GivenMark(Mark(word)) for client, word in marks.items()})


def test_a_supervisor_opens_a_group_of_the_own_team_once(world):
    sent = submission()
    draft = GroupDraft("Art", 2, time(17), 90, frozenset({world.mentor.id}))
    assert open_group(world.supervisor, None, draft, sent) == open_group(world.supervisor, None, draft, sent)
    group = db.session.get(Group, sent.id)
    assert (group.team_id, draft_of(world.supervisor, group)) == (world.team.id, draft)
    assert find_group(world.mentor, group.id).is_led
    assert entries(Act.GROUP_OPENED) == 1
    with pytest.raises(Conflict):
        open_group(world.supervisor, None, draft, submission(b"y", sent.id))


@pytest.mark.parametrize("who", ["mentor", "administrator"])
def test_nobody_but_a_supervisor_opens_a_group(world, who):
    with pytest.raises(NotAllowed):
        open_group(getattr(world, who), None, ART, submission())


def test_nobody_of_another_team_is_made_a_leader(world):
    with pytest.raises(NotVisible):
        open_group(
            world.supervisor, None, GroupDraft("Art", 2, None, 90, frozenset({world.other_mentor.id})), submission()
        )


def test_a_change_of_leaders_alone_is_seen_by_the_version(world):
    group = group_of(world)
    seen = group.version
    present = draft_of(world.supervisor, group)
    change_group(world.supervisor, group.id, GroupDraft(**{**present.__dict__, "facilitators": frozenset()}), seen)
    with pytest.raises(Conflict):
        change_group(world.supervisor, group.id, GroupDraft(**{**present.__dict__, "name": "Music"}), seen)
    assert draft_of(world.supervisor, group).facilitators == frozenset()


def test_a_new_leader_stands_beside_the_one_who_stays_and_takes_the_place_of_the_one_who_goes(world):
    group = group_of(world)
    present = draft_of(world.supervisor, group)
    both = replace(present, facilitators=frozenset({world.team_mate.id, world.mentor.id}))
    change_group(world.supervisor, group.id, both, group.version)
    assert draft_of(world.supervisor, group) == both
    change_group(world.supervisor, group.id, replace(both, facilitators=frozenset({world.mentor.id})), group.version)
    assert draft_of(world.supervisor, group).facilitators == {world.mentor.id}


def test_the_trail_tells_old_and_new_of_what_changes_hours_already_counted(world):
    group, viewer = group_of(world, service="social_club"), world.supervisor
    present = draft_of(viewer, group)
    for changed in ({"minutes": 60}, {"service": "", "minutes": 45}, {"name": "Music"}, {"service": "dental"}):
        present = replace(present, **changed)
        change_group(viewer, group.id, present, group.version)
    open_group(viewer, None, replace(ART, service="dental"), submission())
    told = sa.select(Entry.detail).where(Entry.act.in_((Act.GROUP_CHANGED, Act.GROUP_OPENED))).order_by(Entry.seq)
    assert [json.loads(detail) for detail in db.session.scalars(told)] == [
        {"changed": "minutes 90 60"},
        {"changed": "service social_club none; minutes 60 45"},
        {},
        {"changed": "service none dental"},
        {"minutes": 90, "service": "dental"},
    ]


def test_a_group_of_another_team_is_not_changed(world):
    group = group_of(world, world.other_client)
    with pytest.raises(NotAllowed):
        change_group(world.other_supervisor, group.id, ART, group.version)


def test_members_join_once_and_only_from_the_own_team(world):
    group, sent = group_of(world), submission()
    assert add_members(world.supervisor, group.id, MembersDraft((world.client.id,), TODAY), sent) == 1
    assert add_members(world.supervisor, group.id, MembersDraft((world.client.id,), TODAY), sent) == 0
    assert add_members(world.supervisor, group.id, MembersDraft((world.client.id,), TODAY), submission()) == 0
    with pytest.raises(NotVisible):
        add_members(world.supervisor, group.id, MembersDraft((world.other_client.id,), TODAY), submission())
    assert [member.client_id for member in members_of(world.supervisor, group.id)] == [world.client.id]


@pytest.mark.parametrize("days", [0, 9])
def test_a_membership_ends_today_or_before_and_stays_known(world, days):
    group = group_of(world)
    membership = join(group, world.client)
    end_membership(world.supervisor, group.id, membership.id, days_ago(days))
    end_membership(world.supervisor, group.id, membership.id, days_ago(days))
    with refused("last_on"):
        end_membership(world.supervisor, group.id, membership.id, days_ago(3))
    assert membership.ends_on == days_ago(days)
    assert entries(Act.GROUP_MEMBERS_CHANGED) == 1


def test_a_membership_of_another_teams_client_is_not_ended(world):
    group = group_of(world, world.client)
    foreign = join(group, world.other_client)
    with pytest.raises(NotVisible):
        end_membership(world.supervisor, group.id, foreign.id, TODAY)
    assert foreign.ends_on is None


def test_one_day_has_one_meeting_whoever_plans_it(world):
    group = group_of(world, world.client)
    first = plan_meeting(world.team_mate, group.id, TODAY, submission())
    assert plan_meeting(world.supervisor, group.id, TODAY, submission()) == first
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Meeting)) == 1
    with pytest.raises(RuleBroken):
        plan_meeting(world.team_mate, group.id, TODAY + timedelta(days=1), submission())


def test_a_mentor_of_a_member_neither_plans_nor_marks(world):
    group = group_of(world, world.client)
    with pytest.raises(NotAllowed):
        plan_meeting(world.mentor, group.id, TODAY, submission())
    meeting = make_meeting(group, TODAY)
    with pytest.raises(NotAllowed):
        take_attendance(world.mentor, meeting.id, held({world.client: "present"}), meeting.version)
    with pytest.raises(NotVisible):
        take_attendance(world.former_mentor, meeting.id, held({world.client: "present"}), meeting.version)
    assert stored_marks() == {}


def test_a_roll_of_twelve_is_one_insert_and_one_entry(world):
    members = twelve(world)
    group = group_of(world, *members)
    meeting = make_meeting(group, TODAY)
    roll = held({client: "absent" if number in (2, 4) else "present" for number, client in enumerate(members)})
    with statements() as sent:
        take_attendance(world.team_mate, meeting.id, roll, meeting.version)
    assert sum("INSERT INTO attendance_marks" in statement for statement in sent) == 1
    words = list(stored_marks().values())
    assert (words.count(Mark.PRESENT), words.count(Mark.ABSENT)) == (10, 2)
    assert entries(Act.ATTENDANCE_RECORDED) == 1


def test_a_corrected_roll_changes_what_changed_and_marks_who_is_new(world):
    late = make_client(world.team)
    group = group_of(world, world.client, world.team_mates_client)
    meeting = make_meeting(group, TODAY)
    take_attendance(world.team_mate, meeting.id, held({world.client: "present", world.team_mates_client: "present"}), 1)
    join(group, late)
    roll = held({world.client: "absent", world.team_mates_client: "present", late: "late"})
    take_attendance(world.team_mate, meeting.id, roll, 2)
    assert stored_marks() == {
        world.client.id: Mark.ABSENT,
        world.team_mates_client.id: Mark.PRESENT,
        late.id: Mark.LATE,
    }


def test_attendance_taken_meanwhile_is_not_overwritten_and_the_same_twice_is_once(world):
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    take_attendance(world.team_mate, meeting.id, held({world.client: "present"}), 1)
    take_attendance(world.team_mate, meeting.id, held({world.client: "present"}), 1)
    with pytest.raises(Conflict):
        take_attendance(world.supervisor, meeting.id, held({world.client: "absent"}), 1)
    assert stored_marks() == {world.client.id: Mark.PRESENT}
    assert entries(Act.ATTENDANCE_RECORDED) == 1


def test_a_supervisor_marks_the_own_team_and_leaves_the_marks_of_others_alone(world):
    group = group_of(world, world.client, world.other_client)
    meeting = make_meeting(group, TODAY)
    mark(meeting, world.other_client, "excused")
    take_attendance(world.supervisor, meeting.id, held({world.client: "late"}), meeting.version)
    assert stored_marks() == {world.client.id: Mark.LATE, world.other_client.id: Mark.EXCUSED}
    with pytest.raises(NotVisible):
        take_attendance(world.supervisor, meeting.id, held({world.other_client: "absent"}), meeting.version)


def test_a_meeting_that_did_not_take_place_counts_for_nobody(world):
    group = group_of(world, world.client)
    meeting = make_meeting(group, days_ago(7))
    take_attendance(world.team_mate, meeting.id, held({world.client: "absent"}), 1)
    take_attendance(world.team_mate, meeting.id, AttendanceDraft(MeetingStatus.HOLIDAY, "Sukkot", {}), 2)
    assert attendance_of(world.mentor, world.client.id, days_ago(30), TODAY) == []
    assert (meeting.status, meeting.reason) == (MeetingStatus.HOLIDAY, "Sukkot")


def test_the_reason_of_an_absence_is_sealed(world):
    group = group_of(world, world.client)
    meeting = make_meeting(group, TODAY)
    roll = AttendanceDraft(MeetingStatus.HELD, "", {world.client.id: GivenMark(Mark.ABSENT, "At her sister's")})
    take_attendance(world.team_mate, meeting.id, roll, 1)
    stored = db.session.scalar(sa.select(AttendanceMark.reason_sealed).where(for_maintenance()))
    assert b"sister" not in stored
    assert attendance_rows_of(world.mentor, meeting)[0].marked == GivenMark(Mark.ABSENT, "At her sister's")
