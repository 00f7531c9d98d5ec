"""Whoever stands in for the supervisor of another team: its groups are called and kept, the own team's are not."""

import pytest

from caseapp.errors import NotAllowed, NotVisible
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.members.actions import end_membership
from caseapp.groups.members.queries import members_of, waiting_of
from caseapp.groups.queries import find_group
from caseapp.groups.rules import Mark
from tests.drawn import drawn
from tests.groups.records import TODAY, days_ago, group_of
from tests.world import deputise, join, let_wait, make_group, make_meeting


@pytest.fixture
def deputy(world):
    """The mentor, who stands in for the other team."""
    deputise(world.mentor, world.other_team)
    return world.mentor


@pytest.fixture
def theirs(world, deputy):
    """A group of that team, with a client of it."""
    group = make_group(world.other_team, world.other_mentor)
    join(group, world.other_client)
    return group


def ends(page):
    forms = (form["action"] for form in page.forms)
    return {address for address in (*forms, *page.links) if address and address.endswith("/end")}


def test_a_deputy_calls_the_roll_in_a_group_of_the_team(world, as_, deputy, theirs):
    meeting = make_meeting(theirs, TODAY)
    path, browser = f"/meetings/{meeting.id}/attendance", as_(deputy)
    key = f"mark-{world.other_client.id}"
    assert browser.post(path, data={**drawn(browser.see(path)), key: "absent"}).status_code == 303
    (row,) = attendance_rows_of(world.other_mentor, meeting)
    assert (row.client_id, row.marked.mark) == (world.other_client.id, Mark.ABSENT)
    for page in ("note", "concern"):
        browser.see(f"/meetings/{meeting.id}/{page}")
    browser.see(f"/groups/{theirs.id}/meetings/new")


def test_a_deputy_ends_memberships_of_that_team_only(world, as_, deputy, theirs):
    own = join(theirs, world.client)
    foreign = next(each for each in members_of(deputy, theirs.id) if each.client_id == world.other_client.id)
    page = as_(deputy).see(f"/groups/{theirs.id}/members")
    assert ends(page) == {f"/groups/{theirs.id}/members/{foreign.id}/end"}
    with pytest.raises(NotVisible):
        end_membership(deputy, theirs.id, own.id, TODAY)
    end_membership(deputy, theirs.id, foreign.id, TODAY)
    assert next(each for each in members_of(deputy, theirs.id) if each.id == foreign.id).ends_on == TODAY


def test_a_deputy_is_offered_no_act_about_own_clients_in_groups_of_the_own_team(world, as_, deputy):
    group = group_of(world, world.client, world.team_mates_client)
    let_wait(group, world.client)
    meeting = make_meeting(group, TODAY)
    browser = as_(deputy)
    page = browser.see(f"/groups/{group.id}/members")
    assert world.client.family_name in page.words
    assert world.team_mates_client.family_name not in page.words
    assert ends(page) == set()
    assert [wait.may_end for wait in waiting_of(deputy, group.id)] == [False]
    assert "Attendance is taken by the group's leaders." in browser.see(f"/meetings/{meeting.id}/attendance").words
    browser.see(f"/groups/{group.id}/edit", 403)


def test_every_act_that_a_members_page_offers_is_answered(world, as_, deputy, theirs):
    join(theirs, world.client)
    let_wait(theirs, world.client)
    browser, path = as_(deputy), f"/groups/{theirs.id}/members"
    for form in browser.see(path).forms:
        if form["action"] and form["action"] != path and form["action"].startswith(path.removesuffix("members")):
            assert browser.post(form["action"], data=form["fields"]).status_code == 303, form["action"]


def test_after_the_last_day_nothing_is_left(world, theirs):
    with pytest.raises(NotVisible):
        find_group(world.team_mate, theirs.id)
    deputise(world.team_mate, world.other_team, days_ago(30), days_ago(1))
    with pytest.raises(NotVisible):
        find_group(world.team_mate, theirs.id)
    with pytest.raises((NotVisible, NotAllowed)):
        end_membership(world.team_mate, theirs.id, members_of(world.mentor, theirs.id)[0].id, TODAY)
