"""Acts about meetings: plan one, call the roll."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import NotAllowed, NotVisible
from caseapp.groups.attendance.follow_up_actions import keep_calls_in_step
from caseapp.groups.attendance.queries import find_meeting, meeting_on
from caseapp.groups.attendance.roll_call_queries import (
    called_roll,
    clients_to_invite,
    days_raised,
    marks_to_correct,
    roll_of,
)
from caseapp.groups.attendance.rules import RollRow
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.queries import find_group_to_lead, may_call_the_roll
from caseapp.groups.rules import Mark, Marked, MeetingStatus, Roll, check_meeting_day, check_roll
from caseapp.groups.schedule.rules import status_beforehand
from caseapp.workdays import is_holiday


@transaction
def plan_meeting(viewer: Viewer, group_id: UUID, held_on: date, key: IdempotencyKey) -> UUID:
    """A meeting of the group on that day, ready for its roll-call; the one that is there, where there is one."""
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
def call_roll(viewer: Viewer, meeting_id: UUID, roll: Roll, version: int | None) -> int:
    """Keep a roll-call, or correct it; how many follow-ups are new. `Conflict` where it was called meanwhile and says
    something else by now.

    Only members whom the viewer sees or meets are marked; the marks of others stay as they are.
    """
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    meeting, group = find_meeting(viewer, meeting_id)
    if not may_call_the_roll(viewer, group):
        raise NotAllowed
    rows = roll_of(viewer, meeting)
    if meeting.called_at is not None and roll == called_roll(meeting, rows, days_raised(viewer, meeting)):
        return 0
    expect_version(meeting, version)
    check_roll(roll, meeting.held_on, today())
    _check_people(viewer, meeting, roll, rows)
    meeting.status, meeting.reason, meeting.called_at = roll.status, roll.reason, now()
    if roll.status is MeetingStatus.HELD:
        meeting.others, meeting.moved_to = roll.others, None
        _mark(viewer, meeting, roll.marks)
        _let_guests_in(viewer, meeting, roll.guests, {row.client_id for row in rows if not row.is_member})
    new = keep_calls_in_step(viewer, meeting, group, roll.calls)
    away = sum(marked.mark is Mark.ABSENT for marked in roll.marks.values())
    record(
        Act.ATTENDANCE_RECORDED,
        viewer,
        about=meeting,
        clients=[*roll.marks, *roll.guests],
        status=roll.status.value,
        marked=len(roll.marks),
        absent=away,
        guests=len(roll.guests) + roll.others,
    )
    return new


def _check_people(viewer: Viewer, meeting: Meeting, roll: Roll, rows: Iterable[RollRow]) -> None:
    members = {row.client_id for row in rows if row.is_member}
    invited = {client_id for client_id, _name in clients_to_invite(viewer, meeting)}
    invited |= {row.client_id for row in rows if not row.is_member}
    if set(roll.marks) - members or roll.guests - invited or set(roll.calls) - set(roll.marks):
        raise NotVisible


def _mark(viewer: Viewer, meeting: Meeting, marks: Mapping[UUID, Marked]) -> None:
    stored = marks_to_correct(viewer, meeting)
    fresh = []
    for client_id, marked in marks.items():
        if client_id in stored:
            _correct(viewer, stored[client_id], marked)
        else:
            fresh.append(_row(viewer, meeting, client_id, marked))
    if fresh:
        db.session.execute(sa.insert(AttendanceMark).values(fresh))


def _let_guests_in(viewer: Viewer, meeting: Meeting, guests: Set[UUID], present: Set[UUID]) -> None:
    stored = marks_to_correct(viewer, meeting)
    for client_id in present - guests:
        db.session.delete(stored[client_id])
    fresh = [_row(viewer, meeting, each, Marked(Mark.PRESENT), True) for each in sorted(guests - present)]
    if fresh:
        db.session.execute(sa.insert(AttendanceMark).values(fresh))


def _correct(viewer: Viewer, stored: AttendanceMark, marked: Marked) -> None:
    if (stored.mark, stored.reason, stored.is_guest) != (marked.mark, marked.reason, False):
        stored.mark, stored.reason, stored.is_guest = marked.mark, marked.reason, False
        stored.marked_by_id, stored.marked_at = viewer.id, now()


def _row(
    viewer: Viewer, meeting: Meeting, client_id: UUID, marked: Marked, is_guest: bool = False
) -> dict[str, object]:
    id_ = uuid7()
    return {
        "id": id_,
        "meeting_id": meeting.id,
        "client_id": client_id,
        "mark": marked.mark,
        "reason_sealed": AttendanceMark.reason.seal(id_, marked.reason),
        "is_guest": is_guest,
        "marked_by_id": viewer.id,
        "marked_at": now(),
    }
