"""Acts about groups and their members."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.deputy_rules import chosen_team
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge
from caseapp.clock import now, today
from caseapp.db import Submission, act, db, expect_version, is_repeated
from caseapp.errors import NotVisible
from caseapp.groups.models import Facilitator, Group, Membership
from caseapp.groups.queries import (
    clients_to_add,
    count_members,
    find_group,
    find_group_to_keep,
    leaders_of,
    people_to_lead,
)
from caseapp.groups.rules import GroupDraft, check_joining, check_membership_day, check_room, check_term, places_left
from caseapp.groups.waiting_queries import open_waits

PEOPLE = ("facilitators", "assistants")
STORED_OF_DRAFT = tuple(field.name for field in fields(GroupDraft) if field.name not in PEOPLE)


@act
def open_group(viewer: Viewer, draft: GroupDraft, submission: Submission, team_id: UUID | None = None) -> UUID:
    """Open a group of a team that the viewer answers for, once however often it is sent; its id."""
    ensure(viewer, Capability.KEEP_GROUPS)
    if is_repeated(submission, viewer.id):
        return submission.id
    group = Group(id=submission.id, team_id=chosen_team(viewer.team_id, viewer.answers_for, team_id), created_at=now())
    _write(group, draft)
    db.session.add(group)
    db.session.flush()
    _lead(viewer, group, draft)
    record(Act.GROUP_OPENED, viewer, about=group)
    return group.id


@act
def change_group(viewer: Viewer, group_id: UUID, draft: GroupDraft, version: int | None) -> None:
    """Change a group of the viewer's team; `Conflict` where it was changed meanwhile."""
    ensure(viewer, Capability.KEEP_GROUPS)
    group = find_group_to_keep(viewer, group_id)
    if draft == draft_of(viewer, group):
        return
    expect_version(group, version)
    _write(group, draft)
    flag_modified(group, "name")  # its leaders alone may have changed, and the version must tell
    _lead(viewer, group, draft)
    record(Act.GROUP_CHANGED, viewer, about=group)


@act
def add_members(
    viewer: Viewer, group_id: UUID, client_ids: Collection[UUID], starts_on: date, submission: Submission
) -> int:
    """Let clients of the viewer belong to the group from that day; how many are new. Who belongs already stays so."""
    ensure(viewer, Capability.KEEP_GROUPS)
    if is_repeated(submission, viewer.id):
        return 0
    group = hold_group(viewer, group_id)
    check_membership_day(starts_on, today())
    check_joining(group.ends_on, starts_on)
    own = sa.select(Client.id).where(Client.id.in_(client_ids), in_charge(viewer, Client.id))
    if set(client_ids) - set(db.session.scalars(own)):
        raise NotVisible
    free = {client_id for client_id, _name in clients_to_add(viewer, group_id)}
    added = [client_id for client_id in client_ids if client_id in free]
    check_room(places_left(group.capacity, count_members(viewer, group_id)), len(added))
    waiting = open_waits(viewer, group_id)
    for client_id in added:
        db.session.add(Membership(group_id=group_id, client_id=client_id, starts_on=starts_on))
        if client_id in waiting:
            waiting[client_id].ended_at = now()
    record(Act.GROUP_MEMBERS_CHANGED, viewer, about=group, clients=added, added=len(added))
    return len(added)


@act
def end_membership(viewer: Viewer, group_id: UUID, membership_id: UUID) -> None:
    """Let a membership end today; one that has ended stays as it is."""
    ensure(viewer, Capability.KEEP_GROUPS)
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


def hold_group(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer sees, kept from others until the act ends: who joins and who waits is decided in turn."""
    find_group(viewer, group_id)
    group = db.session.get(Group, group_id, with_for_update=True)
    if group is None:
        raise NotVisible
    return group


def draft_of(viewer: Viewer, group: Group) -> GroupDraft:
    """The group as it stands."""
    people = leaders_of(viewer, group.id)
    return GroupDraft(
        facilitators=frozenset(person.user_id for person in people if not person.is_assistant),
        assistants=frozenset(person.user_id for person in people if person.is_assistant),
        **{name: getattr(group, name) for name in STORED_OF_DRAFT},
    )


def _write(group: Group, draft: GroupDraft) -> None:
    check_term(draft.starts_on, draft.ends_on)
    for name in STORED_OF_DRAFT:
        setattr(group, name, getattr(draft, name))


def _lead(viewer: Viewer, group: Group, draft: GroupDraft) -> None:
    helps = {user_id: user_id not in draft.facilitators for user_id in draft.facilitators | draft.assistants}
    present = {person.user_id for person in leaders_of(viewer, group.id)}
    eligible = {user_id for user_id, _name in people_to_lead(viewer, group.id)}
    if set(helps) - eligible:
        raise NotVisible
    of_group = Facilitator.group_id == group.id
    db.session.execute(sa.delete(Facilitator).where(of_group, Facilitator.user_id.in_(present - set(helps))))
    for row in db.session.scalars(sa.select(Facilitator).where(of_group)):
        row.is_assistant = helps[row.user_id]
    new = set(helps) - present
    db.session.add_all(Facilitator(group_id=group.id, user_id=each, is_assistant=helps[each]) for each in new)
