"""The contacts behind figures of used hours."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.models import Activity
from caseapp.activities.queries import contacts_between
from caseapp.activities.rules import Outcome
from caseapp.basket.queries import ApprovalRow, list_approvals
from caseapp.basket.rules import SOCIAL_MENTORING, ServicePeriod
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import TODAY, local, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.groups.attendance.queries import held_marks, last_there_on
from caseapp.groups.models import AttendanceMark, Group, Meeting, Membership
from caseapp.groups.queries import is_closed_on
from caseapp.groups.rules import WAS_THERE, Schedule
from caseapp.groups.schedule.rules import StoredMeeting
from caseapp.hours.allocation_rules import GroupMeeting, Share
from caseapp.hours.approval_rules import NO_GROUPS, Belonging, GroupRecords
from caseapp.hours.coming_rules import ExpectingGroup, coming_meetings
from caseapp.hours.rules import CountedHours, shares_in, shares_of
from caseapp.workdays import is_holiday


def list_counted(viewer: Viewer, client_id: UUID, asked: CountedHours) -> list[Share[ContactRecord, ApprovalRow]]:
    """The contacts, or the parts of them, that a figure of a client's used hours counts, the newest first."""
    contacts = contacts_between(viewer, client_id, asked.since, asked.until)
    shares = shares_of(contacts, list_approvals(viewer, client_id), asked.since, asked.until)
    return shares_in(shares, asked.counted)[::-1]


def list_contacts_and_plans(viewer: Viewer, client_id: UUID) -> list[ContactRecord]:
    """What was held and attempted with a visible client, and what is planned from today on, the oldest first."""
    found = db.session.execute(*_contacts_and_plans(viewer, client_id))
    return [ContactRecord(row.id, row.held_on, row.mode, row.outcome, row.minutes) for row in found]


def find_group_records(viewer: Viewer, client_id: UUID, approvals: Collection[ServicePeriod] = ()) -> GroupRecords:
    """The meetings at which a visible client was, of groups that name a service, the oldest first, the days on which
    the client belonged to such groups, and their coming meetings in the days of these approvals."""
    if not db.session.scalar(sa.select(Group.id).where(Group.service != "").limit(1)):
        return NO_GROUPS
    rows = db.session.execute(*_with_groups(viewer, client_id)).all()
    attended = tuple(
        GroupMeeting(row.on, row.minutes, row.service, row.group_id, row.group_name)
        for row in rows
        if row.id is not None
    )
    was_there = {(each.group_id, each.on) for each in attended}
    planned = _planned(viewer, client_id, [each for each in approvals if each.ends_on >= today()])
    return GroupRecords(
        attended,
        tuple(Belonging(row.service, row.on, row.until) for row in rows if row.id is None),
        tuple(each for each in planned if (each.group_id, each.on) not in was_there),
    )


def _planned(viewer: Viewer, client_id: UUID, approvals: Collection[ServicePeriod]) -> tuple[GroupMeeting, ...]:
    services = {each.service for each in approvals}
    rows = db.session.execute(*_expecting(viewer, client_id)).all() if services - {SOCIAL_MENTORING} else []
    memberships: dict[UUID, list[Any]] = {}
    for row in rows:
        memberships.setdefault(row.membership_id, []).append(row)
    return coming_meetings(map(_expecting_group, memberships.values()), approvals, today(), is_holiday)


def _expecting_group(rows: list[Any]) -> ExpectingGroup:
    """The group of a membership, of whose rows each has a day that is kept, or none has."""
    of = rows[0]
    schedule = Schedule(of.weekday, of.group_from or local(of.created_at).date(), of.group_until)
    kept = tuple(
        StoredMeeting(row.meeting_id, row.held_on, row.status, "", None, row.called_at is not None)
        for row in rows
        if row.meeting_id is not None
    )
    return ExpectingGroup(of.group_id, of.name, of.service, of.minutes, schedule, of.since_on, of.until_on, kept)


@prepared
def _expecting(viewer: Viewer, client_id: UUID) -> Rows:
    """The memberships of today and later in groups that name a service, each with every day that is kept ahead."""
    columns = (
        *(Membership.id.label("membership_id"), Membership.starts_on.label("since_on")),
        *(Membership.ends_on.label("until_on"), Group.id.label("group_id"), Group.name, Group.service, Group.minutes),
        *(Group.weekday, Group.starts_on.label("group_from"), Group.ends_on.label("group_until"), Group.created_at),
        *(Meeting.id.label("meeting_id"), Meeting.held_on, Meeting.status, Meeting.called_at),
    )
    lasts = sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= TODAY)
    return (
        about_visible_clients(viewer, Membership, *columns)
        .join(Group, Group.id == Membership.group_id)
        .outerjoin(Meeting, sa.and_(Meeting.group_id == Group.id, Meeting.held_on >= TODAY))
        .where(Membership.client_id == client_id, Group.service != "", lasts, ~is_closed_on(client_id, TODAY))
    )


@prepared
def _with_groups(viewer: Viewer, client_id: UUID) -> Rows:
    """A row with the id of a mark for each meeting, and one without for each membership, in one question."""
    of_group = (Group.minutes, Group.service, Group.id.label("group_id"), Group.name.label("group_name"))
    sooner = sa.case((Group.ends_on < Membership.ends_on, Group.ends_on), else_=Membership.ends_on)
    day, mark = AttendanceMark.held_on, AttendanceMark
    attended = held_marks(viewer, mark.id, day.label("on"), day.label("until"), *of_group).where(
        mark.client_id == client_id, mark.mark.in_(WAS_THERE), Group.service != "", day <= TODAY
    )
    no_mark, until = sa.cast(sa.null(), sa.Uuid), sa.func.coalesce(sooner, Group.ends_on)
    belonging = (
        about_visible_clients(viewer, Membership, no_mark, Membership.starts_on, until, *of_group)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.client_id == client_id, Membership.has_days(), Group.service != "")
    )
    rows = sa.union_all(attended, belonging).subquery()
    return sa.select(*rows.c).order_by(rows.c.on, rows.c.id)


@prepared
def _contacts_and_plans(viewer: Viewer, client_id: UUID) -> Rows:
    columns = (Activity.id, Activity.held_on, Activity.mode, Activity.outcome, Activity.minutes)
    is_plan = sa.and_(Activity.outcome == Outcome.PLANNED, Activity.held_on >= TODAY)
    is_over = sa.and_(Activity.outcome != Outcome.PLANNED, Activity.held_on <= TODAY)
    return (
        about_visible_clients(viewer, Activity, *columns)
        .where(Activity.client_id == client_id, Activity.not_in_error(), sa.or_(is_plan, is_over))
        .order_by(Activity.held_on, Activity.starts_at, Activity.id)
    )


def last_in_group(viewer: Viewer, client_id: UUID) -> date | None:
    """The last day on which the client was there in a group."""
    day: date | None = db.session.scalar(*_last_in_group(viewer, client_id))
    return day


@prepared
def _last_in_group(viewer: Viewer, client_id: UUID) -> Rows:
    return about_visible_clients(viewer, Client, last_there_on(TODAY)).where(Client.id == client_id)
