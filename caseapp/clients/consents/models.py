"""The consents of clients to share something about them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clients.consents.rules import ConsentContent, ConsentManner, Recipient
from caseapp.db import Base, InErrorWithReason, Sealed, Versioned, sealed_column, word


class Consent(Versioned, InErrorWithReason, Base):
    """That a recipient may be given something about a client, from one day to another.

    It can be withdrawn or marked as entered in error; it is never changed otherwise, and never deleted.
    """

    __tablename__ = "consents"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_consents_client", "client_id", "starts_on"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    recipient: Mapped[Recipient] = mapped_column(word(Recipient))
    who_sealed: Mapped[bytes | None] = sealed_column()
    content: Mapped[ConsentContent] = mapped_column(word(ConsentContent))
    purpose_sealed: Mapped[bytes | None] = sealed_column()
    manner: Mapped[ConsentManner] = mapped_column(word(ConsentManner))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    taken_by_sealed: Mapped[bytes | None] = sealed_column()
    taken_on: Mapped[date]
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    withdrawn_on: Mapped[date | None]
    withdrawal_sealed: Mapped[bytes | None] = sealed_column()
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]

    who = Sealed("who_sealed")
    purpose = Sealed("purpose_sealed")
    taken_by = Sealed("taken_by_sealed")
    withdrawal = Sealed("withdrawal_sealed")

    @classmethod
    def is_valid_on(cls, day: date) -> sa.ColumnElement[bool]:
        """The condition that it is valid on that day: `consent_status` in SQL."""
        return sa.and_(
            cls.not_in_error(),
            sa.or_(cls.withdrawn_on.is_(None), cls.withdrawn_on > day),
            cls.starts_on <= day,
            sa.or_(cls.ends_on.is_(None), cls.ends_on >= day),
        )
