"""Files that were opened in an emergency, why, and what whoever is in charge said of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import now
from caseapp.db import Base, Sealed, sealed_column
from caseapp.emergencies.rules import LASTS, is_open


class EmergencyAccess(Base):
    """That somebody opened the file of a client who is not among their own. It stays, whatever the review says."""

    __tablename__ = "emergency_accesses"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_emergency_accesses_waiting", "reviewed_at", "client_id"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    reason_sealed: Mapped[bytes | None] = sealed_column()
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    review_sealed: Mapped[bytes | None] = sealed_column()

    reason = Sealed("reason_sealed")
    review = Sealed("review_sealed")

    @property
    def is_open(self) -> bool:
        """Whether the file may still be read by it."""
        return is_open(self.opened_at, self.closed_at, now())

    @property
    def ends_at(self) -> datetime:
        """When it ends, or ended."""
        return self.closed_at or self.opened_at + LASTS
