"""Whose records were kept for long enough."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import erasable, for_maintenance
from caseapp.db import db
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.queries import OrderRow, due, list_orders
from caseapp.privacy.orders.rules import OPEN, Ground, OrderKind, OrderState


class DueClient(NamedTuple):
    """Somebody whose records were kept for long enough."""

    id: UUID
    team_id: UUID
    closed_on: date


def due_orders(viewer: Viewer, *states: OrderState) -> list[OrderRow]:
    """The viewer's orders of the rule in these states; whose file was opened again since, is not among them."""
    of = ErasureOrder
    still = sa.select(of.id).join(Client, Client.id == of.client_id)
    still = still.where(of.ground == Ground.RETENTION, of.state.in_(states), due(viewer), erasable(viewer, Client.id))
    ids = set(db.session.scalars(still))
    return [row for row in list_orders(viewer, *states) if row.id in ids]


def newly_due(viewer: None) -> list[DueClient]:
    """Everybody who is due and about whom no order is open, for the rule; who was anonymised is not due again."""
    of = ErasureOrder
    known = sa.exists().where(
        of.client_id == Client.id,
        sa.or_(
            of.state.in_(OPEN),
            sa.and_(of.kind == OrderKind.ANONYMISE, of.state.in_((OrderState.REMOVED, OrderState.DONE))),
        ),
    )
    found = sa.select(Client.id, Client.team_id, Client.status_on.label("closed_on"))
    found = found.where(due(viewer), ~known, for_maintenance()).order_by(Client.status_on, Client.id)
    return [DueClient(**row._mapping) for row in db.session.execute(found)]


def no_longer_due(viewer: None) -> list[ErasureOrder]:
    """Orders of the rule that were not confirmed yet, whose file is open again or has to be kept for longer now."""
    of = ErasureOrder
    still = sa.exists().where(Client.id == of.client_id, due(viewer))
    found = sa.select(of).where(
        of.ground == Ground.RETENTION, of.state.in_((OrderState.PROPOSED, OrderState.ASKED)), ~still, for_maintenance()
    )
    return list(db.session.scalars(found))
