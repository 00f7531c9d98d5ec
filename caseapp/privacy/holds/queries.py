"""The holds of a client, and whether one lasts."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import ClientId, for_maintenance, in_charge
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.privacy.holds.models import LegalHold

LIFTER = kept_alias(User)


class HoldRow(NamedTuple):
    """A hold with the names of who set and who lifted it."""

    hold: LegalHold
    set_by: str
    lifted_by: str | None
    set_at: datetime


def holds_of(viewer: Viewer, client_id: UUID) -> list[HoldRow]:
    """The client's holds, the latest first."""
    of = LegalHold
    found = (
        sa.select(of.id, User.name, LIFTER.name, of.set_at, of)
        .join(User, User.id == of.set_by_id)
        .outerjoin(LIFTER, LIFTER.id == of.lifted_by_id)
        .where(of.client_id == client_id, in_charge(viewer, of.client_id))
        .order_by(of.set_at.desc(), of.id)
    )
    return [HoldRow(row[4], row[1], row[2], row[3]) for row in db.session.execute(found)]


def find_hold(viewer: Viewer, hold_id: UUID) -> LegalHold:
    """A hold on a client of the viewer's teams, or `NotVisible`."""
    of = LegalHold
    hold: LegalHold | None = db.session.scalar(sa.select(of).where(of.id == hold_id, in_charge(viewer, of.client_id)))
    if hold is None:
        raise NotVisible
    return hold


def is_held(viewer: Viewer | None, client_id: UUID) -> bool:
    """Whether a hold lasts on this client, for whoever decides about erasing: they learn this and no reason."""
    of = LegalHold
    found = sa.select(of.id).where(of.client_id == client_id, of.lifted_at.is_(None), for_maintenance())
    return db.session.scalar(found.limit(1)) is not None


def held(viewer: Viewer | None, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that a hold lasts on the client."""
    return sa.exists().where(LegalHold.client_id == client_id, LegalHold.lifted_at.is_(None))
