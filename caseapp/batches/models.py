"""Many reports printed at once. Each is a row of its own, so that after a crash the worker goes on where it stopped."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.batches.rules import PRINT_EXPECTED, PRINT_KEPT, PRINTS, BatchFormat, Failure, ItemState
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

    def is_kept(self, since: datetime) -> bool:
        """Whether its files can still be downloaded, where files are kept from that instant on."""
        kept_since = max(since, now() - PRINT_KEPT) if self.is_print else since
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
