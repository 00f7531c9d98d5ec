"""The records of the viewer's teams, as they stand in the files of a caseload."""

from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import in_charge
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import teams_of
from caseapp.goals.models import Goal
from caseapp.groups.models import AttendanceMark, Group, Meeting, Membership
from caseapp.groups.rules import Mark, MeetingStatus


class ExportedApproval(NamedTuple):
    """A service approved from one day to another."""

    service: str
    starts_on: date
    ends_on: date
    amount: Decimal
    unit: ApprovalUnit
    per: Per


class ExportedMeeting(NamedTuple):
    """A meeting that took place or was to, with its note."""

    client_id: UUID
    held_on: date
    starts_at: time
    minutes: int
    mode: str
    outcome: str
    note: str


class ExportedGroup(NamedTuple):
    """A group with the days of which it is known whether it met, its members and guests, and their marks."""

    id: UUID
    name: str
    weekday: int | None
    starts_at: time | None
    meetings: list[tuple[UUID, date, MeetingStatus]]
    people: set[UUID]
    marks: dict[tuple[UUID, UUID], Mark]


def count_records(viewer: Viewer) -> int:
    """About how many rows the files will have."""
    return sum(
        db.session.scalar(sa.select(sa.func.count()).select_from(table).where(in_charge(viewer, client_id))) or 0
        for table, client_id in (
            (Client, Client.id),
            (Goal, Goal.client_id),
            (Activity, Activity.client_id),
            (AttendanceMark, AttendanceMark.client_id),
        )
    )


def clients_to_export(viewer: Viewer) -> list[Client]:
    """The clients of the viewer's teams, by name."""
    found = sa.select(Client).where(in_charge(viewer, Client.id))
    return sorted(db.session.scalars(found), key=lambda client: (client.search_name, client.national_id, client.id))


def mentors_to_export(viewer: Viewer) -> dict[UUID, str]:
    """The username of each client's mentor: of several, or of former ones, of the one who began last. A cover stands
    back behind the mentor."""
    found = (
        sa.select(Assignment.client_id, User.username, Assignment.covered_id, Assignment.starts_on, Assignment.ends_on)
        .join(User, User.id == Assignment.mentor_id)
        .where(
            in_charge(viewer, Assignment.client_id),
            sa.or_(Assignment.ends_on.is_(None), Assignment.starts_on <= Assignment.ends_on),
        )
    )
    rows = sorted(
        db.session.execute(found),
        key=lambda row: (row.covered_id is None, (row.ends_on or date.max) >= today(), row.starts_on, row.username),
    )
    return {row.client_id: row.username for row in rows}


def approvals_to_export(viewer: Viewer) -> dict[UUID, list[ExportedApproval]]:
    """Each client's approvals, the earliest first."""
    columns = (getattr(Approval, name) for name in ExportedApproval._fields)
    found = sa.select(Approval.client_id, *columns).where(in_charge(viewer, Approval.client_id))
    approvals: dict[UUID, list[ExportedApproval]] = {}
    for client_id, *terms in db.session.execute(found.order_by(Approval.starts_on, Approval.service, Approval.ends_on)):
        approvals.setdefault(client_id, []).append(ExportedApproval(*terms))
    return approvals


def goals_to_export(viewer: Viewer) -> list[Goal]:
    """The goals that were not entered in error."""
    return list(db.session.scalars(sa.select(Goal).where(in_charge(viewer, Goal.client_id), Goal.not_in_error())))


def meetings_to_export(viewer: Viewer) -> list[ExportedMeeting]:
    """The meetings whose outcome is known, but for those entered in error."""
    columns = [getattr(Activity, name) for name in ExportedMeeting._fields if name != "note"]
    found = sa.select(*columns, Activity.id, Activity.note_sealed).where(
        in_charge(viewer, Activity.client_id), Activity.outcome != Outcome.PLANNED, Activity.not_in_error()
    )
    return [
        ExportedMeeting._make((*known, Activity.note.open(row_id, sealed)))
        for *known, row_id, sealed in db.session.execute(found)
    ]


def groups_to_export(viewer: Viewer, group_id: UUID | None = None) -> list[ExportedGroup]:
    """The groups of the viewer's teams or clients, or one of them, each with the viewer's clients in it."""
    marks = _marks(viewer, group_id)
    members = _members(viewer, group_id)
    known = {mark.group_id for mark in marks} | {member.group_id for member in members}
    groups = {
        group.id: ExportedGroup(group.id, group.name, group.weekday, group.starts_at, [], set(), {})
        for group in db.session.scalars(_groups(viewer, known, group_id))
    }
    for member in members:
        groups[member.group_id].people.add(member.client_id)
    for mark in marks:
        groups[mark.group_id].people.add(mark.client_id)
        groups[mark.group_id].marks[mark.meeting_id, mark.client_id] = mark.mark
    for meeting in db.session.execute(_meetings(list(groups))):
        groups[meeting.group_id].meetings.append((meeting.id, meeting.held_on, meeting.status))
    return sorted(groups.values(), key=lambda group: (group.name, group.id))


def _groups(viewer: Viewer, known: set[UUID], group_id: UUID | None) -> sa.Select[Group]:
    found = sa.select(Group).where(sa.or_(Group.id.in_(known), Group.team_id.in_(teams_of(viewer))))
    return found.where(Group.id == group_id) if group_id else found


def _members(viewer: Viewer, group_id: UUID | None) -> list[sa.Row[Any]]:
    columns = (Membership.group_id, Membership.client_id)
    found = sa.select(*columns).where(in_charge(viewer, Membership.client_id), Membership.has_days())
    return list(db.session.execute(found.where(Membership.group_id == group_id) if group_id else found))


def _marks(viewer: Viewer, group_id: UUID | None) -> list[sa.Row[Any]]:
    found = (
        sa.select(Meeting.group_id, AttendanceMark.meeting_id, AttendanceMark.client_id, AttendanceMark.mark)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(in_charge(viewer, AttendanceMark.client_id), Meeting.status == MeetingStatus.HELD)
    )
    return list(db.session.execute(found.where(Meeting.group_id == group_id) if group_id else found))


def _meetings(group_ids: list[UUID]) -> sa.Select[UUID, UUID, date, MeetingStatus]:
    is_known = sa.or_(Meeting.called_at.is_not(None), Meeting.status != MeetingStatus.HELD)
    found = sa.select(Meeting.id, Meeting.group_id, Meeting.held_on, Meeting.status)
    return found.where(Meeting.group_id.in_(group_ids), Meeting.held_on <= today(), is_known).order_by(Meeting.held_on)
