"""Reviews of clients' plans."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, sealed_column


class PlanReview(InErrorWithReason, Base):
    """One review of a client's plan: the days that it looked at, what was decided, and when the next one is."""

    __tablename__ = "plan_reviews"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_plan_reviews_client", "client_id", "held_on"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    held_on: Mapped[date]
    since_on: Mapped[date]
    next_on: Mapped[date]
    words_sealed: Mapped[bytes | None] = sealed_column()
    client_words_sealed: Mapped[bytes | None] = sealed_column()
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]

    words = Sealed("words_sealed")
    client_words = Sealed("client_words_sealed")
