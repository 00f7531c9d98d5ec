"""Acts about groups and their members."""

from dataclasses import fields
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.deputies.rules import chosen_team
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import NotVisible
from caseapp.groups.models import Facilitator, Group
from caseapp.groups.queries import find_group_to_keep, leaders_of, people_to_lead
from caseapp.groups.rules import GroupDraft, check_term

COUNTED_BY = ("service", "minutes")
PEOPLE = ("facilitators", "assistants")
STORED_OF_DRAFT = tuple(field.name for field in fields(GroupDraft) if field.name not in PEOPLE)


@transaction
def open_group(viewer: Viewer, team_id: UUID | None, draft: GroupDraft, key: IdempotencyKey) -> UUID:
    """Open a group of a team that the viewer answers for, once however often it is sent; its id."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    if is_repeated(key, viewer.id):
        return key.id
    group = Group(id=key.id, team_id=chosen_team(viewer.team_id, viewer.team_ids_in_charge, team_id), created_at=now())
    _write(group, draft)
    db.session.add(group)
    db.session.flush()
    _lead(viewer, group, draft)
    record(Act.GROUP_OPENED, viewer, about=group, service=draft.service or None, minutes=draft.minutes)
    return group.id


@transaction
def change_group(viewer: Viewer, group_id: UUID, draft: GroupDraft, version: int | None) -> None:
    """Change a group of the viewer's team; `Conflict` where it was changed meanwhile."""
    ensure(viewer, Capability.MANAGE_GROUPS)
    group = find_group_to_keep(viewer, group_id)
    before = draft_of(viewer, group)
    if draft == before:
        return
    expect_version(group, version)
    _write(group, draft)
    flag_modified(group, "name")  # its leaders alone may have changed, and the version must tell
    _lead(viewer, group, draft)
    record(Act.GROUP_CHANGED, viewer, about=group, changed=_counts_otherwise(before, draft))


def draft_of(viewer: Viewer, group: Group) -> GroupDraft:
    """The group as it stands."""
    people = leaders_of(viewer, group.id)
    return GroupDraft(
        facilitators=frozenset(person.user_id for person in people if not person.is_assistant),
        assistants=frozenset(person.user_id for person in people if person.is_assistant),
        **{name: getattr(group, name) for name in STORED_OF_DRAFT},
    )


def _counts_otherwise(before: GroupDraft, after: GroupDraft) -> str | None:
    """Old and new of what changes the used hours of meetings long past; nothing where they stay."""
    changed = [name for name in COUNTED_BY if getattr(before, name) != getattr(after, name)]
    told = (f"{name} {getattr(before, name) or 'none'} {getattr(after, name) or 'none'}" for name in changed)
    return "; ".join(told) or None


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
