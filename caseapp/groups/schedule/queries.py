"""Every SELECT about a group's days: what is kept of its meetings, beside what its weekday gives."""

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Viewer
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.groups.models import Meeting, Membership
from caseapp.groups.queries import GroupTold, among, belongs_on, groups_told, visible_groups
from caseapp.groups.schedule.rules import AHEAD, BEHIND, Kept, Occasion, next_of, not_called, occasions
from caseapp.workdays import is_holiday


class GroupListed(NamedTuple):
    """A row of the list: the group, its next meeting, how many of its members the viewer meets or sees, and how many
    rolls wait to be called."""

    group: GroupTold
    next_on: date | None
    members: int
    not_called: int


class Due(NamedTuple):
    """A roll that waits for its leader: of today, or of a day that has passed."""

    group: GroupTold
    on: date
    starts_at: time | None


class Days(NamedTuple):
    """A group's days around today."""

    next: Occasion | None
    coming: list[Occasion]
    not_called: list[Occasion]


def days_of(viewer: Viewer, group: GroupTold) -> Days:
    """The days of a group that the viewer sees: the next one, the coming ones, and those whose roll waits."""
    kept = _kept(viewer, [group.id])
    return _days(group, kept.get(group.id, ()))


def groups_of(viewer: Viewer) -> list[GroupListed]:
    """The viewer's groups in the order of the week."""
    groups = groups_told(viewer)
    counts = (
        sa.select(Membership.group_id, sa.func.count(Membership.client_id.distinct()))
        .where(among(viewer, Membership.client_id, Membership.group_id), belongs_on(Membership, today()))
        .group_by(Membership.group_id)
    )
    members, kept = dict(list(db.session.execute(counts))), _kept(viewer, [group.id for group in groups])
    return [_listed(group, members.get(group.id, 0), _days(group, kept.get(group.id, ()))) for group in groups]


def rolls_due(viewer: Viewer) -> list[Due]:
    """The rolls that wait for the viewer: of the groups that the viewer leads, the newest day first."""
    groups = groups_told(viewer, is_led=True)
    kept = _kept(viewer, [group.id for group in groups])
    due = []
    for group in groups:
        days = _days(group, kept.get(group.id, ()))
        waiting = [*days.not_called, *([days.next] if days.next and days.next.on == today() else [])]
        due += [Due(group, day.on, day.starts_at) for day in waiting]
    return sorted(due, key=lambda each: (-each.on.toordinal(), each.group.name))


def find_day(viewer: Viewer, group: GroupTold, day: date) -> Occasion:
    """That day of the group, or `NotVisible` where it is none of its days."""
    kept = _kept(viewer, [group.id], day, day).get(group.id, ())
    for occasion in occasions(group.schedule, kept, day, day, is_holiday):
        return occasion
    raise NotVisible


def _listed(group: GroupTold, members: int, days: Days) -> GroupListed:
    return GroupListed(group, days.next.on if days.next else None, members, len(days.not_called))


def _days(group: GroupTold, kept: Iterable[Kept]) -> Days:
    found = occasions(group.schedule, kept, today() - BEHIND, today() + AHEAD, is_holiday)
    coming = [day for day in found if day.on >= today() and not day.is_called]
    return Days(next_of(found, today()), coming, not_called(found, today()))


def _kept(
    viewer: Viewer, group_ids: list[UUID], first: date | None = None, last: date | None = None
) -> dict[UUID, list[Kept]]:
    if not group_ids:
        return {}
    instead = aliased(Meeting)
    found = (
        sa.select(
            Meeting.group_id,
            Meeting.id,
            Meeting.held_on,
            Meeting.status,
            Meeting.reason,
            Meeting.moved_to,
            Meeting.called_at.is_not(None),
            Meeting.version,
            sa.func.coalesce(instead.starts_at, Meeting.starts_at),
        )
        .outerjoin(instead, sa.and_(instead.group_id == Meeting.group_id, instead.held_on == Meeting.moved_to))
        .where(
            Meeting.group_id.in_(group_ids),
            Meeting.group_id.in_(visible_groups(viewer)),
            Meeting.held_on.between(first or today() - BEHIND, last or today() + AHEAD),
        )
    )
    by_group: dict[UUID, list[Kept]] = {}
    for row in db.session.execute(found):
        by_group.setdefault(row.group_id, []).append(Kept(*row[1:]))
    return by_group
