"""Orders to erase, as far as the viewer has to do with them, and whether one may still be carried out."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, may
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.clients.models import Client
from caseapp.clients.queries import erasable, for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.groups.models import AttendanceMark
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.holds.queries import held, is_held
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import (
    CARRIED_OUT,
    GROUND_NAMES,
    OPEN,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    Ground,
    OrderKind,
    OrderState,
    closed_by,
)
from caseapp.privacy.requests.models import PrivacyRequest
from caseapp.privacy.requests.rules import RequestDecision, RequestKind

CONFIRMER = kept_alias(User)
SHOWN = 50


class OrderRow(NamedTuple):
    """An order in a list: whose it is as long as that is known, and how far it is."""

    id: UUID
    version: int
    client_id: UUID
    name: str | None
    kind: OrderKind
    ground: Ground
    state: OrderState
    kept_until: date | None
    asked_by_id: UUID | None
    asked_by: str | None
    asked_at: datetime | None
    confirmed_by: str | None
    removed_at: datetime | None
    removed: int | None
    is_held: bool

    @property
    def kind_name(self) -> str:
        """What is ordered, in words."""
        return str(ORDER_KIND_NAMES[self.kind])

    @property
    def ground_name(self) -> str:
        """Why, in words."""
        return str(GROUND_NAMES[self.ground])

    @property
    def state_name(self) -> str:
        """How far it is, in words."""
        return str(ORDER_STATE_NAMES[self.state])

    @property
    def number(self) -> str:
        """What is left of the person: a number that stands for nobody."""
        return self.client_id.hex[-8:]


def list_orders(viewer: Viewer, *states: OrderState) -> list[OrderRow]:
    """The viewer's orders in these states whose client is still there, the oldest first."""
    of = ErasureOrder
    return _read(_rows(viewer).where(of.state.in_(states)).order_by(of.kept_until, of.asked_at, of.id))


def open_order_of(viewer: Viewer, client_id: UUID) -> OrderRow | None:
    """The order about this client that was not carried out yet."""
    of = ErasureOrder
    rows = _read(_rows(viewer).where(of.client_id == client_id, of.state.in_(OPEN)).order_by(of.id.desc()).limit(1))
    return rows[0] if rows else None


def carried_out(viewer: Viewer) -> list[OrderRow]:
    """The latest that were carried out: a number, days and people, nothing of the person."""
    of = ErasureOrder
    found = (
        _columns(sa.literal(None, sa.String), sa.literal(False))
        .outerjoin(User, User.id == of.asked_by_id)
        .where(of.state.in_(CARRIED_OUT), for_maintenance())
        .order_by(of.removed_at.desc(), of.id)
        .limit(SHOWN)
    )
    if not may(viewer, Capability.CONFIRM_ERASURES):
        found = found.where(of.team_id.in_(viewer.team_ids_in_charge))
    return _read(found)


def find_order(viewer: Viewer, order_id: UUID) -> ErasureOrder:
    """An order that the viewer has to do with and whose client is still there, or `NotVisible`."""
    of = ErasureOrder
    found = (
        sa.select(of).join(Client, Client.id == of.client_id).where(of.id == order_id, erasable(viewer, of.client_id))
    )
    order: ErasureOrder | None = db.session.scalar(found)
    if order is None:
        raise NotVisible
    return order


def row_of(viewer: Viewer, order_id: UUID) -> OrderRow:
    """The same order as lists show it."""
    (row,) = _read(_rows(viewer).where(ErasureOrder.id == order_id))
    return row


def granted_request(viewer: Viewer | None, client_id: UUID) -> bool:
    """Whether an erasure was asked for and granted, and that is what was decided last of all such requests."""
    of = PrivacyRequest
    found = sa.select(of.decision).where(of.client_id == client_id, of.kind == RequestKind.ERASURE, for_maintenance())
    last = found.where(of.decision.is_not(None)).order_by(of.decided_at.desc(), of.id.desc()).limit(1)
    return db.session.scalar(last) == RequestDecision.GRANTED


def due(viewer: Viewer | None) -> sa.ColumnElement[bool]:
    """The condition that a client's file was closed for as long as records are kept, and that nobody met the client
    since: a day of closing can be typed wrongly, or lie before the last meeting."""
    last = closed_by(today(), threshold(Threshold.RETENTION_YEARS))
    met_later = (
        sa.exists().where(met.client_id == Client.id, met.held_on > last, *is_right)
        for met, is_right in ((Activity, (Activity.not_in_error(),)), (AttendanceMark, ()))
    )
    return sa.and_(Client.status == ClientStatus.CLOSED, Client.status_on <= last, *(~later for later in met_later))


def is_still_right(viewer: Viewer | None, order: ErasureOrder) -> bool:
    """Whether nothing has come between: no hold, the request still granted, the file still closed."""
    if is_held(viewer, order.client_id):
        return False
    if order.ground is Ground.REQUEST:
        return granted_request(viewer, order.client_id)
    found = sa.select(Client.id).where(Client.id == order.client_id, due(viewer), for_maintenance())
    return db.session.scalar(found) is not None


def _rows(viewer: Viewer) -> sa.Select[*tuple[Any, ...]]:
    of = ErasureOrder
    return (
        _columns(Client.name, held(viewer, of.client_id))
        .join(Client, Client.id == of.client_id)
        .outerjoin(User, User.id == of.asked_by_id)
        .where(erasable(viewer, of.client_id))
    )


def _columns(name: Any, is_kept: Any) -> sa.Select[*tuple[Any, ...]]:
    of = ErasureOrder
    return (
        sa.select(
            *(of.id, of.version, of.client_id, name.label("name"), of.kind, of.ground, of.state, of.kept_until),
            *(of.asked_by_id, User.name.label("asked_by"), of.asked_at, CONFIRMER.name.label("confirmed_by")),
            *(of.removed_at, of.removed, is_kept.label("is_held")),
        )
        .select_from(of)
        .outerjoin(CONFIRMER, CONFIRMER.id == of.confirmed_by_id)
    )


def _read(found: sa.Select[*tuple[Any, ...]]) -> list[OrderRow]:
    return [OrderRow(**row._mapping) for row in db.session.execute(found)]
