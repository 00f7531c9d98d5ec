"""What clients chose from the cards."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column


class InterestChoice(Versioned, Base):
    """What one client enjoys and would try."""

    __tablename__ = "interest_choices"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("client_id"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    chosen_sealed: Mapped[bytes | None] = sealed_column()
    changed_on: Mapped[date]
    changed_by_id: Mapped[UUID]

    chosen = Sealed("chosen_sealed")
