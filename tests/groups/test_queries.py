"""Who sees which groups, names and marks, and what is counted."""

from datetime import date

import pytest

from caseapp.access import Role
from caseapp.errors import NotVisible
from caseapp.groups.attendance.queries import (
    attendance_by_member,
    attendance_of,
    find_meeting,
    meetings_of,
)
from caseapp.groups.attendance.sheet_queries import attendance_rows_of, last_marks
from caseapp.groups.attendance.timeline_queries import group_marks_timeline
from caseapp.groups.members.queries import clients_to_add, members_of
from caseapp.groups.models import Facilitator, Membership
from caseapp.groups.queries import find_group, people_to_lead
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.groups.schedule.queries import groups_of
from tests.groups.records import TODAY, days_ago, group_of, mark, meetings
from tests.statements import statements
from tests.world import LONG_AGO, join, keep, make_client, make_group, make_meeting, make_user

ALWAYS = (date(2020, 1, 1), date(2030, 1, 1))


def names(rows):
    return {row.client_id for row in rows}


@pytest.fixture
def mixed(world):
    """A group of three: of the mentor, of the team-mate who leads it, and of another team."""
    return group_of(world, world.client, world.team_mates_client, world.other_client)


def test_whoever_leads_a_group_meets_all_its_members(world, mixed):
    everybody = {world.client.id, world.team_mates_client.id, world.other_client.id}
    assert names(members_of(world.team_mate, mixed.id)) == everybody
    meeting = make_meeting(mixed, TODAY)
    assert names(attendance_rows_of(world.team_mate, meeting)) == everybody


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("mentor", {"client"}),
        ("supervisor", {"client", "team_mates_client"}),
        ("other_mentor", {"other_client"}),
        ("other_supervisor", {"other_client"}),
    ],
)
def test_others_see_their_own_clients_in_a_group_and_nobody_else(world, mixed, who, seen):
    viewer, expected = getattr(world, who), {getattr(world, name).id for name in seen}
    meeting = make_meeting(mixed, days_ago(7))
    for client in (world.client, world.team_mates_client, world.other_client):
        mark(meeting, client, "present")
    assert names(members_of(viewer, mixed.id)) == expected
    assert names(attendance_rows_of(viewer, meeting)) == expected
    assert meetings_of(viewer, mixed.id)[0].there == len(expected)
    assert set(last_marks(viewer, mixed.id, TODAY)) == expected
    assert set(attendance_by_member(viewer, mixed.id)) == expected
    assert groups_of(viewer)[0].members == len(expected)


@pytest.mark.parametrize("who", ["former_mentor", "administrator"])
def test_a_group_without_own_clients_does_not_exist(world, mixed, who):
    viewer, meeting = getattr(world, who), make_meeting(mixed, TODAY)
    with pytest.raises(NotVisible):
        find_group(viewer, mixed.id)
    with pytest.raises(NotVisible):
        find_meeting(viewer, meeting.id)
    assert groups_of(viewer) == []
    assert members_of(viewer, mixed.id) == []


def test_an_unknown_role_that_leads_a_group_sees_nothing(world, mixed):
    auditor = make_user("auditor", world.team)
    keep(Facilitator(group_id=mixed.id, user_id=auditor.id))
    assert groups_of(auditor) == []
    assert members_of(auditor, mixed.id) == []


def test_leading_one_group_opens_no_other_group_and_no_file(world, mixed):
    second = group_of(world, world.client, leader=world.mentor, name="Choir")
    marked = meetings(second, world.client, "absent")[0]
    assert members_of(world.team_mate, second.id) == []
    assert attendance_rows_of(world.team_mate, marked) == []
    with pytest.raises(NotVisible):
        find_group(world.team_mate, second.id)
    assert attendance_of(world.team_mate, world.client.id, *ALWAYS) == []
    assert group_marks_timeline(world.team_mate, world.client.id) == []
    assert last_marks(world.team_mate, second.id, TODAY) == {}


def test_whoever_left_the_group_is_out_of_its_leaders_sight(world):
    group = group_of(world, world.team_mates_client)
    keep(Membership(group_id=group.id, client_id=world.client.id, starts_on=LONG_AGO, ends_on=days_ago(1)))
    meeting = make_meeting(group, days_ago(7))
    mark(meeting, world.client, "present")
    assert names(members_of(world.team_mate, group.id)) == {world.team_mates_client.id}
    assert names(attendance_rows_of(world.team_mate, meeting)) == {world.team_mates_client.id}
    assert names(attendance_rows_of(world.supervisor, meeting)) == {world.team_mates_client.id, world.client.id}


@pytest.mark.parametrize(
    ("first", "last", "is_seen"),
    [
        (days_ago(9), None, True),
        (days_ago(9), TODAY, True),
        (days_ago(9), days_ago(1), False),
        (days_ago(-1), None, False),
    ],
)
def test_a_mentor_sees_a_group_on_the_days_on_which_a_client_is_in_it(world, first, last, is_seen):
    group = group_of(world)
    keep(Membership(group_id=group.id, client_id=world.client.id, starts_on=first, ends_on=last))
    if is_seen:
        assert find_group(world.mentor, group.id).id == group.id
    else:
        with pytest.raises(NotVisible):
            find_group(world.mentor, group.id)


def test_a_roll_names_only_who_belonged_to_the_group_on_that_day(world):
    group = group_of(world, world.client)
    join(group, world.team_mates_client, since=TODAY)
    assert names(attendance_rows_of(world.team_mate, make_meeting(group, days_ago(7)))) == {world.client.id}


def test_the_last_eight_marks_stand_from_the_oldest_to_the_newest(world):
    words = ["absent", *["present"] * 7, "late"]
    group = group_of(world, world.client)
    made = meetings(group, world.client, *words)
    cancelled = make_meeting(group, days_ago(1), status=MeetingStatus.HOLIDAY)
    mark(cancelled, world.client, "absent")
    assert last_marks(world.mentor, group.id, TODAY)[world.client.id] == tuple(Mark(word) for word in words[1:])
    assert last_marks(world.mentor, group.id, made[1].held_on)[world.client.id] == (Mark.ABSENT,)


def test_holidays_and_excused_marks_do_not_count(world):
    group = group_of(world, world.client)
    meetings(group, world.client, "present", "late", "absent", "excused", "left_early")
    holiday = make_meeting(group, days_ago(1), status=MeetingStatus.HOLIDAY)
    mark(holiday, world.client, "absent")
    with statements() as sent:
        (found,) = attendance_of(world.mentor, world.client.id, *ALWAYS)
    assert len(sent) == 1
    assert (found.name, found.there, found.counted, found.percent) == ("Art", 3, 4, 75)
    assert (found.times(Mark.EXCUSED), len(found.marks)) == (1, 5)
    assert attendance_by_member(world.mentor, group.id) == {world.client.id: (3, 4)}


def test_attendance_keeps_to_its_period_and_to_each_group(world):
    art, choir = group_of(world, world.client), group_of(world, world.client, name="Choir")
    meetings(art, world.client, "present", "absent")
    meetings(choir, world.client, "present")
    found = attendance_of(world.mentor, world.client.id, days_ago(7), TODAY)
    assert [(row.name, row.there, row.counted) for row in found] == [("Art", 0, 1), ("Choir", 1, 1)]


def test_the_timeline_of_marks_goes_back_page_by_page(world):
    group, second = group_of(world, world.client), group_of(world, world.client, name="Choir", starts_at=None)
    meetings(group, world.client, "present", "absent", "late")
    meetings(second, world.client, "present", "excused", "present")
    seen, before = [], None
    while page := group_marks_timeline(world.mentor, world.client.id, before, limit=2):
        seen += page
        before = page[-1].key
    assert len({row.meeting_id for row in seen}) == len(seen) == 6
    assert [row.key for row in seen] == sorted((row.key for row in seen), reverse=True)
    assert {row.group_name for row in seen} == {"Art", "Choir"}


def test_a_reason_is_opened_for_whoever_sees_the_client(world):
    group = group_of(world, world.client)
    mark(make_meeting(group, days_ago(7)), world.client, "absent", reason="illness")
    assert group_marks_timeline(world.mentor, world.client.id)[0].reason == "illness"


def test_a_supervisor_adds_clients_of_the_own_team_who_are_no_members_yet(world, mixed):
    free = make_client(world.team)
    assert [client_id for client_id, _name in clients_to_add(world.supervisor, mixed.id)] == [free.id]
    assert clients_to_add(world.other_supervisor, mixed.id) == []


@pytest.mark.parametrize(("last", "is_offered"), [(days_ago(1), True), (TODAY, False), (None, False)])
def test_whoever_left_the_group_can_join_again_from_the_day_after(world, last, is_offered):
    group = group_of(world)
    keep(Membership(group_id=group.id, client_id=world.client.id, starts_on=LONG_AGO, ends_on=last))
    offered = {client_id for client_id, _name in clients_to_add(world.supervisor, group.id)}
    assert (world.client.id in offered) is is_offered


def test_the_own_team_and_present_leaders_may_lead(world):
    group = make_group(world.team, world.other_mentor)
    found = {user_id for user_id, _name in people_to_lead(world.supervisor, group.id)}
    assert {world.mentor.id, world.supervisor.id, world.other_mentor.id} <= found
    assert world.other_supervisor.id not in found
    assert world.other_mentor.id not in {user_id for user_id, _name in people_to_lead(world.supervisor)}
    assert make_user(Role.ADMINISTRATOR, world.team).id not in {i for i, _n in people_to_lead(world.supervisor)}
