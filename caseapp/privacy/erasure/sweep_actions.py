"""What can hold something of a client without pointing to one: unsaved texts, printed tables, files for an import,
sessions. A part of the change that removes the client."""

import re
from collections.abc import Collection, Iterator
from uuid import UUID

import sqlalchemy as sa

from caseapp.accounts.models import SignIn
from caseapp.batches.models import Batch, BatchItem, BatchTable
from caseapp.batches.queue import remove_idle_uploads
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import about, changed_rows, db
from caseapp.db.unreadable import UnreadableField
from caseapp.drafts.models import Draft

UUIDS = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


def sweep(ids: Collection[UUID]) -> int:
    """Remove what holds something of these records, or of the clients among them; return how many rows it was in."""
    gone = set(ids)
    return (
        _remove_drafts(gone)
        + _empty_tables(gone)
        + remove_idle_uploads()
        + changed_rows(sa.delete(SignIn).where(SignIn.with_client_id.in_(gone)))
        + changed_rows(sa.delete(UnreadableField).where(UnreadableField.row_id.in_(gone)))
    )


def _remove_drafts(gone: set[UUID]) -> int:
    """Those whose address or text names one of the records; a text in which only a name stands is not found."""
    drafts = db.session.scalars(sa.select(Draft).where(for_maintenance()))
    found = [draft.id for draft in drafts if gone & set(_named(draft))]
    return changed_rows(sa.delete(Draft).where(Draft.id.in_(found), for_maintenance())) if found else 0


def _named(draft: Draft) -> Iterator[UUID]:
    for text in (draft.path, draft.form, draft.content or ""):
        yield from map(UUID, UUIDS.findall(text))


def _empty_tables(gone: set[UUID]) -> int:
    """Tables that were printed and hold one of the clients: the file goes, and the reason for which it was made."""
    tables = db.session.scalars(sa.select(BatchTable).where(BatchTable.clients_sealed.is_not(None)))
    found = [table.id for table in tables if gone & table.client_ids]
    if not found:
        return 0
    batches = sa.select(BatchTable.batch_id).where(BatchTable.id.in_(found))
    forget_batches(list(db.session.scalars(batches)))
    emptied = sa.update(BatchTable).where(BatchTable.id.in_(found))
    return changed_rows(emptied.values(clients_sealed=None, file_sealed=None, version=BatchTable.version + 1))


def forget_batches(ids: Collection[UUID]) -> None:
    """What these batches were for is forgotten; where nothing is left in one, its files count as removed."""
    of = Batch
    db.session.execute(sa.update(of).where(of.id.in_(ids)).values(reason_sealed=None))
    left = sa.exists().where(BatchItem.batch_id == of.id)
    empty = sa.update(of).where(of.id.in_(ids), ~left, of.removed_at.is_(None), for_maintenance())
    nobodys = about(empty.values(removed_at=now()), ())
    db.session.execute(nobodys, execution_options={"synchronize_session": False})
