"""A client's attendance marks, for the timeline."""

from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Viewer
from caseapp.db import db
from caseapp.db.prepared import Prepared, Rows, prepared
from caseapp.groups.attendance.queries import held_marks
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.rules import MARK_NAMES, WAS_THERE, Mark, MeetingStatus
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind

TIMELINE = 50
MIDNIGHT = time(0)
KEY_TYPES = (sa.Date(), sa.Time(), sa.Uuid())


class MarkRow(NamedTuple):
    """A mark in the client's timeline; the hour is midnight if the group has none."""

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


def group_marks_timeline(
    viewer: Viewer,
    client_id: UUID,
    before: tuple[date, time, UUID] | None = None,
    limit: int = TIMELINE,
    only: Sequence[sa.ColumnElement[bool]] | None = None,
) -> list[MarkRow]:
    """The client's marks, newest first, in the order of the timeline; `before` is the key of the last one shown.
    `only` narrows them."""
    day, clock, id_ = before or (None, None, None)
    if only:
        found = Prepared(_timeline_before(viewer, client_id, day, clock, id_, limit).where(*only), {})
    else:
        found = _timeline(viewer, client_id, day, clock, id_, limit)
    return [
        MarkRow(
            meeting_id=row.meeting_id,
            group_id=row.group_id,
            group_name=row.group_name,
            held_on=row.held_on,
            starts_at=row.starts_at,
            mark=row.mark,
            reason=AttendanceMark.reason.open(row.mark_id, row.reason_sealed),
        )
        for row in db.session.execute(*found)
    ]


def was_there_later() -> sa.ColumnElement[bool]:
    """The condition that the client was at a later meeting of the same group, which ends a run of absences."""
    later, met = aliased(AttendanceMark), aliased(Meeting)
    return (
        sa.exists()
        .where(
            later.client_id == AttendanceMark.client_id,
            later.mark.in_(WAS_THERE),
            later.is_guest.is_(False),
            later.held_on > AttendanceMark.held_on,
            met.id == later.meeting_id,
            met.group_id == Meeting.group_id,
            met.status == MeetingStatus.HELD,
        )
        .correlate(AttendanceMark, Meeting)
    )


@prepared
def _timeline(
    viewer: Viewer, client_id: UUID, day: date | None, clock: time | None, id_: UUID | None, limit: int
) -> Rows:
    return _timeline_before(viewer, client_id, day, clock, id_, limit)


def _timeline_before(
    viewer: Viewer, client_id: UUID, day: date | None, clock: time | None, id_: UUID | None, limit: int
) -> Rows:
    hour = sa.func.coalesce(Meeting.starts_at, Group.starts_at, MIDNIGHT)
    found = held_marks(
        viewer,
        AttendanceMark.id.label("mark_id"),
        AttendanceMark.meeting_id,
        Meeting.group_id,
        Group.name.label("group_name"),
        AttendanceMark.held_on,
        hour.label("starts_at"),
        AttendanceMark.mark,
        AttendanceMark.reason_sealed,
    ).where(AttendanceMark.client_id == client_id)
    if day is not None:
        key = sa.tuple_(AttendanceMark.held_on, hour, Meeting.id)
        # The day alone is sought in the index; the rest of the key is not in it.
        found = found.where(AttendanceMark.held_on <= day, key < sa.tuple_(day, clock, id_, types=KEY_TYPES))
    return found.order_by(AttendanceMark.held_on.desc(), hour.desc(), Meeting.id.desc()).limit(limit)
