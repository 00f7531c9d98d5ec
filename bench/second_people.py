"""What waits for a second person, in the installation that is measured."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.batches.models import Batch
from caseapp.batches.rules import BatchFormat
from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import Ground, OrderDraft, OrderKind
from tests.world import keep

REASON = "ישבנו בקפה הגן כשעה. " * 20


def order_about(client_id: UUID, asking: UUID) -> UUID:
    """An order about the client that waits for the second person: one is enough for all runs."""
    with db.engine.connect() as connection:
        found = connection.execute(sa.select(ErasureOrder.id).where(ErasureOrder.client_id == client_id)).scalar()
        team = connection.execute(sa.select(Client.team_id).where(Client.id == client_id)).scalar_one()
    if found is not None:
        return found
    order = ErasureOrder(client_id=client_id, team_id=team, ground=Ground.RETENTION, kept_until=today())
    order.ask(OrderDraft(OrderKind.ERASE, REASON), asking, now())
    return keep(order).id


def asked_batch(asking: UUID) -> UUID:
    """Reports of many clients that wait for the second person; one question is enough for all runs of three days."""
    with db.engine.connect() as connection:
        found = connection.execute(sa.select(Batch.id).where(Batch.waits_for_a_word(now()))).scalar()
    if found is not None:
        return found
    batch = Batch(by_id=asking, shape=BatchFormat.ZIP, total=60, created_at=now())
    batch.reason = REASON
    batch.ask(60)
    return keep(batch).id
