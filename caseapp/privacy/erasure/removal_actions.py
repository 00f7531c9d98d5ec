"""An order is carried out, by the worker: in one transaction, so that a killed one has done nothing and begins anew."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from filelock import Timeout

from caseapp.audit import Act, record
from caseapp.batches.models import BatchItem
from caseapp.batches.queue import Background
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import about, changed_rows, db, transaction
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.erasure.count_queries import tables_of_clients
from caseapp.privacy.erasure.list_actions import keep_list
from caseapp.privacy.erasure.reach_rules import ANONYMISED, ORDERS, Fate
from caseapp.privacy.erasure.sweep_actions import forget_batches, sweep
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.queries import is_still_right
from caseapp.privacy.orders.rules import OrderKind, OrderState

KIND = "erasure"


@transaction
def carry_out(order_id: UUID) -> None:
    """Remove what an order is about, unless it was carried out or dropped meanwhile. What came between wins: a hold, a
    request that is no longer granted, a file that is open again."""
    of = ErasureOrder
    found = sa.select(of).where(of.id == order_id, of.state == OrderState.CONFIRMED, for_maintenance())
    order = db.session.scalar(found.with_for_update())
    if order is None:
        return
    client_id = order.client_id
    db.session.execute(sa.select(Client.id).where(Client.id == client_id, for_maintenance()).with_for_update())
    if not is_still_right(None, order):
        order.drop(None, now())
        record(Act.ERASURE_DROPPED, None, about=order, clients=[client_id])
        return
    is_erased = order.kind is OrderKind.ERASE
    removed = remove_records(client_id, {} if is_erased else ANONYMISED)
    order.end(removed, now())
    db.session.flush()
    forget_reasons(client_id)
    record(
        Act.CLIENT_ERASED if is_erased else Act.CLIENT_ANONYMISED, None, about=order, clients=[client_id], rows=removed
    )


def remove_records(client_id: UUID, kept: dict[str, dict[str, Fate]]) -> int:
    """Delete the client's rows but for those of `kept`, which are emptied; return how many rows it was."""
    tables = [(table, column) for table, column in tables_of_clients() if table.name != ORDERS]
    gone = {client_id} if "clients" not in kept else set()
    for table, column in tables:
        gone.update(db.session.scalars(sa.select(table.c.id).where(column == client_id, for_maintenance())))
    of = BatchItem
    batches = list(db.session.scalars(sa.select(of.batch_id).where(of.client_id == client_id, for_maintenance())))
    removed = 0
    for table, column in tables:
        if table.name in kept:
            removed += _empty(table, column, client_id, kept[table.name])
        else:
            removed += changed_rows(about(sa.delete(table).where(column == client_id, for_maintenance()), [client_id]))
    forget_batches(batches)
    return removed + sweep(gone | {client_id})


def waiting_orders() -> list[UUID]:
    """The ids of all orders that are still to be carried out, for the worker."""
    of = ErasureOrder
    found = sa.select(of.id).where(of.state == OrderState.CONFIRMED, for_maintenance()).order_by(of.id)
    return list(db.session.scalars(found))


def forget_reasons(client_id: UUID) -> None:
    """Orders about the same client that came to nothing say why no more."""
    of = ErasureOrder
    emptied = sa.update(of).where(of.client_id == client_id, for_maintenance()).values(reason_sealed=None)
    db.session.execute(about(emptied, [client_id]), execution_options={"synchronize_session": False})


def _empty(table: sa.Table, column: Any, client_id: UUID, fates: dict[str, Fate]) -> int:
    """Blank what says who it was in the client's rows of a table, and round their days."""
    blank = {name: _nothing(table.c[name]) for name, fate in fates.items() if fate is Fate.BLANK}
    blank |= {name: client_id.hex[-8:] for name, fate in fates.items() if fate is Fate.NUMBER}
    if "version" in table.c:
        blank["version"] = table.c.version + 1
    if blank:
        blanked = sa.update(table).where(column == client_id, for_maintenance()).values(blank)
        db.session.execute(about(blanked, [client_id]))
    rounded = {name: fate for name, fate in fates.items() if fate in (Fate.ROUNDED, Fate.YEAR)}
    wanted = (table.c.id, *(table.c[name] for name in rounded))
    rows = db.session.execute(sa.select(*wanted).where(column == client_id, for_maintenance())).all()
    for row in rows:
        values = {name: _round(getattr(row, name), _months(fate)) for name, fate in rounded.items()}
        of_row = sa.update(table).where(table.c.id == row.id, for_maintenance())
        db.session.execute(about(of_row.values(values), [client_id]))
    return len(rows)


def _nothing(column: sa.Column[Any]) -> Any:
    return None if column.nullable else ""


def _months(fate: Fate) -> int:
    return 12 if fate is Fate.YEAR else threshold(Threshold.ANONYMISED_MONTHS)


def _round(value: date | datetime | None, months: int) -> date | datetime | None:
    """The first day of the part of the year in which it is."""
    if value is None:
        return None
    first = value.replace(month=(value.month - 1) // months * months + 1, day=1)
    return first.replace(hour=0, minute=0, second=0, microsecond=0) if isinstance(first, datetime) else first


def _no_files(before: datetime) -> int:
    return 0


def carry_out_and_list(order_id: UUID) -> None:
    """Carry the order out and put it on the list outside of the database. Where that cannot be written, the night does
    it, and until then the order does not count as carried out."""
    carry_out(order_id)
    with suppress(OSError, Timeout):
        keep_list()


BACKGROUND = Background(carry_out_and_list, waiting_orders, _no_files)
