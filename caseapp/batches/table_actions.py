"""Records that leave as a table: at once where there are few, and otherwise by the worker."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.batches.confirmations.actions import ask_if_many, take_turns
from caseapp.batches.confirmations.queries import BY_SECOND_PERSON, is_many
from caseapp.batches.models import Batch, BatchTable
from caseapp.batches.rules import BatchFormat, Failure, ItemState, MadeTable, TableOrder
from caseapp.batches.table_queries import TableJob, find_begun_table, find_table_job
from caseapp.clock import now
from caseapp.db import changed_rows, db, transaction
from caseapp.errors import Conflict, KeyMissing, NotAllowed
from caseapp.i18n import in_language

LOG = logging.getLogger("caseapp")
TableMaker = Callable[[Viewer, BatchFormat, str], MadeTable]


@transaction
def take_table(
    viewer: Viewer, order: TableOrder, clients: frozenset[UUID], made: MadeTable | None
) -> MadeTable | Batch:
    """Keep who takes these records along and why. It is the file that was made; where none was, what the worker makes,
    once for whoever asks again meanwhile; and about many clients, what waits for a second person."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    take_turns(viewer)
    is_asked = is_many(viewer, clients)
    if (is_asked or made is None) and (begun := find_begun_table(viewer, order)):
        return begun
    batch, table = _ordered(viewer, order)
    if is_asked:
        table.keep_clients(clients)
        ask_if_many(viewer, batch, clients, clients)
        return batch
    if made is None:
        record(Act.BATCH_BEGUN, viewer, about=batch, table=order.kind)
        return batch
    batch.done, batch.removed_at = 1, now()
    table.state, table.made_at = ItemState.DONE, now()
    _record_exported(viewer, batch, table, order.shape, made, via="web")
    return made


def make_table(table_id: UUID, makers: Mapping[str, TableMaker]) -> None:
    """Make a table and keep it, unless it was made meanwhile or cancelled."""
    job = find_table_job(None, table_id)
    if job is None:
        return
    table, person = job.table, job.person
    with suppress(Conflict):  # another worker was quicker: its file stands
        try:
            if person.disabled_at:
                raise NotAllowed
            with in_language(table.language):
                made = makers[table.kind](person, job.shape, table.chosen)
        except NotAllowed:
            _keep_failed(person, table, Failure.NOT_VISIBLE)
        except KeyMissing:
            raise
        except Exception as fault:  # its text may hold a client's words
            LOG.error("a table was not made: %s", type(fault).__name__)
            _keep_failed(person, table, Failure.UNEXPECTED)
        else:
            _keep_made(person, job, made)


@transaction
def record_table_fetched(viewer: Viewer, batch: Batch, table: BatchTable) -> None:
    """Write in the trail that the file of a table was downloaded."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    record(Act.BATCH_FETCHED, viewer, about=batch, clients=table.client_ids, table=table.kind)


def _ordered(viewer: Viewer, order: TableOrder) -> tuple[Batch, BatchTable]:
    batch = Batch(id=uuid7(), by_id=viewer.id, shape=order.shape, total=1, created_at=now())
    batch.reason = order.reason
    db.session.add(batch)
    db.session.flush()
    table = BatchTable(batch_id=batch.id, kind=order.kind, language=order.language, chosen=order.chosen)
    db.session.add(table)
    db.session.flush()
    return batch, table


@transaction
def _keep_made(viewer: Viewer, job: TableJob, made: MadeTable) -> None:
    table, batch = job.table, job.batch
    if batch.confirm_until and not made.clients <= table.client_ids:
        _keep_failed(viewer, table, Failure.OTHER_CLIENTS)
        return
    table.keep(made)
    table.state, table.made_at = ItemState.DONE, now()
    changed_rows(sa.update(Batch).where(Batch.id == table.batch_id).values(done=1))
    _record_exported(viewer, batch, table, job.shape, made, via="batch")


@transaction
def _keep_failed(viewer: Viewer, table: BatchTable, failure: Failure) -> None:
    table.failure, table.state, table.made_at = failure, ItemState.FAILED, now()
    changed_rows(sa.update(Batch).where(Batch.id == table.batch_id).values(failed=1))
    record(Act.BATCH_ITEM_FAILED, viewer, about=table, failure=str(failure))


def _record_exported(
    viewer: Viewer, batch: Batch, table: BatchTable, shape: BatchFormat, made: MadeTable, via: str
) -> None:
    what: dict[str, Any] = {"table": table.kind, "shape": str(shape), "rows": made.rows}
    if batch.decided_by_id:
        what[BY_SECOND_PERSON] = batch.decided_by_id.hex
    record(Act.RECORDS_EXPORTED, viewer, about=table, clients=made.clients, batch=batch.id.hex, via=via, **what)
