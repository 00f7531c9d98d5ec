"""What happens to a batch: it is asked for, cancelled, made report by report, downloaded and removed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.batches.confirmations.actions import ask_if_many, take_turns
from caseapp.batches.confirmations.queries import counted_clients
from caseapp.batches.models import Batch, BatchItem, BatchTable
from caseapp.batches.queries import ChosenReport, chosen_reports, find_batch
from caseapp.batches.rules import (
    FETCH_WITHIN,
    PRINT_KEPT,
    PRINTS,
    TABLES,
    BatchDraft,
    ConfirmationState,
    Failure,
    ItemState,
    check_choice,
)
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import IdempotencyKey, about, changed_rows, db, is_repeated, transaction


@transaction
def begin_batch(viewer: Viewer, draft: BatchDraft, key: IdempotencyKey) -> Batch:
    """Ask for these reports; those that the viewer does not see are left out."""
    ensure(viewer, Capability.WRITE_REPORTS)
    if is_repeated(key, viewer.id):
        return find_batch(viewer, key.id)
    chosen = chosen_reports(viewer, draft.report_ids)
    check_choice(len(chosen), draft.reason)
    batch = Batch(id=key.id, by_id=viewer.id, shape=draft.shape)
    batch.reason = draft.reason
    take_turns(viewer)
    counted = counted_clients(viewer, chosen)
    begin(viewer, batch, chosen, counted)
    return batch


@transaction
def begin(viewer: Viewer, batch: Batch, chosen: Sequence[ChosenReport], counted: Collection[UUID] = ()) -> Batch:
    """Store a new batch of these reports; it waits for a second person if too many clients count."""
    batch.total, batch.created_at = len(chosen), now()
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        BatchItem(batch_id=batch.id, client_id=report.client_id, report_id=report.id, place=place)
        for place, report in enumerate(chosen, start=1)
    )
    clients = [report.client_id for report in chosen]
    record(Act.BATCH_BEGUN, viewer, about=batch, clients=clients, number=len(chosen))
    ask_if_many(viewer, batch, clients, counted)
    return batch


@transaction
def cancel_batch(viewer: Viewer, batch: Batch) -> None:
    """Stop making reports; those that are made stay. A second tap changes nothing."""
    ensure(viewer, Capability.WRITE_REPORTS)
    if not batch.is_over:
        batch.cancelled_at = now()
        record(Act.BATCH_CANCELLED, viewer, about=batch)


@transaction
def keep_made(viewer: Viewer, item: BatchItem, pdf: bytes, *, is_signed: bool, has_initials: bool = False) -> None:
    """Keep a report that was made; the trail names whoever asked for it."""
    item.pdf, item.state, item.made_at = pdf, ItemState.DONE, now()
    _count(item, done=Batch.done + 1)
    ids = {"batch": item.batch_id.hex, "report": item.report_id.hex, "names": "initials" if has_initials else None}
    record(Act.PRINTED, viewer, about=item, clients=[item.client_id], via="batch", signed=is_signed, **ids)


@transaction
def keep_failed(viewer: Viewer, item: BatchItem, failure: Failure) -> None:
    """Keep why a report was not made."""
    item.failure, item.state, item.made_at = failure, ItemState.FAILED, now()
    _count(item, failed=Batch.failed + 1)
    record(Act.BATCH_ITEM_FAILED, viewer, about=item, clients=[item.client_id], failure=str(failure))


@transaction
def record_download(viewer: Viewer, batch: Batch, items: list[BatchItem]) -> None:
    """Write in the trail that the files of a batch were downloaded."""
    record(Act.BATCH_FETCHED, viewer, about=batch, clients=[item.client_id for item in items], number=len(items))


@transaction
def remove_old(before: datetime) -> int:
    """Remove the files of batches that were asked for before that instant, of single prints and tables after an hour,
    of what a second person confirmed a day after that; return the number of all."""
    alone, of_two = Batch.confirm_until.is_(None), Batch.confirm_until.is_not(None)
    is_over = sa.and_(alone, Batch.shape.in_((*PRINTS, *TABLES)), Batch.created_at <= now() - PRINT_KEPT)
    is_old = sa.and_(alone, Batch.created_at <= before)
    is_void = sa.or_(Batch.cancelled_at.is_not(None), Batch.decision == ConfirmationState.REFUSED)
    is_late = sa.and_(Batch.decision.is_(None), Batch.confirm_until <= now())
    is_fetched = Batch.decided_at <= now() - FETCH_WITHIN
    is_done = sa.and_(of_two, sa.or_(is_void, is_late, is_fetched))
    old = sa.select(Batch.id).where(sa.or_(is_old, is_over, is_done), Batch.removed_at.is_(None))
    ids = list(db.session.scalars(old))
    if ids:
        files = sa.update(BatchItem).where(BatchItem.batch_id.in_(ids), for_maintenance())
        emptied = about(files.values(pdf_sealed=None), ())  # a file that was made is nobody's record
        db.session.execute(emptied, execution_options={"synchronize_session": False})
        tables = sa.update(BatchTable).where(BatchTable.batch_id.in_(ids))
        changed_rows(tables.values(file_sealed=None, clients_sealed=None))
        changed_rows(sa.update(Batch).where(Batch.id.in_(ids)).values(removed_at=now()))
        record(Act.BATCHES_REMOVED, None, number=len(ids))
    return len(ids)


def _count(item: BatchItem, **counts: sa.ColumnElement[int]) -> None:
    changed_rows(sa.update(Batch).where(Batch.id == item.batch_id).values(counts))
