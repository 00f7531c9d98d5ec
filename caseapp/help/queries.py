"""Whom a new mentor meets first, and who supervises."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.db import db


class FirstPerson(NamedTuple):
    """One of the mentor's clients."""

    id: UUID
    name: str


def supervisors_of(viewer: Viewer) -> list[str]:
    """The names of those in charge of the viewer's team today."""
    if viewer.team_id is None:
        return []
    found = sa.select(User.name).where(in_charge_of_team(viewer.team_id), User.id != viewer.id)
    return list(db.session.scalars(found.order_by(User.name, User.id)))


def first_person(viewer: Viewer) -> FirstPerson | None:
    """The first of the viewer's clients by name."""
    found = about_visible_clients(viewer, Client, Client.id, Client.name.label("name"))
    row = db.session.execute(
        found.where(Client.status != ClientStatus.CLOSED).order_by(Client.search_name, Client.id).limit(1)
    ).first()
    return FirstPerson(row.id, row.name) if row else None
