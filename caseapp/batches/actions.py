"""Acts on batches: asked for, cancelled, each report made or not, fetched, removed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.batches.models import Batch, BatchItem
from caseapp.batches.queries import chosen_reports, find_batch
from caseapp.batches.rules import Failure, ItemState, Shape, check_choice
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import IdempotencyKey, changed_rows, db, is_repeated, transaction


@transaction
def begin_batch(viewer: Viewer, report_ids: Collection[UUID], shape: Shape, reason: str, key: IdempotencyKey) -> Batch:
    """Ask for these reports; those that `by` does not see are left out."""
    ensure(viewer, Capability.WRITE_REPORTS)
    if is_repeated(key, viewer.id):
        return find_batch(viewer, key.id)
    chosen = chosen_reports(viewer, report_ids)
    check_choice(len(chosen), reason)
    batch = Batch(id=key.id, by_id=viewer.id, shape=shape, total=len(chosen), created_at=now())
    batch.reason = reason
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        BatchItem(batch_id=batch.id, client_id=client_id, report_id=report_id, place=place)
        for place, (report_id, client_id) in enumerate(chosen, start=1)
    )
    clients = [client_id for _report_id, client_id in chosen]
    record(Act.BATCH_BEGUN, viewer, about=batch, clients=clients, number=len(chosen))
    return batch


@transaction
def cancel_batch(viewer: Viewer, batch: Batch) -> None:
    """Make no more of it; what was made stays. A second tap changes nothing."""
    ensure(viewer, Capability.WRITE_REPORTS)
    if not batch.is_over:
        batch.cancelled_at = now()
        record(Act.BATCH_CANCELLED, viewer, about=batch)


@transaction
def keep_made(viewer: Viewer, item: BatchItem, pdf: bytes, is_signed: bool) -> None:
    """The report was printed in the name of who asked for it; one entry for each print."""
    item.pdf, item.state, item.made_at = pdf, ItemState.DONE, now()
    _count(item, done=Batch.done + 1)
    ids = {"batch": item.batch_id.hex, "report": item.report_id.hex}
    record(Act.PRINTED, viewer, about=item, clients=[item.client_id], via="batch", signed=is_signed, **ids)


@transaction
def keep_failed(viewer: Viewer, item: BatchItem, failure: Failure) -> None:
    """The report was not made, and why."""
    item.failure, item.state, item.made_at = failure, ItemState.FAILED, now()
    _count(item, failed=Batch.failed + 1)
    record(Act.BATCH_ITEM_FAILED, viewer, about=item, clients=[item.client_id], failure=str(failure))


@transaction
def tell_fetched(viewer: Viewer, batch: Batch, items: list[BatchItem]) -> None:
    """The files of a batch leave the house."""
    record(Act.BATCH_FETCHED, viewer, about=batch, clients=[item.client_id for item in items], number=len(items))


@transaction
def remove_old(before: datetime) -> int:
    """Remove the files of batches that were asked for before that instant; how many batches it were."""
    old = sa.select(Batch.id).where(Batch.created_at <= before, Batch.removed_at.is_(None))
    ids = list(db.session.scalars(old))
    if ids:
        files = sa.update(BatchItem).where(BatchItem.batch_id.in_(ids), for_maintenance())
        db.session.execute(files.values(pdf_sealed=None), execution_options={"synchronize_session": False})
        changed_rows(sa.update(Batch).where(Batch.id.in_(ids)).values(removed_at=now()))
        record(Act.BATCHES_REMOVED, None, number=len(ids))
    return len(ids)


def _count(item: BatchItem, **counts: Any) -> None:
    changed_rows(sa.update(Batch).where(Batch.id == item.batch_id).values(counts))
