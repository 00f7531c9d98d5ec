"""What is to be done next for a client, and concerns about a client."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InError, Sealed, Versioned, sealed_column, word
from caseapp.followups.rules import FollowUpSource, FollowUpState, Safety


class FollowUp(Versioned, InError, Base):
    """Something to be done by a day; closed as done, or as dropped with a reason."""

    __tablename__ = "follow_ups"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_follow_ups_client", "client_id", "state", "due_on"),
        sa.Index("ix_follow_ups_owner", "owner_id", "state", "due_on"),
        sa.Index("ix_follow_ups_source", "source_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    source: Mapped[FollowUpSource] = mapped_column(word(FollowUpSource), default=FollowUpSource.HAND)
    source_id: Mapped[UUID | None]
    words_sealed: Mapped[bytes | None] = sealed_column()
    due_on: Mapped[date | None]
    state: Mapped[FollowUpState] = mapped_column(word(FollowUpState), default=FollowUpState.OPEN)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    closing_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]

    words = Sealed("words_sealed")
    closing = Sealed("closing_sealed")

    @classmethod
    def is_open(cls) -> sa.ColumnElement[bool]:
        """The condition that it is still to be done."""
        return sa.and_(cls.state == FollowUpState.OPEN, cls.not_in_error())

    def close(self, state: FollowUpState, reason: str, by_id: UUID, at: datetime) -> None:
        """End it as done or dropped."""
        self.state, self.closing, self.closed_by_id, self.closed_at = state, reason, by_id, at

    def reopen(self) -> None:
        """Put it back on the list."""
        self.state, self.closing, self.closed_by_id, self.closed_at = FollowUpState.OPEN, "", None, None

    def withdraw(self, at: datetime) -> None:
        """Take it back: what raised it was wrong, or no longer asks for it."""
        self.error_at = at


class Concern(Versioned, InError, Base):
    """A concern about a client: acknowledged and closed by a supervisor, with words; never deleted."""

    __tablename__ = "concerns"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_concerns_client", "client_id", "closed_at"),
        sa.Index("ix_concerns_source", "source_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    level: Mapped[Safety] = mapped_column(word(Safety))
    source: Mapped[FollowUpSource] = mapped_column(word(FollowUpSource), default=FollowUpSource.HAND)
    source_id: Mapped[UUID | None]
    words_sealed: Mapped[bytes | None] = sealed_column()
    happened_on: Mapped[date]
    raised_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    raised_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    closing_sealed: Mapped[bytes | None] = sealed_column()

    words = Sealed("words_sealed")
    closing = Sealed("closing_sealed")

    def acknowledge(self, by_id: UUID, at: datetime) -> None:
        """Record that a supervisor has seen it."""
        self.acknowledged_by_id, self.acknowledged_at = by_id, at

    def close(self, words: str, by_id: UUID, at: datetime) -> None:
        """End it, with what was found and done; whoever closes it has seen it."""
        if self.acknowledged_at is None:
            self.acknowledge(by_id, at)
        self.closing, self.closed_by_id, self.closed_at = words, by_id, at

    def withdraw(self, at: datetime) -> None:
        """Take it back: what raised it was wrong, or no longer asks for it."""
        self.error_at = at

    @classmethod
    def is_open(cls) -> sa.ColumnElement[bool]:
        """The condition that it has not been closed."""
        return sa.and_(cls.closed_at.is_(None), cls.not_in_error())
