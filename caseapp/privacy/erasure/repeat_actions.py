"""After a backup was restored: what was erased since it was made is erased again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.accounts.models import Team, User
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, reading, transaction
from caseapp.db.backup.outside_list import list_places
from caseapp.errors import RuleBroken
from caseapp.privacy.erasure.count_queries import tables_of_clients
from caseapp.privacy.erasure.list_actions import NAME, Erased, ErasedList, carried_out, read_list
from caseapp.privacy.erasure.night_actions import finish_erasures
from caseapp.privacy.erasure.reach_rules import ANONYMISED, ORDERS
from caseapp.privacy.erasure.removal_actions import forget_reasons, remove_records
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import CARRIED_OUT, OrderKind


def repeat_erasures(found: ErasedList) -> str:
    """Carry out again what the restored records do not know of; returns the sentence that says so."""
    repeated = _repeat_all(found.erased.values())
    if not found.files:
        return "No list of erasures was found: whoever was erased after this backup was made is back."
    said = f"{repeated} erasures from after this backup were repeated, and nothing of these people is left."
    if found.unreadable:
        said += f" {found.unreadable} lines of the list are missing or cannot be read: whom they name may be back."
    return said


def repeat_missing() -> int:
    """Carry out again what stands on the list and was not carried out here, because a restore was cut short; returns
    how many erasures that were."""
    erased, here = read_list(list_places(NAME)).erased, carried_out()
    return _repeat_all(entry for order_id, entry in erased.items() if order_id not in here)


def _repeat_all(erased: Iterable[Erased]) -> int:
    """Repeat them, clear free space, and prove it."""
    entries = sorted(erased, key=lambda each: each.removed_at)
    repeated = [entry for entry in entries if _repeat(entry)]
    if repeated and not finish_erasures():
        raise RuleBroken("Restored, but the free space of repeated erasures is not cleared: run caseapp nightly --now.")
    with reading():
        left = _rows_left(entry.client_id for entry in entries if entry.kind is OrderKind.ERASE)
    if left:
        raise RuleBroken(f"Restored, but {left} rows of people who were erased are back.")
    return len(repeated)


@transaction
def _repeat(entry: Erased) -> bool:
    of = ErasureOrder
    order = db.session.scalar(sa.select(of).where(of.id == entry.order_id, for_maintenance()))
    if order is not None and order.state in CARRIED_OUT:
        return False
    is_erased = entry.kind is OrderKind.ERASE
    if order is None:
        order = _order_of(entry)
    if order is None and not _rows_left([entry.client_id]):
        return False
    removed = remove_records(entry.client_id, {} if is_erased else ANONYMISED)
    if order is not None:
        order.kind = entry.kind
        order.end(removed, entry.removed_at)
        db.session.add(order)
        db.session.flush()
    forget_reasons(entry.client_id)
    act = Act.CLIENT_ERASED if is_erased else Act.CLIENT_ANONYMISED
    record(act, None, about=order, clients=[entry.client_id], rows=removed, repeated=True)
    return order is not None


def _order_of(entry: Erased) -> ErasureOrder | None:
    """The order as it was given, for the client's team where the backup is older than the order's; nothing where it is
    older than both."""
    of_client = sa.select(Client.team_id).where(Client.id == entry.client_id, for_maintenance())
    team_id = entry.team_id if _is_there(Team, entry.team_id) else db.session.scalar(of_client)
    if team_id is None:
        return None
    order = ErasureOrder(id=entry.order_id, client_id=entry.client_id, team_id=team_id, ground=entry.ground)
    order.asked_at, order.confirmed_at = entry.asked_at, entry.confirmed_at
    order.asked_by_id = entry.asked_by_id if _is_there(User, entry.asked_by_id) else None
    order.confirmed_by_id = entry.confirmed_by_id if _is_there(User, entry.confirmed_by_id) else None
    return order


def _is_there(model: Any, row_id: UUID | None) -> bool:
    return db.session.scalar(sa.select(model.id).where(model.id == row_id)) is not None


def _rows_left(clients: Iterable[UUID]) -> int:
    ids, left = list(clients), 0
    for table, column in tables_of_clients():
        if table.name != ORDERS:
            found = sa.select(sa.func.count()).select_from(table).where(column.in_(ids), for_maintenance())
            left += db.session.scalar(found) or 0
    return left
