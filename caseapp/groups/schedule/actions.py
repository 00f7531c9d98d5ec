"""Actions on one day of a group: move it, call it off, let it take place after all."""

from datetime import date, time
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import db, expect_version, transaction
from caseapp.errors import RuleBroken
from caseapp.groups.models import Group, GroupNote, Meeting
from caseapp.groups.queries import GroupDetails, find_group_to_lead
from caseapp.groups.schedule.queries import find_day
from caseapp.groups.schedule.rules import DayChange, DayPlan, check_change, scheduled_days
from caseapp.i18n import _


@transaction
def change_day(viewer: Viewer, group_id: UUID, day: date, change: DayChange, version: int | None) -> None:
    """Change a day that is ahead; `Conflict` if somebody else has changed it. A second tap changes nothing.

    A past day, or one whose attendance was taken, is changed on the attendance page.
    """
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    group = find_group_to_lead(viewer, group_id)
    db.session.get(Group, group_id, with_for_update=True)
    known = find_day(viewer, group, day)
    if known.change == change and not known.is_proposed:
        return
    check_change(day, change, today())
    if known.is_called:
        raise RuleBroken(_("Attendance for this day has already been taken. Correct it there."), "plan")
    meeting = _meeting_on(group_id, day)
    if meeting:
        expect_version(meeting, version)
    else:
        meeting = _add_meeting(group_id, day)
    release_day(group_id, meeting.moved_to)
    if change.plan is DayPlan.MOVED and change.moved_to:
        _let_meet_on(group, change.moved_to, change.starts_at)
    meeting.status, meeting.reason, meeting.moved_to = change.status, change.reason, change.moved_to
    meeting.starts_at = None if change.moved_to else change.starts_at
    record(Act.MEETING_CHANGED, viewer, about=meeting, plan=str(change.plan))


def _let_meet_on(group: GroupDetails, day: date, starts_at: time | None) -> None:
    if scheduled_days(group.schedule, day, day) or _meeting_on(group.id, day):
        raise RuleBroken(_("The group already meets on that day. Choose another date."), "moved_to")
    _add_meeting(group.id, day, starts_at)


def release_day(group_id: UUID, day: date | None) -> None:
    """The day to which a meeting had been moved is no day of the group any more, nor is the one to which it was moved
    on from there; unless something is kept of it."""
    instead = _meeting_on(group_id, day) if day else None
    if instead and instead.called_at is None and not _is_noted(instead):
        release_day(group_id, instead.moved_to)
        db.session.delete(instead)
        db.session.flush()


def _meeting_on(group_id: UUID, day: date) -> Meeting | None:
    found: Meeting | None = db.session.scalar(
        sa.select(Meeting).where(Meeting.group_id == group_id, Meeting.held_on == day)
    )
    return found


def _is_noted(meeting: Meeting) -> bool:
    found = sa.select(sa.exists().where(GroupNote.meeting_id == meeting.id))
    return bool(db.session.scalar(found))


def _add_meeting(group_id: UUID, day: date, starts_at: time | None = None) -> Meeting:
    meeting = Meeting(group_id=group_id, held_on=day, starts_at=starts_at, created_at=now())
    db.session.add(meeting)
    db.session.flush()
    return meeting
