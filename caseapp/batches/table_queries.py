"""Tables that the worker makes: what waits, and the file of whoever asked."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.batches.models import Batch, BatchTable
from caseapp.batches.rules import (
    CONFIRM_WITHIN,
    FETCH_WITHIN,
    PRINT_KEPT,
    TABLES,
    BatchFormat,
    Failure,
    ItemState,
    TableOrder,
)
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge
from caseapp.clock import now
from caseapp.db import db


class TableJob(NamedTuple):
    """A table to be made, and who asked for it."""

    table: BatchTable
    batch: Batch
    person: User

    @property
    def shape(self) -> BatchFormat:
        """In which format it was asked for."""
        return self.batch.shape


def find_table(viewer: Viewer, batch: Batch) -> BatchTable | None:
    """The table of the viewer's own batch, if it is kept and the viewer is still in charge of everybody in it."""
    found = sa.select(BatchTable).join(Batch, Batch.id == BatchTable.batch_id)
    table: BatchTable | None = db.session.scalar(
        found.where(Batch.id == batch.id, Batch.by_id == viewer.id, BatchTable.file_sealed.is_not(None))
    )
    if table is None or not table.client_ids <= ids_in_charge(viewer):
        return None
    return table


def holds_other_clients(viewer: Viewer, batch: Batch) -> bool:
    """Whether the viewer's table was not made because it would hold others than a second person confirmed."""
    found = sa.select(BatchTable.id).join(Batch, Batch.id == BatchTable.batch_id)
    of_viewer = found.where(Batch.id == batch.id, Batch.by_id == viewer.id)
    return db.session.scalar(of_viewer.where(BatchTable.failure == Failure.OTHER_CLIENTS)) is not None


def list_kept_tables(viewer: Viewer) -> list[Batch]:
    """The viewer's tables that the worker makes or whose files are kept, the latest first."""
    found = sa.select(Batch).where(
        Batch.by_id == viewer.id,
        Batch.shape.in_(TABLES),
        sa.or_(
            sa.and_(Batch.created_at > now() - PRINT_KEPT, Batch.is_wanted()),
            sa.and_(Batch.confirm_until.is_not(None), Batch.created_at > now() - CONFIRM_WITHIN - FETCH_WITHIN),
        ),
    )
    return list(db.session.scalars(found.order_by(Batch.created_at.desc())))


def ids_in_charge(viewer: Viewer) -> frozenset[UUID]:
    """The clients of the teams that the viewer is in charge of."""
    return frozenset(db.session.scalars(sa.select(Client.id).where(in_charge(viewer, Client.id))))


def find_begun_table(viewer: Viewer, order: TableOrder) -> Batch | None:
    """The viewer's order of the same table that is being made, or waits for a second person."""
    found = (
        sa.select(Batch)
        .join(BatchTable, BatchTable.batch_id == Batch.id)
        .where(
            Batch.by_id == viewer.id,
            Batch.shape == order.shape,
            sa.or_(Batch.is_wanted(), Batch.waits_for_a_word(now())),
            BatchTable.kind == order.kind,
            BatchTable.language == order.language,
            BatchTable.chosen == order.chosen,
            BatchTable.state == ItemState.WAITING,
        )
    )
    return db.session.scalars(found).first()


def find_table_job(viewer: None, table_id: UUID) -> TableJob | None:
    """A table to be made; nothing where it was made, cancelled or removed."""
    found = _waiting(sa.select(BatchTable, Batch, User)).join(User, User.id == Batch.by_id)
    row = db.session.execute(found.where(BatchTable.id == table_id)).first()
    return TableJob(row.BatchTable, row.Batch, row.User) if row else None


def waiting_tables(viewer: None, batch_id: UUID | None = None) -> list[UUID]:
    """The ids of all tables, or of that of one batch, that are still to be made, for the worker."""
    found = _waiting(sa.select(BatchTable.id)).where(Batch.id == batch_id if batch_id else sa.true())
    return list(db.session.scalars(found.order_by(BatchTable.id)))


def waiting_table_of(viewer: Viewer, batch: Batch) -> list[UUID]:
    """The id of the table of the viewer's batch, if it is still to be made."""
    return list(
        db.session.scalars(_waiting(sa.select(BatchTable.id)).where(Batch.id == batch.id, Batch.by_id == viewer.id))
    )


def _waiting(found: sa.Select[*tuple[object, ...]]) -> sa.Select[*tuple[object, ...]]:
    joined = found.join_from(BatchTable, Batch, Batch.id == BatchTable.batch_id)
    return joined.where(BatchTable.state == ItemState.WAITING, Batch.is_wanted())
