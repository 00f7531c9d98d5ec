"""An erasure, from the request to the last night."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db
from caseapp.privacy.erasure.removal_actions import carry_out
from caseapp.privacy.orders.actions import ask_for_erasure, confirm_order
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import OrderDraft, OrderKind
from caseapp.privacy.requests.models import PrivacyRequest
from caseapp.privacy.requests.rules import AskedBy, DecisionDraft, RequestDecision, RequestKind
from tests.world import keep


def grant(client_id: UUID, by_id: UUID, decision: RequestDecision = RequestDecision.GRANTED) -> PrivacyRequest:
    """A request to erase that was decided."""
    days = {"received_on": today(), "due_on": today(), "created_at": now()}
    request = PrivacyRequest(
        client_id=client_id, created_by_id=by_id, kind=RequestKind.ERASURE, asked_by=AskedBy.PERSON, **days
    )
    request.words = "Erase all of it"
    request.decide(DecisionDraft(decision, "You asked for it"), by_id, now())
    return keep(request)


def asked(supervisor: Any, client_id: UUID, kind: OrderKind = OrderKind.ERASE) -> ErasureOrder:
    """An order that waits for the second person."""
    grant(client_id, supervisor.id)
    return ask_for_erasure(supervisor, client_id, OrderDraft(kind, "Granted on Sunday"), IdempotencyKey(uuid7(), b"1"))


def confirmed(supervisor: Any, administrator: Any, client_id: UUID, kind: OrderKind = OrderKind.ERASE) -> ErasureOrder:
    """An order that waits for the worker."""
    order = asked(supervisor, client_id, kind)
    return confirm_order(administrator, order.id, order.version)


def erased(supervisor: Any, administrator: Any, client_id: UUID, kind: OrderKind = OrderKind.ERASE) -> UUID:
    """An order that the worker carried out."""
    order_id = confirmed(supervisor, administrator, client_id, kind).id
    carry_out(order_id)
    return order_id


def stored(order_id: UUID) -> ErasureOrder:
    """The order as it is now."""
    found = sa.select(ErasureOrder).where(ErasureOrder.id == order_id, for_maintenance())
    return db.session.scalars(found.execution_options(populate_existing=True)).one()
