"""The members of a group and its waiting list."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Viewer
from caseapp.clients.disambiguation_queries import mentor_names
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance, in_charge, sees
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.groups.models import AttendanceMark, Meeting, Membership, Wait
from caseapp.groups.queries import among, awaits, is_closed_on, visible_groups


class WaitRow(NamedTuple):
    """A client who is waiting for a place."""

    id: UUID
    client_id: UUID
    name: str
    since_on: date
    is_own: bool
    may_end: bool  # the viewer is in charge of the client's team


def waiting_of(viewer: Viewer, group_id: UUID) -> list[WaitRow]:
    """Who is waiting for a place, the longest first, as far as the viewer sees the client or leads the group."""
    return [WaitRow(**row._mapping) for row in db.session.execute(*_waiting(viewer, group_id))]


@prepared
def _waiting(viewer: Viewer, group_id: UUID) -> Rows:
    return (
        sa.select(
            Wait.id,
            Wait.client_id,
            Client.shown_in_groups.label("name"),
            Wait.since_on,
            sees(viewer, Client.id).label("is_own"),
            in_charge(viewer, Client.id).label("may_end"),
        )
        .join(Client, Client.id == Wait.client_id)
        .where(
            Wait.group_id == group_id,
            Wait.ended_at.is_(None),
            awaits(viewer, Client.id, group_id),
            ~is_closed_on(Client.id, TODAY),
        )
        .order_by(Wait.since_on, Wait.id)
    )


def find_wait(viewer: Viewer, group_id: UUID, wait_id: UUID) -> Wait:
    """The entry of one of the viewer's clients on the waiting list, or `NotVisible`. While the file is closed nobody
    is taken in, so that whoever comes back waits as before."""
    found = sa.select(Wait).where(
        Wait.id == wait_id,
        Wait.group_id == group_id,
        in_charge(viewer, Wait.client_id),
        ~is_closed_on(Wait.client_id, TODAY),
    )
    wait: Wait | None = db.session.scalar(found)
    if wait is None:
        raise NotVisible
    return wait


def open_waits(viewer: Viewer, group_id: UUID) -> dict[UUID, Wait]:
    """The viewer's clients on the waiting list, by client."""
    found = sa.select(Wait).where(Wait.group_id == group_id, Wait.ended_at.is_(None), in_charge(viewer, Wait.client_id))
    return {wait.client_id: wait for wait in db.session.scalars(found)}


def find_membership(viewer: Viewer, group_id: UUID, membership_id: UUID) -> Membership:
    """The membership of a client whose team the viewer is in charge of, or `NotVisible`."""
    found = sa.select(Membership).where(
        Membership.id == membership_id, Membership.group_id == group_id, in_charge(viewer, Membership.client_id)
    )
    membership: Membership | None = db.session.scalar(found)
    if membership is None:
        raise NotVisible
    return membership


def belonged_since(viewer: Viewer, group_id: UUID, client_ids: Collection[UUID], day: date) -> set[UUID]:
    """Those of the viewer's clients who belonged to the group on that day or later."""
    found = sa.select(Membership.client_id).where(
        Membership.group_id == group_id,
        Membership.client_id.in_(list(client_ids)),
        in_charge(viewer, Membership.client_id),
        Membership.ends_on >= sa.case((Membership.starts_on > day, Membership.starts_on), else_=day),
    )
    return set(db.session.scalars(found))


def marks_since(viewer: Viewer, group_id: UUID, client_ids: Collection[UUID], day: date) -> list[AttendanceMark]:
    """The marks of the viewer's clients at the group's meetings on that day and later, to be changed."""
    found = (
        sa.select(AttendanceMark)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            Meeting.group_id == group_id,
            AttendanceMark.client_id.in_(list(client_ids)),
            AttendanceMark.held_on >= day,
            in_charge(viewer, AttendanceMark.client_id),
        )
        .order_by(AttendanceMark.held_on)
    )
    return list(db.session.scalars(found))


def group_name_of(viewer: Viewer, client_id: UUID) -> str:
    """The name of the viewer's client as group lists show it."""
    name: str | None = db.session.scalar(
        sa.select(Client.shown_in_groups).where(Client.id == client_id, in_charge(viewer, Client.id))
    )
    if name is None:
        raise NotVisible
    return name


class MemberRow(NamedTuple):
    """A member of a group."""

    id: UUID
    client_id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    is_own: bool
    may_end: bool  # the viewer is in charge of the client's team
    is_closed: bool  # the client's file is closed, and the membership counts nowhere


def members_of(viewer: Viewer, group_id: UUID) -> list[MemberRow]:
    """Today's and coming members by name, as far as the viewer sees the client or leads the group."""
    return [
        MemberRow(
            id=row.id,
            client_id=row.client_id,
            name=row.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_own=bool(row.is_own),
            may_end=bool(row.may_end),
            is_closed=bool(row.is_closed),
        )
        for row in db.session.execute(*_members(viewer, group_id))
    ]


@prepared
def _members(viewer: Viewer, group_id: UUID) -> Rows:
    return (
        sa.select(
            Membership.id,
            Membership.client_id,
            Client.shown_in_groups.label("name"),
            Membership.starts_on,
            Membership.ends_on,
            sees(viewer, Client.id).label("is_own"),
            in_charge(viewer, Client.id).label("may_end"),
            is_closed_on(Client.id, TODAY).label("is_closed"),
        )
        .join(Client, Client.id == Membership.client_id)
        .where(
            Membership.group_id == group_id,
            among(viewer, Client.id, group_id),
            _goes_on(Membership, TODAY),
        )
        .order_by(*Client.order_in_groups())
    )


def count_members(viewer: Viewer, group_id: UUID) -> int:
    """How many places are taken today or will be, whoever sees them: a number, and no names."""
    return db.session.scalar(*_places_taken(viewer, group_id)) or 0


@prepared
def _places_taken(viewer: Viewer, group_id: UUID) -> Rows:
    return sa.select(sa.func.count(Membership.client_id.distinct())).where(
        for_maintenance(),
        Membership.group_id == group_id,
        Membership.group_id.in_(visible_groups(viewer)),
        _goes_on(Membership, TODAY),
        ~is_closed_on(Membership.client_id, TODAY),
    )


def _goes_on(member: Any, day: date) -> sa.ColumnElement[bool]:
    """The condition that a membership lasts on that day or later."""
    return sa.and_(member.has_days(), sa.or_(member.ends_on.is_(None), member.ends_on >= day))


def clients_to_add(viewer: Viewer, group_id: UUID) -> list[tuple[UUID, str]]:
    """The clients of the viewer's teams with an open file who do not belong to the group, by name; namesakes
    with what tells them apart."""
    member = aliased(Membership)
    found = (
        sa.select(Client.id, Client.name.label("name"), Client.birth_on, mentor_names().label("mentors"))
        .where(
            in_charge(viewer, Client.id),
            Client.status != ClientStatus.CLOSED,
            ~sa.exists().where(
                member.group_id == group_id,
                member.client_id == Client.id,
                _goes_on(member, today()),
            ),
        )
        .order_by(Client.search_name, Client.id)
    )
    people = [
        ListedPerson(row.id, row.name.strip(), row.birth_on, row.mentors or "") for row in db.session.execute(found)
    ]
    apart = disambiguate(people)
    return [(one.id, f"{one.name}, {apart[one.id]}" if apart.get(one.id) else one.name) for one in people]
