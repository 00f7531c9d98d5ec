"""The links by which clients answer between meetings."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base


class CheckIn(Base):
    """A link that one client can answer once, under one consent, while the assignment of the mentor who sent it lasts.
    Of its secret only the hash is stored. What was answered is a measure of its own."""

    __tablename__ = "check_ins"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_check_ins_client", "client_id", "answered_at", "seen_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    secret_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    consent_id: Mapped[UUID] = mapped_column(sa.ForeignKey("consents.id"))
    assignment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("assignments.id"))
    sent_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    wants_call: Mapped[bool] = mapped_column(default=False)
    measure_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("measures_taken.id"))
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))

    @classmethod
    def is_unseen(cls) -> sa.ColumnElement[bool]:
        """The condition that it was answered and nobody has seen it."""
        return sa.and_(cls.answered_at.is_not(None), cls.seen_at.is_(None))
