"""The attendance sheet of a meeting: its people, their marks, and the calls that follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients, sees
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.followups.models import FollowUp
from caseapp.followups.rules import FollowUpState
from caseapp.groups.attendance.rules import AttendanceRow, AttendanceToRecord
from caseapp.groups.attendance.timeline_queries import was_there_later
from caseapp.groups.models import AttendanceMark, Meeting, Membership
from caseapp.groups.queries import among, belongs_on, members_among
from caseapp.groups.rules import (
    MARKS_SHOWN,
    RUN_MOST,
    WAS_THERE,
    AttendanceDraft,
    GivenMark,
    Mark,
    MeetingStatus,
    absences_running,
)


def find_attendance_sheet(viewer: Viewer, meeting: Meeting) -> AttendanceToRecord:
    """The attendance sheet; whoever is stored as a guest can be chosen again."""
    rows = attendance_rows_of(viewer, meeting)
    invited = clients_to_invite(viewer, meeting)
    known = {client_id for client_id, _name in invited}
    invited += [(row.client_id, row.name) for row in rows if not row.is_member and row.client_id not in known]
    return AttendanceToRecord(rows, invited, call_days_of(viewer, meeting))


def attendance_rows_of(viewer: Viewer, meeting: Meeting) -> list[AttendanceRow]:
    """Everybody who was a member on the meeting's day, as far as the viewer sees or meets them, by name."""
    return [
        AttendanceRow(
            row.id,
            row.name,
            _marked(row),
            bool(row.is_own),
            bool(row.is_member or not row.is_guest),
        )
        for row in db.session.execute(*_rows(viewer, meeting.id, meeting.group_id, meeting.held_on))
    ]


@prepared
def _rows(viewer: Viewer, meeting_id: UUID, group_id: UUID, held_on: date) -> Rows:
    return (
        sa.select(
            Client.id,
            Client.shown_in_groups.label("name"),
            AttendanceMark.id.label("mark_id"),
            AttendanceMark.mark,
            AttendanceMark.reason_sealed,
            AttendanceMark.is_guest,
            sees(viewer, Client.id).label("is_own"),
            Client.id.in_(_members_on(group_id, held_on)).label("is_member"),
        )
        .outerjoin(
            AttendanceMark,
            sa.and_(AttendanceMark.client_id == Client.id, AttendanceMark.meeting_id == meeting_id),
        )
        .where(
            among(viewer, Client.id, group_id),
            Client.id.in_(sa.union(_members_on(group_id, held_on), _marked_at(meeting_id))),
        )
        .order_by(*Client.order_in_groups())
    )


def stored_attendance(
    meeting: Meeting, rows: Iterable[AttendanceRow], calls: Mapping[UUID, date | None]
) -> AttendanceDraft:
    """The stored attendance of these people. Where the group is said not to have met, it counts nowhere and waits for
    the case that it did."""
    marks = {row.client_id: row.marked for row in rows if row.is_member and row.marked}
    guests = frozenset(row.client_id for row in rows if not row.is_member)
    return AttendanceDraft(meeting.status, meeting.reason, marks, guests, meeting.others, calls)


def is_stored(viewer: Viewer, meeting: Meeting, rows: Iterable[AttendanceRow], draft: AttendanceDraft) -> bool:
    """Whether attendance was taken and is just as the draft says, in all that it can change: a call that was made, or
    dropped, stays as it is."""
    if meeting.called_at is None or draft.status is not meeting.status:
        return False
    if draft.status is not MeetingStatus.HELD:
        return draft.reason == meeting.reason
    raised = calls_raised_by(viewer, meeting)
    waiting = {client_id: row.due_on for client_id, row in raised.items() if row.state is FollowUpState.OPEN}
    wanted = {each: due_on for each, due_on in draft.calls.items() if each in waiting or each not in raised}
    return replace(draft, calls=wanted) == stored_attendance(meeting, rows, waiting)


def clients_to_invite(viewer: Viewer, meeting: Meeting) -> list[tuple[UUID, str]]:
    """The viewer's own clients with an open file who were no members on that day and may have come as guests."""
    found = db.session.execute(*_invited(viewer, meeting.group_id, meeting.held_on))
    return [(client_id, name) for client_id, name in found]


@prepared
def _invited(viewer: Viewer, group_id: UUID, held_on: date) -> Rows:
    return (
        about_visible_clients(viewer, Client, Client.id, Client.shown_in_groups)
        .where(Client.status != ClientStatus.CLOSED, Client.id.not_in(_members_on(group_id, held_on)))
        .order_by(*Client.order_in_groups())
    )


def calls_raised_by(viewer: Viewer, meeting: Meeting) -> dict[UUID, FollowUp]:
    """The calls that followed from this meeting and still apply, by client."""
    return {row.client_id: row for row in db.session.scalars(*_calls(viewer, meeting.id, meeting.group_id))}


@prepared
def _calls(viewer: Viewer, meeting_id: UUID, group_id: UUID) -> Rows:
    return sa.select(FollowUp).where(
        FollowUp.source_id == meeting_id,
        FollowUp.not_in_error(),
        among(viewer, FollowUp.client_id, group_id),
    )


def call_days_of(viewer: Viewer, meeting: Meeting) -> dict[UUID, date | None]:
    """Until when each of them is to be called."""
    return {client_id: row.due_on for client_id, row in calls_raised_by(viewer, meeting).items()}


def owners_for(viewer: Viewer, meeting: Meeting, client_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who would call each of these people: the viewer where one of their mentors, else the mentor of longest."""
    owners: dict[UUID, UUID] = {}
    for client_id, mentor_id in db.session.execute(*_mentors(viewer, list(client_ids), meeting.group_id)):
        if owners.get(client_id) != viewer.id:
            owners[client_id] = mentor_id
    return owners


@prepared
def _mentors(viewer: Viewer, client_ids: list[UUID], group_id: UUID) -> Rows:
    return (
        sa.select(Assignment.client_id, Assignment.mentor_id)
        .where(
            Assignment.client_id.in_(client_ids),
            Assignment.lasts_on(TODAY),
            among(viewer, Assignment.client_id, group_id),
        )
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
    )


def marks_to_correct(viewer: Viewer, meeting: Meeting) -> dict[UUID, AttendanceMark]:
    """The stored marks of the members whom the viewer sees or meets, by client."""
    return {mark.client_id: mark for mark in db.session.scalars(*_marks(viewer, meeting.id, meeting.group_id))}


@prepared
def _marks(viewer: Viewer, meeting_id: UUID, group_id: UUID) -> Rows:
    return sa.select(AttendanceMark).where(
        AttendanceMark.meeting_id == meeting_id, among(viewer, AttendanceMark.client_id, group_id)
    )


def last_marks(viewer: Viewer, group_id: UUID, before: date, limit: int = MARKS_SHOWN) -> dict[UUID, tuple[Mark, ...]]:
    """Each member's last marks in this group before that day, the oldest first."""
    marks: dict[UUID, tuple[Mark, ...]] = {}
    for client_id, mark in db.session.execute(*_last_marks(viewer, group_id, before, limit)):
        marks[client_id] = (*marks.get(client_id, ()), mark)
    return marks


def runs_of(viewer: Viewer, group_id: UUID, marks: Mapping[UUID, Sequence[Mark]]) -> dict[UUID, int]:
    """How many absences each member's marks end with. `marks` are the last `RUN_MOST`; of whoever was at none of these,
    all are counted."""
    endless = [each for each, last in marks.items() if len(last) >= RUN_MOST and not WAS_THERE.intersection(last)]
    found = db.session.execute(*_absences_since(viewer, group_id, endless)) if endless else ()
    return {each: absences_running(last) for each, last in marks.items()} | {row.client_id: row.number for row in found}


@prepared
def _absences_since(viewer: Viewer, group_id: UUID, client_ids: list[UUID]) -> Rows:
    return (
        sa.select(AttendanceMark.client_id, sa.func.count().label("number"))
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            Meeting.group_id == group_id,
            Meeting.status == MeetingStatus.HELD,
            AttendanceMark.client_id.in_(client_ids),
            among(viewer, AttendanceMark.client_id, group_id),
            AttendanceMark.is_guest.is_(False),
            AttendanceMark.mark == Mark.ABSENT,
            ~was_there_later(),
        )
        .group_by(AttendanceMark.client_id)
    )


@prepared
def _last_marks(viewer: Viewer, group_id: UUID, before: date, limit: int) -> Rows:
    given = sa.and_(
        Meeting.group_id == group_id,
        Meeting.held_on < before,
        Meeting.status == MeetingStatus.HELD,
        AttendanceMark.is_guest.is_(False),
    )
    newest = sa.func.row_number().over(partition_by=AttendanceMark.client_id, order_by=Meeting.held_on.desc())
    ranked = (
        sa.select(AttendanceMark.client_id, AttendanceMark.mark, Meeting.held_on, newest.label("place"))
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            given,
            Meeting.held_on >= _first_shown(viewer, group_id, given, limit),
            AttendanceMark.client_id.in_(members_among(viewer, group_id)),
        )
        .subquery()
    )
    return sa.select(ranked.c.client_id, ranked.c.mark).where(ranked.c.place <= limit).order_by(ranked.c.held_on)


def _first_shown(viewer: Viewer, group_id: UUID, given: sa.ColumnElement[bool], limit: int) -> sa.ScalarSelect[date]:
    """The day before which nobody's last marks are: sought from the newest meeting on, so that years are not read."""
    since = sa.func.min(Membership.starts_on).label("since")
    member = members_among(viewer, group_id).add_columns(since).group_by(Membership.client_id).subquery()
    oldest = (
        sa.select(Meeting.held_on)
        .join(AttendanceMark, AttendanceMark.meeting_id == Meeting.id)
        .where(given, AttendanceMark.client_id == member.c.client_id)
        .order_by(Meeting.held_on.desc())
        .limit(1)
        .offset(limit - 1)
        .correlate(member)
        .scalar_subquery()
    )
    return sa.select(sa.func.min(sa.func.coalesce(oldest, member.c.since))).correlate(None).scalar_subquery()


def _members_on(group_id: UUID, day: date) -> sa.Select[UUID]:
    return sa.select(Membership.client_id).where(Membership.group_id == group_id, belongs_on(Membership, day))


def _marked_at(meeting_id: UUID) -> sa.Select[UUID]:
    return sa.select(AttendanceMark.client_id).where(AttendanceMark.meeting_id == meeting_id)


def _marked(row: Any) -> GivenMark | None:
    if row.mark is None or (row.is_member and row.is_guest):  # who came as a guest and belongs to the group by now
        return None
    return GivenMark(row.mark, AttendanceMark.reason.open(row.mark_id, row.reason_sealed))
