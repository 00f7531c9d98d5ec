"""Group meetings and attendance marks."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, sees
from caseapp.clock import TODAY, today
from caseapp.db import db, unsought
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.queries import GroupDetails, among, find_group, members_among, visible_groups
from caseapp.groups.rules import (
    MARK_NAMES,
    MARKS_COUNTED,
    MEETING_STATUS_NAMES,
    WAS_THERE,
    Mark,
    MeetingList,
    MeetingStatus,
    attendance,
)
from caseapp.percentage_rules import percentage

MEETINGS = 20


class MeetingWithGroup(NamedTuple):
    """A meeting and the group that it belongs to."""

    meeting: Meeting
    group: GroupDetails


class MeetingRow(NamedTuple):
    """A meeting with its counts, of the members whom the viewer sees or leads."""

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
        """Whether attendance was taken."""
        return bool(self.is_called or self.there or self.excused or self.absent)


class PersonAt(NamedTuple):
    """One of the people at a meeting; `is_own` where the viewer sees the client's file."""

    client_id: UUID
    name: str
    mark: Mark
    is_own: bool

    @property
    def mark_name(self) -> str:
        """The mark in words."""
        return str(MARK_NAMES[self.mark])


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


def find_meeting(viewer: Viewer, meeting_id: UUID) -> MeetingWithGroup:
    """The meeting and its group, which the viewer sees, or `NotVisible`."""
    meeting = db.session.scalar(*_visible_meeting(viewer, meeting_id))
    if meeting is None:
        raise NotVisible
    return MeetingWithGroup(meeting, find_group(viewer, meeting.group_id))


@prepared
def _visible_meeting(viewer: Viewer, meeting_id: UUID) -> Rows:
    return sa.select(Meeting).where(Meeting.id == meeting_id, Meeting.group_id.in_(visible_groups(viewer)))


def meeting_on(viewer: Viewer, group_id: UUID, day: date) -> UUID | None:
    """The meeting of that day of a group that the viewer sees."""
    found: UUID | None = db.session.scalar(*_meeting_on(viewer, group_id, day))
    return found


@prepared
def _meeting_on(viewer: Viewer, group_id: UUID, day: date) -> Rows:
    found = sa.select(Meeting.id).where(Meeting.group_id == group_id, Meeting.held_on == day)
    return found.where(Meeting.group_id.in_(visible_groups(viewer)))


def meetings_of(viewer: Viewer, group_id: UUID, before: date | None = None, limit: int = MEETINGS) -> list[MeetingRow]:
    """The group's meetings up to today, newest first, with counts; `before` is the last day already shown."""
    return [MeetingRow(**row._mapping) for row in db.session.execute(*_newest(viewer, group_id, before, limit))]


@prepared
def _newest(viewer: Viewer, group_id: UUID, before: date | None, limit: int) -> Rows:
    newest = sa.select(Meeting.id).where(Meeting.group_id == group_id, Meeting.held_on <= TODAY)
    if before is not None:
        newest = newest.where(Meeting.held_on < before)
    newest = newest.order_by(Meeting.held_on.desc()).limit(limit)
    found = _meetings(viewer, group_id).where(Meeting.id.in_(newest.correlate(None)))
    return found.order_by(Meeting.held_on.desc())


def find_meeting_row(viewer: Viewer, meeting: Meeting) -> MeetingRow:
    """One meeting with its counts."""
    row = db.session.execute(*_meeting(viewer, meeting.group_id, meeting.id)).one()
    return MeetingRow(**row._mapping)


@prepared
def _meeting(viewer: Viewer, group_id: UUID, meeting_id: UUID) -> Rows:
    return _meetings(viewer, group_id).where(Meeting.id == meeting_id)


def people_at(viewer: Viewer, meeting: Meeting, which: MeetingList) -> list[PersonAt]:
    """Whom one figure of a meeting counts, by name, of the people whom the viewer sees or meets; nobody where the group
    is said not to have met."""
    if meeting.status is not MeetingStatus.HELD:
        return []
    found = db.session.execute(*_people_at(viewer, meeting.id, meeting.group_id, which))
    return [PersonAt(**row._mapping) for row in found]


@prepared
def _people_at(viewer: Viewer, meeting_id: UUID, group_id: UUID, which: MeetingList) -> Rows:
    is_one = AttendanceMark.is_guest if which is MeetingList.GUESTS else _is_marked(*MARKS_COUNTED[which])
    return (
        sa.select(
            Client.id.label("client_id"),
            Client.shown_in_groups.label("name"),
            AttendanceMark.mark,
            sees(viewer, Client.id).label("is_own"),
        )
        .join(AttendanceMark, AttendanceMark.client_id == Client.id)
        .where(AttendanceMark.meeting_id == meeting_id, is_one, among(viewer, Client.id, group_id))
        .order_by(*Client.order_in_groups())
    )


def attendance_by_member(viewer: Viewer, group_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How often each member was there, and of how many meetings that count, in this group."""
    found = db.session.execute(*_tallies(viewer, group_id))
    return {row.client_id: (row.there, row.counted) for row in found}


@prepared
def _tallies(viewer: Viewer, group_id: UUID) -> Rows:
    return (
        sa.select(
            AttendanceMark.client_id,
            sa.func.sum(sa.case((AttendanceMark.mark == Mark.ABSENT, 0), else_=1)).label("there"),
            sa.func.count().label("counted"),
        )
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            Meeting.group_id == group_id,
            Meeting.status == MeetingStatus.HELD,
            AttendanceMark.is_guest.is_(False),
            AttendanceMark.mark.in_((*WAS_THERE, Mark.ABSENT)),
            unsought(AttendanceMark.client_id).in_(members_among(viewer, group_id)),
        )
        .group_by(AttendanceMark.client_id)
    )


def attendance_of(viewer: Viewer, client_id: UUID, from_: date, to: date) -> list[GroupAttendance]:
    """The client's attendance in each group from one day to another, both included, by the group's name."""
    found = (
        held_marks(viewer, Group.id, Group.name, AttendanceMark.held_on, AttendanceMark.mark)
        .where(AttendanceMark.client_id == client_id, AttendanceMark.held_on.between(from_, min(to, today())))
        .order_by(Group.name, Group.id, AttendanceMark.held_on)
    )
    groups: dict[UUID, GroupAttendance] = {}
    for row in db.session.execute(found):
        marks = groups[row.id].marks if row.id in groups else ()
        groups[row.id] = GroupAttendance(row.id, row.name, (*marks, MarkOn(row.held_on, row.mark)))
    return list(groups.values())


def last_there_on(day: date) -> sa.ScalarSelect[date]:
    """The last day up to `day` on which a client was there in a group, as a column of a statement about clients: sought
    from the newest mark on."""
    return (
        sa.select(AttendanceMark.held_on)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            AttendanceMark.client_id == Client.id,
            AttendanceMark.held_on <= day,
            AttendanceMark.mark.in_(WAS_THERE),
            Meeting.status == MeetingStatus.HELD,
        )
        .order_by(AttendanceMark.held_on.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )


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
        _times(*WAS_THERE).label("there"),
        _times(Mark.EXCUSED).label("excused"),
        _times(Mark.ABSENT).label("absent"),
        sa.func.coalesce(sa.func.sum(sa.case((AttendanceMark.is_guest, 1), else_=0)), 0).label("guests"),
    )
    found = sa.select(*columns).select_from(Meeting).outerjoin(AttendanceMark, marks)
    return found.where(Meeting.group_id == group_id).group_by(Meeting.id)


def held_marks(viewer: Viewer, *columns: Any) -> sa.Select[Any]:
    """These columns of the marks of meetings that were held."""
    return (
        about_visible_clients(viewer, AttendanceMark, *columns)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .join(Group, Group.id == Meeting.group_id)
        .where(Meeting.status == MeetingStatus.HELD)
    )


def _times(*marks: Mark) -> sa.ColumnElement[int]:
    """How often one of these marks was given to a member."""
    return sa.func.coalesce(sa.func.sum(sa.case((_is_marked(*marks), 1), else_=0)), 0)


def _is_marked(*marks: Mark) -> sa.ColumnElement[bool]:
    """The condition that a member was given one of these marks; a guest's mark is none of the group's."""
    return sa.and_(AttendanceMark.mark.in_(marks), AttendanceMark.is_guest.is_(False))
