"""What is done at night after somebody was erased: what came in between goes too, and free space is cleared."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.audit import Act, record
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db, reading, transaction
from caseapp.db.backup.free_space import clear_free_space
from caseapp.privacy.erasure.count_queries import tables_of_clients
from caseapp.privacy.erasure.list_actions import keep_list
from caseapp.privacy.erasure.reach_rules import SWEPT
from caseapp.privacy.erasure.sweep_actions import sweep
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import OrderState

LONG = timedelta(days=1)


def is_waiting_long() -> bool:
    """Whether an erasure waits for a day already to be finished."""
    of = ErasureOrder
    found = sa.select(of.id).where(of.state == OrderState.REMOVED, of.removed_at < now() - LONG, for_maintenance())
    with reading():
        return db.session.scalar(found.limit(1)) is not None


def finish_erasures() -> int:
    """Finish all orders whose records are gone; return how many that were. Killed in the middle, it is done again."""
    with reading():
        of = ErasureOrder
        found = sa.select(of.id).where(of.state == OrderState.REMOVED, for_maintenance())
        ids = list(db.session.scalars(found))
    if not ids:
        return 0
    _sweep_again(ids)
    tables = {*(table.name for table, _column in tables_of_clients()), *SWEPT}
    keep_list()
    if not clear_free_space(tables):
        return 0
    return _end(ids)


@transaction
def _sweep_again(ids: list[UUID]) -> None:
    """A page that was open, or a table that was being made, can have left something since."""
    orders = _orders(ids)
    number = sweep({order.client_id for order in orders})
    if number:
        record(Act.CLIENT_ERASED, None, clients=[order.client_id for order in orders], rows=number)


@transaction
def _end(ids: list[UUID]) -> int:
    orders = _orders(ids)
    for order in orders:
        order.state, order.done_at = OrderState.DONE, now()
    record(Act.FREE_SPACE_CLEARED, None, clients=[order.client_id for order in orders], number=len(orders))
    return len(orders)


def _orders(ids: list[UUID]) -> list[ErasureOrder]:
    return list(db.session.scalars(sa.select(ErasureOrder).where(ErasureOrder.id.in_(ids), for_maintenance())))
