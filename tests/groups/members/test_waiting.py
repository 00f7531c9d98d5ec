"""The waiting list, capacity, and members whose file is closed."""

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.db import IdempotencyKey, db, writing
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.forms import WAITING
from caseapp.groups.members.actions import add_members
from caseapp.groups.members.queries import clients_to_add, count_members, members_of, waiting_of
from caseapp.groups.members.rules import MembersDraft
from caseapp.groups.members.waiting_actions import (
    add_to_waiting_list,
    admit_from_waiting_list,
    remove_from_waiting_list,
)
from caseapp.groups.models import Membership
from caseapp.groups.queries import find_group
from caseapp.groups.schedule.queries import groups_of
from tests.drawn import drawn
from tests.groups.records import TODAY, days_ago, group_of
from tests.world import amend, make_client, make_meeting
from tests.world import let_wait as waits


def submission():
    return IdempotencyKey(uuid7(), b"x")


def waiting(viewer, group):
    return [wait.client_id for wait in waiting_of(viewer, group.id)]


def test_who_waits_longest_stands_first_and_is_in_no_roll_and_no_count(world):
    group = group_of(world, world.client)
    waits(group, world.team_mates_client, days_ago(3))
    longer = make_client(world.team)
    waits(group, longer, days_ago(30))
    assert waiting(world.supervisor, group) == [longer.id, world.team_mates_client.id]
    assert [row.client_id for row in attendance_rows_of(world.supervisor, make_meeting(group, TODAY))] == [
        world.client.id
    ]
    assert (count_members(world.supervisor, group.id), groups_of(world.supervisor)[0].members) == (1, 1)


def test_a_client_is_put_on_the_list_once(world):
    group, sent = group_of(world, world.team_mates_client), submission()
    assert add_to_waiting_list(world.supervisor, group.id, [world.client.id], sent) == 1
    assert add_to_waiting_list(world.supervisor, group.id, [world.client.id], sent) == 0
    assert add_to_waiting_list(world.supervisor, group.id, [world.client.id], submission()) == 0
    for wrong in (world.other_client, world.team_mates_client):
        with pytest.raises(NotVisible):
            add_to_waiting_list(world.supervisor, group.id, [wrong.id], submission())
    with pytest.raises(NotAllowed):
        add_to_waiting_list(world.team_mate, group.id, [world.client.id], submission())


def admit(viewer, group_id, wait_id):
    admit_from_waiting_list(viewer, group_id, wait_id, TODAY)


@pytest.mark.parametrize("act", [admit, remove_from_waiting_list])
def test_a_mentor_sees_who_waits_and_neither_admits_nor_removes_them(world, act):
    group = group_of(world)
    wait = waits(group, world.client)
    with pytest.raises(NotAllowed):
        act(world.mentor, group.id, wait.id)
    assert waiting(world.mentor, group) == [world.client.id]


@pytest.mark.parametrize(("who", "seen"), [("mentor", True), ("team_mate", True), ("supervisor", True)])
def test_the_waiting_are_seen_like_members(world, who, seen):
    group = group_of(world)
    waits(group, world.client)
    assert (waiting(getattr(world, who), group) == [world.client.id]) == seen


@pytest.mark.parametrize("who", ["former_mentor", "other_mentor", "other_supervisor", "administrator"])
def test_the_waiting_are_hidden_from_everybody_else(world, who):
    group = group_of(world)
    waits(group, world.client)
    assert waiting(getattr(world, who), group) == []
    with pytest.raises(NotVisible):
        find_group(getattr(world, who), group.id)


def test_whoever_waits_is_taken_in_once_there_is_room(world):
    group = group_of(world, world.team_mates_client, capacity=1)
    wait = waits(group, world.client)
    with pytest.raises(RuleBroken):
        admit_from_waiting_list(world.supervisor, group.id, wait.id, TODAY)
    with writing():
        group.capacity = 2
    for _ in range(2):
        admit_from_waiting_list(world.supervisor, group.id, wait.id, TODAY)
    assert waiting(world.supervisor, group) == []
    found = sa.select(sa.func.count()).select_from(Membership).where(for_maintenance())
    assert db.session.scalar(found.where(Membership.client_id == world.client.id)) == 1


def test_nobody_takes_in_a_client_of_another_team(world):
    group = group_of(world, world.client)
    foreign = waits(group, world.other_client)
    for act in (admit, remove_from_waiting_list):
        with pytest.raises(NotVisible):
            act(world.supervisor, group.id, foreign.id)
    assert foreign.ended_at is None


def test_a_full_group_takes_nobody_and_offers_the_waiting_list(world, as_):
    group = group_of(world, world.team_mates_client, capacity=1)
    browser, path = as_(world.supervisor), f"/groups/{group.id}/members"
    sent = {**drawn(browser.see(path)), "clients": str(world.client.id)}
    assert browser.post(path, data=sent).status_code == 200
    assert "The group is full." in browser.page.words
    assert [member.client_id for member in members_of(world.supervisor, group.id)] == [world.team_mates_client.id]
    answers = [browser.post(path, data={**drawn(browser.page), **sent, "where": "waiting"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert waiting(world.supervisor, group) == [world.client.id]


def test_places_taken_by_clients_of_other_teams_count_without_a_name(world, as_):
    group = group_of(world, world.other_client, capacity=1)
    with pytest.raises(RuleBroken):
        add_members(world.supervisor, group.id, MembersDraft((world.client.id,), TODAY), submission())
    page = as_(world.supervisor).see(f"/groups/{group.id}/members")
    assert "One place is taken by a client of another team." in page.words
    assert world.other_client.family_name not in page.words


def test_joining_ends_the_waiting(world):
    group = group_of(world)
    waits(group, world.client)
    add_members(world.supervisor, group.id, MembersDraft((world.client.id,), TODAY), submission())
    assert waiting(world.supervisor, group) == []


def test_a_closed_file_counts_in_no_roll_and_leaves_its_place(world, as_):
    closed = make_client(world.team, world.mentor, status=ClientStatus.CLOSED, status_on=days_ago(7))
    group = group_of(world, closed, world.team_mates_client, capacity=2)
    before, after = make_meeting(group, days_ago(14)), make_meeting(group, TODAY)
    assert {row.client_id for row in attendance_rows_of(world.supervisor, before)} == {
        closed.id,
        world.team_mates_client.id,
    }
    assert [row.client_id for row in attendance_rows_of(world.supervisor, after)] == [world.team_mates_client.id]
    assert count_members(world.supervisor, group.id) == 1
    assert closed.id not in {member.client_id for member in members_of(world.team_mate, group.id)}
    assert "The file is closed" in as_(world.supervisor).see(f"/groups/{group.id}/members").words
    assert closed.id not in {client_id for client_id, _name in clients_to_add(world.supervisor, group.id)}


def test_who_is_closed_meanwhile_is_not_taken_in_and_waits_as_before_when_the_file_is_open_again(world, as_):
    group = group_of(world)
    wait = waits(group, world.client)
    browser, path = as_(world.supervisor), f"/groups/{group.id}/waiting/{wait.id}"
    sent = drawn(browser.see(f"{path}/take-in"))
    amend(world.client, status=ClientStatus.CLOSED, status_on=TODAY)
    assert browser.post(f"{path}/take-in", data=sent).status_code == 404
    assert browser.post(f"{path}/end", data=sent).status_code == 404
    amend(world.client, status=ClientStatus.ACTIVE, status_on=TODAY)
    assert waiting(world.supervisor, group) == [world.client.id]
    assert browser.post(f"{path}/take-in", data=sent).status_code == 303
    assert count_members(world.supervisor, group.id) == 1


@pytest.mark.parametrize("where", ["", WAITING])
def test_a_client_who_is_sent_twice_in_one_form_joins_or_waits_once(world, as_, where):
    group = group_of(world)
    browser, path = as_(world.supervisor), f"/groups/{group.id}/members"
    sent = {**drawn(browser.see(path)), "clients": [str(world.client.id)] * 2, "where": where}
    assert browser.post(path, data=sent).status_code == 303
    assert len(members_of(world.supervisor, group.id)) == (0 if where else 1)
    assert waiting(world.supervisor, group) == ([world.client.id] if where else [])
