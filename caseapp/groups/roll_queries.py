"""Every SELECT about a roll-call: who is called, what is stored, what was before."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import sees
from caseapp.db import db
from caseapp.groups.models import AttendanceMark, Meeting, Membership
from caseapp.groups.queries import among
from caseapp.groups.rules import MARKS_SHOWN, Mark, Marked, MeetingStatus, Roll


class RollRow(NamedTuple):
    """One member of a roll-call: the mark of this meeting where there is one, and the last ones before it."""

    client_id: UUID
    name: str
    marked: Marked | None
    before: tuple[Mark, ...]
    is_own: bool


def roll_of(viewer: Viewer, meeting: Meeting) -> list[RollRow]:
    """Everybody who was a member on the meeting's day, as far as the viewer sees or meets them, by name."""
    found = (
        sa.select(
            Client.id,
            Client.shown_in_groups.label("name"),
            AttendanceMark.id.label("mark_id"),
            AttendanceMark.mark,
            AttendanceMark.reason_sealed,
            sees(viewer, Client.id).label("is_own"),
        )
        .outerjoin(
            AttendanceMark,
            sa.and_(AttendanceMark.client_id == Client.id, AttendanceMark.meeting_id == meeting.id),
        )
        .where(
            among(viewer, Client.id, meeting.group_id),
            sa.or_(Client.id.in_(_members_on(meeting)), AttendanceMark.id.is_not(None)),
        )
        .order_by(*Client.order_in_groups())
    )
    before = last_marks(viewer, meeting.group_id, meeting.held_on)
    return [
        RollRow(
            row.id,
            row.name,
            Marked(row.mark, AttendanceMark.reason.open(row.mark_id, row.reason_sealed)) if row.mark else None,
            before.get(row.id, ()),
            bool(row.is_own),
        )
        for row in db.session.execute(found)
    ]


def called_roll(meeting: Meeting, rows: Iterable[RollRow]) -> Roll:
    """The roll as it is stored, of these members; no marks where the group did not meet."""
    held = meeting.status is MeetingStatus.HELD
    marks = {row.client_id: row.marked for row in rows if held and row.marked}
    return Roll(meeting.status, meeting.reason, marks)


def marks_to_correct(viewer: Viewer, meeting: Meeting) -> dict[UUID, AttendanceMark]:
    """The stored marks of the members whom the viewer sees or meets, by client."""
    found = sa.select(AttendanceMark).where(
        AttendanceMark.meeting_id == meeting.id, among(viewer, AttendanceMark.client_id, meeting.group_id)
    )
    return {mark.client_id: mark for mark in db.session.scalars(found)}


def last_marks(viewer: Viewer, group_id: UUID, before: date, limit: int = MARKS_SHOWN) -> dict[UUID, tuple[Mark, ...]]:
    """Each member's last marks in this group before that day, the oldest first."""
    newest = sa.func.row_number().over(partition_by=AttendanceMark.client_id, order_by=Meeting.held_on.desc())
    ranked = (
        sa.select(AttendanceMark.client_id, AttendanceMark.mark, Meeting.held_on, newest.label("place"))
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            Meeting.group_id == group_id,
            Meeting.held_on < before,
            Meeting.status == MeetingStatus.HELD,
            among(viewer, AttendanceMark.client_id, group_id),
        )
        .subquery()
    )
    found = sa.select(ranked.c.client_id, ranked.c.mark).where(ranked.c.place <= limit).order_by(ranked.c.held_on)
    marks: dict[UUID, tuple[Mark, ...]] = {}
    for client_id, mark in db.session.execute(found):
        marks[client_id] = (*marks.get(client_id, ()), mark)
    return marks


def _members_on(meeting: Meeting) -> sa.Select[UUID]:
    return sa.select(Membership.client_id).where(
        Membership.group_id == meeting.group_id,
        Membership.starts_on <= meeting.held_on,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= meeting.held_on),
    )
