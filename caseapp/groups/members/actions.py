"""Actions on a group's members."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotVisible
from caseapp.groups.members.queries import clients_to_add, count_members, open_waits
from caseapp.groups.members.rules import MembersDraft
from caseapp.groups.models import Group, Membership
from caseapp.groups.queries import find_group
from caseapp.groups.rules import check_joining, check_membership_day, check_room, places_left


@transaction
def add_members(viewer: Viewer, group_id: UUID, draft: MembersDraft, key: IdempotencyKey) -> int:
    """Let clients of the viewer's teams join the group; returns how many are new. Members stay as they are."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    if is_repeated(key, viewer.id):
        return 0
    group = lock_group(viewer, group_id)
    check_membership_day(draft.starts_on, today())
    check_joining(group.ends_on, draft.starts_on)
    own = sa.select(Client.id).where(Client.id.in_(draft.client_ids), in_charge(viewer, Client.id))
    if set(draft.client_ids) - set(db.session.scalars(own)):
        raise NotVisible
    free = {client_id for client_id, _name in clients_to_add(viewer, group_id)}
    added = [client_id for client_id in draft.client_ids if client_id in free]
    check_room(places_left(group.capacity, count_members(viewer, group_id)), len(added))
    waiting = open_waits(viewer, group_id)
    for client_id in added:
        db.session.add(Membership(group_id=group_id, client_id=client_id, starts_on=draft.starts_on))
        if client_id in waiting:
            waiting[client_id].ended_at = now()
    record(Act.GROUP_MEMBERS_CHANGED, viewer, about=group, clients=added, added=len(added))
    return len(added)


@transaction
def end_membership(viewer: Viewer, group_id: UUID, membership_id: UUID) -> None:
    """End a membership today; one that has ended stays as it is."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    find_group(viewer, group_id)
    membership = db.session.scalar(
        sa.select(Membership).where(
            Membership.id == membership_id,
            Membership.group_id == group_id,
            in_charge(viewer, Membership.client_id),
        )
    )
    if membership is None:
        raise NotVisible
    if membership.ends_on is not None and membership.ends_on <= today():
        return
    membership.ends_on = max(today(), membership.starts_on)
    record(Act.GROUP_MEMBERS_CHANGED, viewer, about=membership, clients=[membership.client_id], ended=1)


def lock_group(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer sees, locked until the action ends, so that places are given one after the other."""
    find_group(viewer, group_id)
    return db.session.get_one(Group, group_id, with_for_update=True)
