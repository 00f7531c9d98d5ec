"""Actions on group meetings: plan one, take attendance."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, about, db, expect_version, is_repeated, transaction
from caseapp.errors import NotAllowed, NotVisible
from caseapp.groups.attendance.follow_up_actions import update_calls
from caseapp.groups.attendance.queries import find_meeting, meeting_on
from caseapp.groups.attendance.rules import AttendanceRow
from caseapp.groups.attendance.sheet_queries import (
    attendance_rows_of,
    clients_to_invite,
    is_stored,
    marks_to_correct,
)
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.queries import find_group_to_lead, may_take_attendance
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus, check_attendance, check_meeting_day
from caseapp.groups.schedule.actions import release_day
from caseapp.groups.schedule.rules import status_beforehand
from caseapp.workdays import is_holiday

Stored = Mapping[UUID, AttendanceMark]
INSERT_MARKS = sa.insert(AttendanceMark.metadata.tables["attendance_marks"])


@transaction
def plan_meeting(viewer: Viewer, group_id: UUID, held_on: date, key: IdempotencyKey) -> UUID:
    """The group's meeting on that day, added if there is none; its attendance can be taken."""
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    group = find_group_to_lead(viewer, group_id)
    check_meeting_day(held_on, today())
    db.session.get(Group, group_id, with_for_update=True)  # whoever taps at the same moment finds the same meeting
    repeated, present = is_repeated(key, viewer.id), meeting_on(viewer, group_id, held_on)
    if present or repeated:
        return present or key.id
    status = status_beforehand(group.schedule, held_on, is_holiday)
    meeting = Meeting(id=key.id, group_id=group_id, held_on=held_on, status=status, created_at=now())
    db.session.add(meeting)
    record(Act.MEETING_PLANNED, viewer, about=meeting)
    return meeting.id


@transaction
def take_attendance(viewer: Viewer, meeting_id: UUID, draft: AttendanceDraft, version: int | None) -> int:
    """Record or correct the attendance; returns how many follow-ups are new. `Conflict` if somebody else has recorded
    something different.

    Only members whom the viewer sees or leads are marked; the marks of others stay as they are.
    """
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    meeting, group = find_meeting(viewer, meeting_id)
    if not may_take_attendance(viewer, group):
        raise NotAllowed
    rows = attendance_rows_of(viewer, meeting)
    if is_stored(viewer, meeting, rows, draft):
        return 0
    expect_version(meeting, version)
    check_attendance(draft, meeting.held_on, today())
    _check_people(viewer, meeting, draft, rows)
    meeting.status, meeting.reason, meeting.called_at = draft.status, draft.reason, now()
    if draft.status is MeetingStatus.HELD:
        release_day(meeting.group_id, meeting.moved_to)
        meeting.others, meeting.moved_to = draft.others, None
        stored = marks_to_correct(viewer, meeting)
        _mark(viewer, meeting, stored, draft.marks)
        _let_guests_in(viewer, meeting, stored, draft.guests, {row.client_id for row in rows if not row.is_member})
    new = update_calls(viewer, meeting, group, draft.calls)
    away = sum(marked.mark is Mark.ABSENT for marked in draft.marks.values())
    record(
        Act.ATTENDANCE_RECORDED,
        viewer,
        about=meeting,
        clients=[*draft.marks, *draft.guests],
        status=draft.status.value,
        marked=len(draft.marks),
        absent=away,
        guests=len(draft.guests) + draft.others,
    )
    return new


def _check_people(viewer: Viewer, meeting: Meeting, draft: AttendanceDraft, rows: Iterable[AttendanceRow]) -> None:
    members = {row.client_id for row in rows if row.is_member}
    invited = {client_id for client_id, _name in clients_to_invite(viewer, meeting)}
    invited |= {row.client_id for row in rows if not row.is_member}
    if set(draft.marks) - members or draft.guests - invited or set(draft.calls) - set(draft.marks):
        raise NotVisible


def _mark(viewer: Viewer, meeting: Meeting, stored: Stored, marks: Mapping[UUID, GivenMark]) -> None:
    fresh = []
    for client_id, marked in marks.items():
        if client_id in stored:
            _correct(viewer, stored[client_id], marked)
        else:
            fresh.append(_row(viewer, meeting, client_id, marked))
    _store(fresh)


def _let_guests_in(viewer: Viewer, meeting: Meeting, stored: Stored, guests: Set[UUID], present: Set[UUID]) -> None:
    for client_id in present - guests:
        db.session.delete(stored[client_id])
    fresh = [_row(viewer, meeting, each, GivenMark(Mark.PRESENT), True) for each in sorted(guests - present)]
    _store(fresh)


def _correct(viewer: Viewer, stored: AttendanceMark, marked: GivenMark) -> None:
    if (stored.mark, stored.reason, stored.is_guest) != (marked.mark, marked.reason, False):
        stored.mark, stored.reason, stored.is_guest = marked.mark, marked.reason, False
        stored.marked_by_id, stored.marked_at = viewer.id, now()


def _store(fresh: list[dict[str, Any]]) -> None:
    if fresh:
        db.session.execute(about(INSERT_MARKS, [row["client_id"] for row in fresh]), fresh)


def _row(
    viewer: Viewer, meeting: Meeting, client_id: UUID, marked: GivenMark, is_guest: bool = False
) -> dict[str, Any]:
    id_ = uuid7()
    return {
        "id": id_,
        "meeting_id": meeting.id,
        "client_id": client_id,
        "held_on": meeting.held_on,
        "mark": marked.mark,
        "reason_sealed": AttendanceMark.reason.seal(id_, marked.reason),
        "is_guest": is_guest,
        "marked_by_id": viewer.id,
        "marked_at": now(),
    }
