"""A group's days: the stored meetings, and those that follow from its weekday."""

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.groups.models import Meeting, Membership
from caseapp.groups.queries import GroupDetails, among, belongs_on, list_visible_groups, visible_groups
from caseapp.groups.schedule.rules import AHEAD, BEHIND, MeetingDay, StoredMeeting, meeting_days, next_of, not_called
from caseapp.workdays import is_holiday

INSTEAD = kept_alias(Meeting)


class GroupRow(NamedTuple):
    """A group in the list: its next meeting, how many of its members the viewer sees or leads, and at how many meetings
    attendance was not taken."""

    group: GroupDetails
    next_on: date | None
    members: int
    not_called: int


class AttendanceDue(NamedTuple):
    """A meeting, today's or a past one, at which attendance was not taken."""

    group: GroupDetails
    on: date
    starts_at: time | None


class GroupDays(NamedTuple):
    """A group's days around today."""

    next: MeetingDay | None
    coming: list[MeetingDay]
    not_called: list[MeetingDay]


def days_of(viewer: Viewer, group: GroupDetails) -> GroupDays:
    """A group's days: the next one, the coming ones, and those at which attendance was not taken."""
    kept = _kept(viewer, [group.id])
    return _days(group, kept.get(group.id, ()))


def groups_of(viewer: Viewer) -> list[GroupRow]:
    """The viewer's groups in the order of the week."""
    groups = list_visible_groups(viewer)
    ids = [group.id for group in groups]
    counts: dict[UUID, int] = {row.group_id: row.members for row in db.session.execute(*_member_counts(viewer, ids))}
    kept = _kept(viewer, ids)
    return [_listed(group, counts.get(group.id, 0), _days(group, kept.get(group.id, ()))) for group in groups]


def list_attendance_due(viewer: Viewer) -> list[AttendanceDue]:
    """Attendance to be taken in the groups that the viewer leads, the newest day first."""
    groups = list_visible_groups(viewer, is_led=True)
    kept = _kept(viewer, [group.id for group in groups])
    due = []
    for group in groups:
        days = _days(group, kept.get(group.id, ()))
        waiting = [*days.not_called, *([days.next] if days.next and days.next.on == today() else [])]
        due += [AttendanceDue(group, day.on, day.starts_at) for day in waiting]
    return sorted(due, key=lambda each: (-each.on.toordinal(), each.group.name))


def find_day(viewer: Viewer, group: GroupDetails, day: date) -> MeetingDay:
    """That day of the group, or `NotVisible` where it is none of its days."""
    kept = _kept(viewer, [group.id], day, day).get(group.id, ())
    for occasion in meeting_days(group.schedule, kept, day, day, is_holiday):
        return occasion
    raise NotVisible


@prepared
def _member_counts(viewer: Viewer, group_ids: list[UUID]) -> Rows:
    return (
        sa.select(Membership.group_id, sa.func.count(Membership.client_id.distinct()).label("members"))
        .where(
            Membership.group_id.in_(group_ids),
            among(viewer, Membership.client_id, Membership.group_id),
            belongs_on(Membership, TODAY),
        )
        .group_by(Membership.group_id)
    )


def _listed(group: GroupDetails, members: int, days: GroupDays) -> GroupRow:
    return GroupRow(group, days.next.on if days.next else None, members, len(days.not_called))


def _days(group: GroupDetails, kept: Iterable[StoredMeeting]) -> GroupDays:
    found = meeting_days(group.schedule, kept, today() - BEHIND, today() + AHEAD, is_holiday)
    coming = [day for day in found if day.on >= today() and not day.is_called]
    return GroupDays(next_of(found, today()), coming, not_called(found, today()))


def _kept(
    viewer: Viewer, group_ids: list[UUID], first: date | None = None, last: date | None = None
) -> dict[UUID, list[StoredMeeting]]:
    if not group_ids:
        return {}
    by_group: dict[UUID, list[StoredMeeting]] = {}
    for row in db.session.execute(*_stored(viewer, group_ids, first or today() - BEHIND, last or today() + AHEAD)):
        meeting = StoredMeeting(
            id=row.id,
            held_on=row.held_on,
            status=row.status,
            reason=row.reason,
            moved_to=row.moved_to,
            is_called=row.is_called,
            version=row.version,
            starts_at=row.starts_at,
        )
        by_group.setdefault(row.group_id, []).append(meeting)
    return by_group


@prepared
def _stored(viewer: Viewer, group_ids: list[UUID], first: date, last: date) -> Rows:
    return (
        sa.select(
            Meeting.group_id,
            Meeting.id,
            Meeting.held_on,
            Meeting.status,
            Meeting.reason,
            Meeting.moved_to,
            Meeting.called_at.is_not(None).label("is_called"),
            Meeting.version,
            sa.func.coalesce(INSTEAD.starts_at, Meeting.starts_at).label("starts_at"),
        )
        .outerjoin(INSTEAD, sa.and_(INSTEAD.group_id == Meeting.group_id, INSTEAD.held_on == Meeting.moved_to))
        .where(
            Meeting.group_id.in_(group_ids),
            Meeting.group_id.in_(visible_groups(viewer)),
            Meeting.held_on.between(first, last),
        )
    )
