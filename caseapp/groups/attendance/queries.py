"""Every SELECT about meetings and marks."""

from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.queries import GroupTold, among, find_group, visible_groups
from caseapp.groups.rules import (
    MARK_NAMES,
    MEETING_STATUS_NAMES,
    WAS_THERE,
    Mark,
    MeetingStatus,
    attendance,
    percentage,
)
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind

MEETINGS = 20
TIMELINE = 50
MIDNIGHT = time(0)


class MeetingFound(NamedTuple):
    """A meeting and the group that it belongs to."""

    meeting: Meeting
    group: GroupTold


class MeetingTold(NamedTuple):
    """A meeting with its counts, of the members whom the viewer sees or meets."""

    id: UUID
    held_on: date
    status: MeetingStatus
    reason: str
    moved_to: date | None
    is_called: bool
    others: int
    there: int
    excused: int
    absent: int
    guests: int

    @property
    def status_name(self) -> str:
        """Whether the group met, in words."""
        return str(MEETING_STATUS_NAMES[self.status])

    @property
    def is_marked(self) -> bool:
        """Whether the roll was called."""
        return bool(self.is_called or self.there or self.excused or self.absent)

    @property
    def all_guests(self) -> int:
        """Guests whom the viewer sees, and those without a name."""
        return self.guests + self.others


class MarkOn(NamedTuple):
    """A mark and the day of its meeting."""

    held_on: date
    mark: Mark


class GroupAttendance(NamedTuple):
    """A client's marks in one group in a period, the oldest first."""

    group_id: UUID
    name: str
    marks: tuple[MarkOn, ...]

    @property
    def there(self) -> int:
        """How often the client was there."""
        return self._counted()[0]

    @property
    def counted(self) -> int:
        """Of how many meetings that count; excused ones do not."""
        return self._counted()[1]

    @property
    def percent(self) -> int | None:
        """Attendance in whole percent; nothing where no meeting counts."""
        return percentage(*self._counted())

    def times(self, mark: Mark) -> int:
        """How often this mark was given."""
        return sum(given.mark is mark for given in self.marks)

    def _counted(self) -> tuple[int, int]:
        return attendance(given.mark for given in self.marks)


class MarkTold(NamedTuple):
    """A mark as the client's timeline tells it; the hour is midnight where the group has none."""

    meeting_id: UUID
    group_id: UUID
    group_name: str
    held_on: date
    starts_at: time
    mark: Mark
    reason: str

    @property
    def mark_name(self) -> str:
        """The mark in words."""
        return str(MARK_NAMES[self.mark])

    @property
    def reason_name(self) -> str:
        """The reason in words; empty where none is known."""
        return name_of(ListKind.ABSENCE_REASONS, self.reason)

    @property
    def key(self) -> tuple[date, time, UUID]:
        """Where the next page of the timeline begins, when this is the last one shown."""
        return self.held_on, self.starts_at, self.meeting_id


def find_meeting(viewer: Viewer, meeting_id: UUID) -> MeetingFound:
    """The meeting and its group, which the viewer sees, or `NotVisible`."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotVisible
    return MeetingFound(meeting, find_group(viewer, meeting.group_id))


def meeting_on(viewer: Viewer, group_id: UUID, day: date) -> UUID | None:
    """The meeting of that day of a group that the viewer sees."""
    found = sa.select(Meeting.id).where(Meeting.group_id == group_id, Meeting.held_on == day)
    return db.session.scalar(found.where(Meeting.group_id.in_(visible_groups(viewer))))


def meetings_of(viewer: Viewer, group_id: UUID, before: date | None = None, limit: int = MEETINGS) -> list[MeetingTold]:
    """The group's meetings up to today, newest first, with counts; `before` is the last day already shown."""
    found = _meetings(viewer, group_id).where(Meeting.held_on <= today())
    if before:
        found = found.where(Meeting.held_on < before)
    return [MeetingTold(*row) for row in db.session.execute(found.order_by(Meeting.held_on.desc()).limit(limit))]


def told_meeting(viewer: Viewer, meeting: Meeting) -> MeetingTold:
    """One meeting with its counts."""
    return MeetingTold(*db.session.execute(_meetings(viewer, meeting.group_id).where(Meeting.id == meeting.id)).one())


def attendance_by_member(viewer: Viewer, group_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How often each member was there, and of how many meetings that count, in this group."""
    found = (
        sa.select(AttendanceMark.client_id, _times(*WAS_THERE), _times(*(set(Mark) - {Mark.EXCUSED})))
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            Meeting.group_id == group_id,
            Meeting.status == MeetingStatus.HELD,
            AttendanceMark.is_guest.is_(False),
            among(viewer, AttendanceMark.client_id, group_id),
        )
        .group_by(AttendanceMark.client_id)
    )
    return {client_id: (there, counted) for client_id, there, counted in db.session.execute(found)}


def attendance_of(viewer: Viewer, client_id: UUID, from_: date, to: date) -> list[GroupAttendance]:
    """The client's attendance in each group from one day to another, both included, by the group's name."""
    found = (
        _marks(viewer, Group.id, Group.name, Meeting.held_on, AttendanceMark.mark)
        .where(AttendanceMark.client_id == client_id, Meeting.held_on.between(from_, min(to, today())))
        .order_by(Group.name, Group.id, Meeting.held_on)
    )
    groups: dict[UUID, GroupAttendance] = {}
    for group_id, name, held_on, mark in db.session.execute(found):
        marks = groups[group_id].marks if group_id in groups else ()
        groups[group_id] = GroupAttendance(group_id, name, (*marks, MarkOn(held_on, mark)))
    return list(groups.values())


def group_marks_timeline(
    viewer: Viewer,
    client_id: UUID,
    before: tuple[date, time, UUID] | None = None,
    limit: int = TIMELINE,
) -> list[MarkTold]:
    """The client's marks, newest first, in the order of the timeline; `before` is the key of the last one shown."""
    hour = sa.func.coalesce(Meeting.starts_at, Group.starts_at, sa.literal(MIDNIGHT, sa.Time))
    found = _marks(
        viewer,
        AttendanceMark.id,
        Meeting.id,
        Group.id,
        Group.name,
        Meeting.held_on,
        hour,
        AttendanceMark.mark,
        AttendanceMark.reason_sealed,
    ).where(AttendanceMark.client_id == client_id)
    if before:
        day, clock, id_ = before
        key = sa.tuple_(Meeting.held_on, hour, Meeting.id)
        last = sa.tuple_(sa.literal(day), sa.literal(clock, sa.Time), sa.literal(id_, sa.Uuid))
        found = found.where(key < last)
    found = found.order_by(Meeting.held_on.desc(), hour.desc(), Meeting.id.desc()).limit(limit)
    return [
        MarkTold(meeting_id, group_id, name, held_on, at, mark, AttendanceMark.reason.open(mark_id, reason))
        for mark_id, meeting_id, group_id, name, held_on, at, mark, reason in db.session.execute(found)
    ]


def _meetings(viewer: Viewer, group_id: UUID) -> sa.Select[Any]:
    marks = sa.and_(AttendanceMark.meeting_id == Meeting.id, among(viewer, AttendanceMark.client_id, group_id))
    columns: tuple[Any, ...] = (
        Meeting.id,
        Meeting.held_on,
        Meeting.status,
        Meeting.reason,
        Meeting.moved_to,
        Meeting.called_at.is_not(None).label("is_called"),
        Meeting.others,
        _times(*WAS_THERE),
        _times(Mark.EXCUSED),
        _times(Mark.ABSENT),
        sa.func.coalesce(sa.func.sum(sa.case((AttendanceMark.is_guest, 1), else_=0)), 0),
    )
    found = sa.select(*columns).select_from(Meeting).outerjoin(AttendanceMark, marks)
    return found.where(Meeting.group_id == group_id).group_by(Meeting.id)


def _marks(viewer: Viewer, *columns: Any) -> sa.Select[Any]:
    return (
        about_visible_clients(viewer, AttendanceMark, *columns)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .join(Group, Group.id == Meeting.group_id)
        .where(Meeting.status == MeetingStatus.HELD)
    )


def _times(*marks: Mark) -> sa.ColumnElement[int]:
    """How often one of these marks was given to a member; a guest's mark is none of the group's."""
    is_counted = sa.and_(AttendanceMark.mark.in_(marks), AttendanceMark.is_guest.is_(False))
    return sa.func.coalesce(sa.func.sum(sa.case((is_counted, 1), else_=0)), 0)
