"""What must be done next for a client, and what worries about one."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InError, Sealed, Versioned, sealed_column, word
from caseapp.followups.rules import FollowUpState, Safety, Source


class FollowUp(Versioned, InError, Base):
    """Something that somebody does until a day; ended as done, or as dropped with a reason."""

    __tablename__ = "follow_ups"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_follow_ups_client", "client_id", "state", "due_on"),
        sa.Index("ix_follow_ups_owner", "owner_id", "state", "due_on"),
        sa.Index("ix_follow_ups_source", "source_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    source: Mapped[Source] = mapped_column(word(Source), default=Source.HAND)
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

    def withdraw(self, at: datetime) -> None:
        """Take it back: what raised it was wrong, or no longer asks for it."""
        self.error_at = at


class Concern(Versioned, InError, Base):
    """A worry about a client: acknowledged by a supervisor, closed in words; never deleted."""

    __tablename__ = "concerns"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_concerns_client", "client_id", "closed_at"),
        sa.Index("ix_concerns_source", "source_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    level: Mapped[Safety] = mapped_column(word(Safety))
    source: Mapped[Source] = mapped_column(word(Source), default=Source.HAND)
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

    def withdraw(self, at: datetime) -> None:
        """Take it back: what raised it was wrong, or no longer asks for it."""
        self.error_at = at

    @classmethod
    def is_open(cls) -> sa.ColumnElement[bool]:
        """The condition that it still waits for its end."""
        return sa.and_(cls.closed_at.is_(None), cls.not_in_error())
