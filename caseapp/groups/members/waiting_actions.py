"""Actions on the waiting list: add clients, admit one, remove one."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotVisible
from caseapp.groups.members.actions import let_join, lock_group
from caseapp.groups.members.queries import clients_to_add, count_members, find_wait, open_waits
from caseapp.groups.models import Wait
from caseapp.groups.rules import check_room, places_left


@transaction
def add_to_waiting_list(viewer: Viewer, group_id: UUID, client_ids: Collection[UUID], key: IdempotencyKey) -> int:
    """Put clients of the viewer's teams on the waiting list; returns how many are new."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    if is_repeated(key, viewer.id):
        return 0
    group = lock_group(viewer, group_id)
    free = {client_id for client_id, _name in clients_to_add(viewer, group_id)}
    if set(client_ids) - free:
        raise NotVisible
    waiting = open_waits(viewer, group_id)
    added = [client_id for client_id in client_ids if client_id not in waiting]
    db.session.add_all(Wait(group_id=group_id, client_id=client_id, since_on=today()) for client_id in added)
    record(Act.GROUP_WAITING_CHANGED, viewer, about=group, clients=added, waiting=len(added))
    return len(added)


@transaction
def admit_from_waiting_list(viewer: Viewer, group_id: UUID, wait_id: UUID, starts_on: date) -> None:
    """Let a client who is waiting join from a day on, if there is room. A second tap changes nothing."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    group = lock_group(viewer, group_id)
    wait = find_wait(viewer, group_id, wait_id)
    if wait.ended_at is not None:
        return
    check_room(places_left(group.capacity, count_members(viewer, group_id)), 1)
    wait.ended_at = now()
    if wait.client_id in {client_id for client_id, _name in clients_to_add(viewer, group_id)}:
        let_join(viewer, group, [wait.client_id], starts_on)
    record(Act.GROUP_MEMBERS_CHANGED, viewer, about=wait, clients=[wait.client_id], added=1)


@transaction
def remove_from_waiting_list(viewer: Viewer, group_id: UUID, wait_id: UUID) -> None:
    """Remove a client from the waiting list. A second tap changes nothing."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    lock_group(viewer, group_id)
    wait = find_wait(viewer, group_id, wait_id)
    if wait.ended_at is not None:
        return
    wait.ended_at = now()
    record(Act.GROUP_WAITING_CHANGED, viewer, about=wait, clients=[wait.client_id], ended=1)
