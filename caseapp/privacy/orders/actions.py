"""Erasing takes two people: one who is in charge asks, another one confirms; the worker carries it out."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.privacy.holds.queries import is_held
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.queries import find_order, granted_request, is_still_right, open_order_of
from caseapp.privacy.orders.rules import Ground, OrderDraft, OrderState, check_order


@transaction
def ask_for_erasure(viewer: Viewer, client_id: UUID, draft: OrderDraft, key: IdempotencyKey) -> ErasureOrder:
    """The first person's word on a request that was granted."""
    ensure(viewer, Capability.ASK_ERASURES)
    ensure_visible(viewer, client_id, in_charge)
    if is_repeated(key, viewer.id):
        return find_order(viewer, key.id)
    client = db.session.scalars(
        sa.select(Client).where(Client.id == client_id, in_charge(viewer, Client.id)).with_for_update()
    ).one()
    check_order(draft, client.status is ClientStatus.CLOSED)
    check_not_held(client_id)
    if not granted_request(viewer, client_id):
        raise RuleBroken(_("First record the request to erase and decide it: only a granted one is carried out."))
    if (other := open_order_of(viewer, client_id)) and other.state is not OrderState.PROPOSED:
        raise RuleBroken(_("This was asked for already, and waits for the second person."))
    order = ErasureOrder(id=key.id, client_id=client_id, team_id=client.team_id, ground=Ground.REQUEST)
    order.ask(draft, viewer.id, now())
    db.session.add(order)
    record(Act.ERASURE_ASKED, viewer, about=order, clients=[client_id], kind=str(draft.kind), ground=str(order.ground))
    return order


@transaction
def confirm_order(viewer: Viewer, order_id: UUID, version: int | None) -> ErasureOrder:
    """The second person's word; from then on the worker carries it out."""
    ensure(viewer, Capability.CONFIRM_ERASURES)
    order = find_order(viewer, order_id)
    _check_second(viewer, order)
    expect_version(order, version)
    if order.state is not OrderState.ASKED:
        raise RuleBroken(_("This does not wait for a confirmation any more."))
    check_not_held(order.client_id)
    if not is_still_right(viewer, order):
        raise RuleBroken(
            _("What it rests on has changed: the request is no longer granted, or the file is open again.")
        )
    order.confirm(viewer.id, now())
    record(Act.ERASURE_CONFIRMED, viewer, about=order, clients=[order.client_id], kind=str(order.kind))
    return order


@transaction
def drop_order(viewer: Viewer, order_id: UUID, version: int | None) -> None:
    """Either of the two people lets it go, until it was carried out."""
    ensure(viewer, Capability.SEE_ERASURES)
    order = find_order(viewer, order_id)
    expect_version(order, version)
    if order.state not in (OrderState.ASKED, OrderState.CONFIRMED):
        raise RuleBroken(_("This does not wait for a confirmation any more."))
    order.drop(viewer.id, now())
    record(Act.ERASURE_DROPPED, viewer, about=order, clients=[order.client_id])


def _check_second(viewer: Viewer, order: ErasureOrder) -> None:
    """`RuleBroken` where the second person is the first: whoever has the capability confirms, but what others asked."""
    if viewer.id == order.asked_by_id:
        raise RuleBroken(_("You asked for this yourself. Somebody else has to confirm it."))


def check_not_held(client_id: UUID) -> None:
    """`RuleBroken` where a hold lasts: it wins over whatever was decided."""
    if is_held(None, client_id):
        raise RuleBroken(_("A legal hold keeps these records. Nothing is erased until it is lifted."))
