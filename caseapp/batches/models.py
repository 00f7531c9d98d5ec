"""Files that the worker makes. Each is a row of its own, so that after a crash the worker goes on where it stopped."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.batches.rules import PRINT_EXPECTED, PRINT_KEPT, PRINTS, TABLES, BatchFormat, Failure, ItemState, MadeTable
from caseapp.clock import now
from caseapp.db import Base, Sealed, SealedBytes, Versioned, sealed_column, word


class Batch(Base):
    """What somebody asked for. The counts show its progress without reading any client's row."""

    __tablename__ = "batches"
    __table_args__ = (sa.Index("ix_batches_by", "by_id", "created_at"),)

    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    shape: Mapped[BatchFormat] = mapped_column(word(BatchFormat))
    reason_sealed: Mapped[bytes | None] = sealed_column()
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    reason = Sealed("reason_sealed")

    def number_in(self, state: ItemState | None) -> int:
        """How many of its reports are in that state; all of them without one."""
        return {
            ItemState.DONE: self.done,
            ItemState.FAILED: self.failed,
            ItemState.WAITING: self.left,
            None: self.total,
        }[state]

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return 0 if self.cancelled_at or self.removed_at else self.total - self.done - self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing more is made."""
        return self.left == 0

    @classmethod
    def is_wanted(cls) -> sa.ColumnElement[bool]:
        """The condition that its waiting reports are still to be made."""
        return sa.and_(cls.cancelled_at.is_(None), cls.removed_at.is_(None))

    @property
    def is_print(self) -> bool:
        """Whether it is one report that somebody printed from its own page and waits for."""
        return self.shape in PRINTS

    @property
    def is_table(self) -> bool:
        """Whether it is a table of records, and not a report."""
        return self.shape in TABLES

    def is_kept(self, since: datetime) -> bool:
        """Whether its files can still be downloaded, where files are kept from that instant on."""
        kept_since = max(since, now() - PRINT_KEPT) if self.is_print or self.is_table else since
        return self.removed_at is None and self.created_at > kept_since

    @property
    def is_late(self) -> bool:
        """Whether whoever waits for it should do something else meanwhile."""
        return self.created_at < now() - PRINT_EXPECTED


class BatchItem(Versioned, Base):
    """One report of a batch: waiting, made, or not made and why. The file is sealed and removed after some days."""

    __tablename__ = "batch_items"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "report_id"),
        sa.Index("ix_batch_items_state", "state", "batch_id"),
    )

    batch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("batches.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"))
    place: Mapped[int]
    state: Mapped[ItemState] = mapped_column(word(ItemState), default=ItemState.WAITING)
    failure: Mapped[Failure | None] = mapped_column(word(Failure))
    pdf_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[datetime | None]

    pdf = SealedBytes("pdf_sealed")


class BatchTable(Versioned, Base):
    """Records that leave as a table, and whose they are. Both are sealed and removed after an hour; the row stays
    beside the reason that was given."""

    __tablename__ = "batch_tables"
    __table_args__ = (sa.Index("ix_batch_tables_state", "state"),)

    batch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("batches.id"), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[ItemState] = mapped_column(word(ItemState), default=ItemState.WAITING)
    failure: Mapped[Failure | None] = mapped_column(word(Failure))
    clients_sealed: Mapped[bytes | None] = sealed_column()
    file_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[datetime | None]

    clients = SealedBytes("clients_sealed")
    file = SealedBytes("file_sealed")

    @property
    def client_ids(self) -> frozenset[UUID]:
        """The clients whose records are in the file."""
        ids = self.clients
        return frozenset(UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16))

    def keep(self, made: MadeTable) -> None:
        """Keep the file, and whose records are in it."""
        self.clients, self.file = b"".join(sorted(client.bytes for client in made.clients)), made.content
