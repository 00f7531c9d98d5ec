"""What mentors chose from the cards for themselves."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column


class OwnCards(Versioned, Base):
    """What one mentor enjoys and would try."""

    __tablename__ = "own_cards"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), unique=True)
    chosen_sealed: Mapped[bytes | None] = sealed_column()
    changed_on: Mapped[date]

    chosen = Sealed("chosen_sealed")
