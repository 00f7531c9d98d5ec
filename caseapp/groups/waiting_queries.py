"""Every SELECT about the waiting list."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge, sees
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.groups.models import Wait
from caseapp.groups.queries import awaits, is_closed_on


class WaitTold(NamedTuple):
    """Who waits for a place, since when."""

    id: UUID
    client_id: UUID
    name: str
    since_on: date
    is_own: bool
    may_end: bool  # the viewer answers for the client's team


def waiting_of(viewer: Viewer, group_id: UUID) -> list[WaitTold]:
    """Who waits for a place in the group, whoever waits longest first, as far as the viewer sees or leads."""
    found = (
        sa.select(
            Wait.id,
            Client.id,
            Client.shown_in_groups,
            Wait.since_on,
            sees(viewer, Client.id).label("is_own"),
            in_charge(viewer, Client.id).label("may_end"),
        )
        .join(Client, Client.id == Wait.client_id)
        .where(
            Wait.group_id == group_id,
            Wait.ended_at.is_(None),
            awaits(viewer, Client.id, group_id),
            ~is_closed_on(Client.id, today()),
        )
        .order_by(Wait.since_on, Wait.id)
    )
    return [WaitTold(*row) for row in db.session.execute(found)]


def find_wait(viewer: Viewer, group_id: UUID, wait_id: UUID) -> Wait:
    """That one of the viewer's clients waits or waited for this group, or `NotVisible`."""
    found = sa.select(Wait).where(Wait.id == wait_id, Wait.group_id == group_id, in_charge(viewer, Wait.client_id))
    wait: Wait | None = db.session.scalar(found)
    if wait is None:
        raise NotVisible
    return wait


def open_waits(viewer: Viewer, group_id: UUID) -> dict[UUID, Wait]:
    """The waits of the viewer's clients that have not ended, by client."""
    found = sa.select(Wait).where(Wait.group_id == group_id, Wait.ended_at.is_(None), in_charge(viewer, Wait.client_id))
    return {wait.client_id: wait for wait in db.session.scalars(found)}
