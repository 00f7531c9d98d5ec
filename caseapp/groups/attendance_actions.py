"""Acts about meetings: plan one, call the roll."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import Submission, act, db, expect_version, is_repeated
from caseapp.errors import NotAllowed, NotVisible
from caseapp.groups.attendance_queries import find_meeting, meeting_on
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.queries import find_group_to_lead, may_call_the_roll
from caseapp.groups.roll_queries import called_roll, marks_to_correct, roll_of
from caseapp.groups.rules import Mark, Marked, MeetingStatus, Roll, check_meeting_day


@act
def plan_meeting(viewer: Viewer, group_id: UUID, held_on: date, submission: Submission) -> UUID:
    """A meeting of the group on that day, ready for its roll-call; the one that is there, where there is one."""
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    find_group_to_lead(viewer, group_id)
    check_meeting_day(held_on, today())
    repeated, present = is_repeated(submission, viewer.id), meeting_on(viewer, group_id, held_on)
    if present or repeated:
        return present or submission.id
    meeting = Meeting(id=submission.id, group_id=group_id, held_on=held_on, created_at=now())
    db.session.add(meeting)
    record(Act.MEETING_PLANNED, viewer, about=meeting)
    return meeting.id


@act
def call_roll(viewer: Viewer, meeting_id: UUID, roll: Roll, version: int | None) -> None:
    """Keep a roll-call, or correct it; `Conflict` where it was called meanwhile and says something else by now.

    Only members whom the viewer sees or meets are marked; the marks of others stay as they are.
    """
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    meeting, group = find_meeting(viewer, meeting_id)
    if not may_call_the_roll(viewer, group):
        raise NotAllowed
    rows = roll_of(viewer, meeting)
    if roll == called_roll(meeting, rows):
        return
    expect_version(meeting, version)
    if set(roll.marks) - {row.client_id for row in rows}:
        raise NotVisible
    meeting.status, meeting.reason = roll.status, roll.reason
    flag_modified(meeting, "status")  # marks alone may have changed, and the version must tell
    if roll.status is MeetingStatus.HELD:
        _mark(viewer, meeting, roll.marks)
    away = sum(marked.mark is Mark.ABSENT for marked in roll.marks.values())
    record(
        Act.ATTENDANCE_RECORDED,
        viewer,
        about=meeting,
        clients=list(roll.marks),
        status=roll.status.value,
        marked=len(roll.marks),
        absent=away,
    )


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


def _correct(viewer: Viewer, stored: AttendanceMark, marked: Marked) -> None:
    if (stored.mark, stored.reason) != (marked.mark, marked.reason):
        stored.mark, stored.reason = marked.mark, marked.reason
        stored.marked_by_id, stored.marked_at = viewer.id, now()


def _row(viewer: Viewer, meeting: Meeting, client_id: UUID, marked: Marked) -> dict[str, object]:
    id_ = uuid7()
    return {
        "id": id_,
        "meeting_id": meeting.id,
        "client_id": client_id,
        "mark": marked.mark,
        "reason_sealed": AttendanceMark.reason.seal(id_, marked.reason),
        "marked_by_id": viewer.id,
        "marked_at": now(),
    }
