"""Actions on a group's members."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.groups.members.queries import (
    belonged_since,
    clients_to_add,
    count_members,
    find_membership,
    marks_since,
    open_waits,
)
from caseapp.groups.members.rules import MembersDraft, check_leaving
from caseapp.groups.models import Group, Membership
from caseapp.groups.queries import find_group
from caseapp.groups.rules import WAS_THERE, check_joining, check_membership_day, check_room, places_left
from caseapp.i18n import _


@transaction
def add_members(viewer: Viewer, group_id: UUID, draft: MembersDraft, key: IdempotencyKey) -> int:
    """Let clients of the viewer's teams join the group; returns how many are new. Members stay as they are."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    if is_repeated(key, viewer.id):
        return 0
    group = lock_group(viewer, group_id)
    own = sa.select(Client.id).where(Client.id.in_(draft.client_ids), in_charge(viewer, Client.id))
    if set(draft.client_ids) - set(db.session.scalars(own)):
        raise NotVisible
    free = {client_id for client_id, _name in clients_to_add(viewer, group_id)}
    added = [client_id for client_id in draft.client_ids if client_id in free]
    check_room(places_left(group.capacity, count_members(viewer, group_id)), len(added))
    waiting = open_waits(viewer, group_id)
    let_join(viewer, group, added, draft.starts_on)
    for client_id in set(added) & set(waiting):
        waiting[client_id].ended_at = now()
    record(Act.GROUP_MEMBERS_CHANGED, viewer, about=group, clients=added, added=len(added))
    return len(added)


def let_join(viewer: Viewer, group: Group, client_ids: Collection[UUID], starts_on: date) -> None:
    """Let clients join from a day on: whoever came to a meeting since then as a guest was there as a member.
    `RuleBroken` where somebody belonged to the group on that day before."""
    check_membership_day(starts_on, today())
    check_joining(group.ends_on, starts_on)
    if belonged_since(viewer, group.id, client_ids, starts_on):
        raise RuleBroken(_("Somebody chosen was still a member on this date. Choose a later one."), "starts_on")
    for mark in marks_since(viewer, group.id, client_ids, starts_on):
        mark.is_guest = False
    db.session.add_all(Membership(group_id=group.id, client_id=each, starts_on=starts_on) for each in client_ids)


@transaction
def end_membership(viewer: Viewer, group_id: UUID, membership_id: UUID, last_on: date) -> int:
    """End a membership with a day up to today; returns from how many later sheets an absence was taken off.
    `RuleBroken` if the client was at a later meeting. A second tap changes nothing."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    lock_group(viewer, group_id)
    membership = find_membership(viewer, group_id, membership_id)
    if membership.ends_on is not None and membership.ends_on <= today():
        if membership.ends_on != last_on:
            raise RuleBroken(_("This membership has already ended on another date."), "last_on")
        return 0
    check_leaving(membership.starts_on, last_on, today())
    later = marks_since(viewer, group_id, [membership.client_id], last_on + timedelta(days=1))
    marks = [mark for mark in later if not mark.is_guest and mark.held_on >= membership.starts_on]
    if any(mark.mark in WAS_THERE for mark in marks):
        raise RuleBroken(
            _("They came to a later meeting. Choose its date or a later one, or correct the attendance first."),
            "last_on",
        )
    for mark in marks:
        db.session.delete(mark)
    membership.ends_on = last_on
    record(
        Act.GROUP_MEMBERS_CHANGED,
        viewer,
        about=membership,
        clients=[membership.client_id],
        ended=1,
        absences_removed=len(marks),
    )
    return len(marks)


def lock_group(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer sees, locked until the action ends, so that places are given one after the other."""
    find_group(viewer, group_id)
    return db.session.get_one(Group, group_id, with_for_update=True)
