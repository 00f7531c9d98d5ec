"""Records that must not be erased."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column


class LegalHold(Versioned, Base):
    """That a client's records are kept whatever else is decided, from the day it was set until it is lifted."""

    __tablename__ = "legal_holds"
    __confidential__ = True

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    reason_sealed: Mapped[bytes | None] = sealed_column()
    set_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    set_at: Mapped[datetime]
    lift_reason_sealed: Mapped[bytes | None] = sealed_column()
    lifted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]

    reason = Sealed("reason_sealed")
    lift_reason = Sealed("lift_reason_sealed")

    def lift(self, reason: str, by_id: UUID, at: datetime) -> None:
        """It holds no longer; it stays as a record."""
        self.lift_reason, self.lifted_by_id, self.lifted_at = reason, by_id, at
