"""Files that the worker makes. Each is a row of its own, so that after a crash the worker goes on where it stopped."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.batches.rules import (
    CONFIRM_WITHIN,
    FETCH_WITHIN,
    PRINT_EXPECTED,
    PRINT_KEPT,
    PRINTS,
    TABLES,
    BatchFormat,
    ConfirmationState,
    Failure,
    ItemState,
    MadeTable,
)
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
    people: Mapped[int | None]
    confirm_until: Mapped[datetime | None]
    decision: Mapped[ConfirmationState | None] = mapped_column(word(ConfirmationState))
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]

    reason = Sealed("reason_sealed")

    def ask(self, clients: int) -> None:
        """Let it wait for a second person, because it is about so many clients."""
        self.people, self.confirm_until = clients, now() + CONFIRM_WITHIN

    def decide(self, decision: ConfirmationState, by_id: UUID) -> None:
        """The word of the second person."""
        self.decision, self.decided_by_id, self.decided_at = decision, by_id, now()

    @property
    def confirmation(self) -> ConfirmationState | None:
        """What became of the question to a second person; nothing where none was asked."""
        if self.confirm_until is None:
            return None
        if self.decision:
            return self.decision
        if self.cancelled_at:
            return ConfirmationState.WITHDRAWN
        return ConfirmationState.EXPIRED if self.confirm_until <= now() else ConfirmationState.WAITING

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
        is_void = self.confirmation in (ConfirmationState.REFUSED, ConfirmationState.EXPIRED)
        return 0 if self.cancelled_at or self.removed_at or is_void else self.total - self.done - self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing more is made."""
        return self.left == 0

    @classmethod
    def is_wanted(cls) -> sa.ColumnElement[bool]:
        """The condition that its waiting reports are still to be made."""
        may_be = sa.or_(cls.confirm_until.is_(None), cls.decision == ConfirmationState.CONFIRMED)
        return sa.and_(cls.cancelled_at.is_(None), cls.removed_at.is_(None), may_be)

    @classmethod
    def waits_for_a_word(cls, moment: datetime) -> sa.ColumnElement[bool]:
        """The condition that a second person may still confirm it at that instant."""
        is_asked = sa.and_(cls.confirm_until > moment, cls.decision.is_(None))
        return sa.and_(is_asked, cls.cancelled_at.is_(None), cls.removed_at.is_(None))

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
        if self.confirm_until:
            return self.removed_at is None and bool(self.decided_at and self.decided_at > now() - FETCH_WITHIN)
        kept_since = max(since, now() - PRINT_KEPT) if self.is_print or self.is_table else since
        return self.removed_at is None and self.created_at > kept_since

    @property
    def is_late(self) -> bool:
        """Whether whoever waits for it should do something else meanwhile."""
        return (self.decided_at or self.created_at) < now() - PRINT_EXPECTED


class BatchTeam(Base):
    """A team whose clients are in a batch that a second person was asked about."""

    __tablename__ = "batch_teams"
    __table_args__ = (sa.UniqueConstraint("batch_id", "team_id"),)

    batch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("batches.id"))
    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("teams.id"), index=True)


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
    chosen: Mapped[str] = mapped_column(sa.String(400), default="")
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
        self.keep_clients(made.clients)
        self.file = made.content

    def keep_clients(self, clients: Iterable[UUID]) -> None:
        """Keep whose records are asked for."""
        self.clients = b"".join(sorted(client.bytes for client in clients))
