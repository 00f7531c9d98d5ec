"""Joining, leaving and taking in on a day in the past: the sheets between follow."""

from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.basket.queries import list_approvals
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import RuleBroken
from caseapp.exchange.exports.queries import groups_to_export
from caseapp.groups.attendance.actions import take_attendance
from caseapp.groups.attendance.queries import attendance_by_member
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.members.actions import add_members, end_membership
from caseapp.groups.members.rules import MembersDraft
from caseapp.groups.members.waiting_actions import admit_from_waiting_list
from caseapp.groups.models import AttendanceMark, Meeting, Membership
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus
from caseapp.hours.queries import find_group_records
from tests.drawn import drawn
from tests.groups.records import TODAY, days_ago, group_of, mark
from tests.refusals import refused
from tests.world import amend, join, let_wait, make_approval, make_meeting

SHEETS = (21, 14, 7, 0)
days = st.integers(-3, 30)


def let(viewer, group, client, on):
    return add_members(viewer, group.id, MembersDraft((client.id,), on), IdempotencyKey(uuid7(), b"x"))


def memberships(group, client):
    of_client = (Membership.group_id == group.id, Membership.client_id == client.id)
    found = sa.select(Membership).where(for_maintenance(), *of_client).order_by(Membership.starts_on, Membership.id)
    return list(db.session.scalars(found))


def marks(group, client):
    """The client's marks in this group, the oldest first."""
    found = (
        sa.select(AttendanceMark)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(for_maintenance(), Meeting.group_id == group.id, AttendanceMark.client_id == client.id)
        .order_by(AttendanceMark.held_on)
    )
    return list(db.session.scalars(found))


def stands_on(viewer, meeting, client):
    return [row for row in attendance_rows_of(viewer, meeting) if row.client_id == client.id and row.is_member]


def test_who_joined_on_the_3rd_stands_on_the_sheet_of_the_5th_and_not_of_the_2nd(world):
    group = group_of(world)
    before, after = make_meeting(group, days_ago(20)), make_meeting(group, days_ago(17))
    let(world.supervisor, group, world.client, days_ago(19))
    assert not stands_on(world.supervisor, before, world.client)
    assert stands_on(world.supervisor, after, world.client)


def test_who_was_taken_in_from_the_waiting_list_stands_on_the_sheets_since(world, as_):
    group = group_of(world)
    before, after = make_meeting(group, days_ago(20)), make_meeting(group, days_ago(17))
    wait = let_wait(group, world.client, days_ago(30))
    browser, path = as_(world.supervisor), f"/groups/{group.id}/waiting/{wait.id}/take-in"
    sent = {**drawn(browser.see(path)), "starts_on": days_ago(19).isoformat()}
    assert [browser.post(path, data=sent).status_code for _tap in "ab"] == [303, 303]
    assert "a member from 3.11.2026" in browser.see(f"/groups/{group.id}/members").words
    assert not stands_on(world.supervisor, before, world.client)
    assert stands_on(world.supervisor, after, world.client)
    assert len(memberships(group, world.client)) == 1


def test_a_guest_of_a_meeting_since_then_was_there_as_a_member(world):
    group = group_of(world)
    for ago in (20, 17):
        amend(mark(make_meeting(group, days_ago(ago)), world.client, "present"), is_guest=True)
    let(world.supervisor, group, world.client, days_ago(19))
    assert [each.is_guest for each in marks(group, world.client)] == [True, False]
    assert attendance_by_member(world.supervisor, group.id) == {world.client.id: (1, 1)}


def test_who_left_stands_on_no_later_sheet_and_absences_on_them_are_gone(world, as_):
    group = group_of(world, world.client)
    (membership,) = memberships(group, world.client)
    sheets = [make_meeting(group, days_ago(ago)) for ago in SHEETS]
    for sheet, word in zip(sheets, ("present", "absent", "excused", "absent"), strict=True):
        mark(sheet, world.client, word)
    browser, path = as_(world.supervisor), f"/groups/{group.id}/members/{membership.id}/end"
    sent = {**drawn(browser.see(path)), "last_on": days_ago(15).isoformat()}
    assert browser.post(path, data=sent).status_code == 303
    words = browser.see(f"/groups/{group.id}/members").words
    assert "Their last day was 7.11.2026. Absences at 3 later meetings were removed." in words
    assert browser.post(path, data=sent).status_code == 303
    assert [bool(stands_on(world.supervisor, sheet, world.client)) for sheet in sheets] == [True, False, False, False]
    assert [each.mark for each in marks(group, world.client)] == [Mark.PRESENT]


@pytest.mark.parametrize("word", ["present", "late", "left_early"])
def test_nobody_leaves_before_a_meeting_to_which_they_came(world, as_, word):
    group = group_of(world, world.client)
    (membership,) = memberships(group, world.client)
    mark(make_meeting(group, days_ago(14)), world.client, "absent")
    mark(make_meeting(group, days_ago(7)), world.client, word)
    browser, path = as_(world.supervisor), f"/groups/{group.id}/members/{membership.id}/end"
    sent = {**drawn(browser.see(path)), "last_on": days_ago(20).isoformat()}
    assert browser.post(path, data=sent).status_code == 200
    assert "They came to a later meeting." in browser.page.words
    assert len(marks(group, world.client)) == 2
    assert browser.post(path, data={**sent, "last_on": days_ago(7).isoformat()}).status_code == 303


def test_a_membership_is_taken_back_by_the_day_before_it_began_and_not_earlier(world):
    group = group_of(world)
    let(world.supervisor, group, world.client, days_ago(5))
    (membership,) = memberships(group, world.client)
    for wrong in (TODAY + timedelta(days=1), days_ago(7)):
        with refused("last_on"):
            end_membership(world.supervisor, group.id, membership.id, wrong)
    end_membership(world.supervisor, group.id, membership.id, days_ago(6))
    assert not stands_on(world.supervisor, make_meeting(group, days_ago(5)), world.client)
    assert let(world.supervisor, group, world.client, days_ago(5)) == 1


@pytest.mark.parametrize("ahead", [0, 1, 10])
def test_a_membership_that_was_taken_back_leaves_its_place_at_once_and_counts_nowhere(world, as_, ahead):
    group = group_of(world, capacity=1, service="amitim")
    make_approval(world.client, service="amitim", starts_on=days_ago(30), ends_on=TODAY + timedelta(days=30))
    let(world.supervisor, group, world.client, TODAY + timedelta(days=ahead))
    (membership,) = memberships(group, world.client)
    end_membership(world.supervisor, group.id, membership.id, TODAY if ahead else days_ago(1))
    browser = as_(world.supervisor)
    for page in (f"/groups/{group.id}", f"/groups/{group.id}/members"):
        assert "0 of 1" in browser.see(page).words
        assert f"/clients/{world.client.id}" not in browser.page.links
    (approval,) = list_approvals(world.supervisor, world.client.id)
    assert not find_group_records(world.supervisor, world.client.id).count_for(approval)
    assert [each.people for each in groups_to_export(world.supervisor, group.id)] == [set()]
    assert let(world.supervisor, group, world.client, TODAY) == 1


def test_nobody_belongs_to_a_group_twice_on_one_day(world):
    group = group_of(world)
    amend(join(group, world.client), starts_on=days_ago(20), ends_on=days_ago(10))
    for day in (days_ago(25), days_ago(20), days_ago(10)):
        with refused("starts_on"):
            let(world.supervisor, group, world.client, day)
        with refused("starts_on"):
            admit_from_waiting_list(world.supervisor, group.id, let_wait(group, world.client).id, day)
    assert let(world.supervisor, group, world.client, days_ago(9)) == 1


acts = st.one_of(
    st.tuples(st.just("join"), days),
    st.tuples(st.just("leave"), days),
    st.tuples(st.just("take in"), days),
    st.tuples(st.sampled_from(SHEETS), st.sampled_from(Mark)),
)


def carry_out(world, group, sheets, what, value):
    client, viewer = world.client, world.supervisor
    if what == "join":
        let(viewer, group, client, days_ago(value))
    elif what == "take in":
        admit_from_waiting_list(viewer, group.id, let_wait(group, client).id, days_ago(value))
    elif what == "leave":
        for membership in memberships(group, client)[-1:]:
            end_membership(viewer, group.id, membership.id, days_ago(value))
    else:
        sheet = sheets[what]
        db.session.refresh(sheet)
        there = {client.id: GivenMark(value)} if stands_on(viewer, sheet, client) else {}
        guests = frozenset() if there else frozenset({client.id})
        take_attendance(viewer, sheet.id, AttendanceDraft(MeetingStatus.HELD, "", there, guests), sheet.version)


@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck))
@given(done=st.lists(acts, max_size=12))
def test_whatever_is_done_members_and_sheets_agree(world, done):
    group = group_of(world)
    sheets = {ago: make_meeting(group, days_ago(ago)) for ago in SHEETS}
    for what, value in done:
        try:
            carry_out(world, group, sheets, what, value)
        except RuleBroken:
            db.session.rollback()
        terms = [
            each for each in memberships(group, world.client) if not each.ends_on or each.starts_on <= each.ends_on
        ]
        for earlier, later in pairwise(terms):
            assert earlier.ends_on is not None
            assert earlier.ends_on < later.starts_on
        member_on = {
            ago: any(each.starts_on <= days_ago(ago) and days_ago(ago) <= (each.ends_on or TODAY) for each in terms)
            for ago in SHEETS
        }
        assert {
            ago: bool(stands_on(world.supervisor, sheet, world.client)) for ago, sheet in sheets.items()
        } == member_on
        assert all(each.is_guest != member_on[(TODAY - each.held_on).days] for each in marks(group, world.client))
