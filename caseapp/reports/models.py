"""Progress reports while they are written."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column


class Report(Versioned, Base):
    """A progress report: its period and language, and the author's narrative; its facts come from the record."""

    __tablename__ = "reports"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_reports_client", "client_id", "ends_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="order"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    author_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    language: Mapped[str] = mapped_column(sa.String(2))
    narrative_sealed: Mapped[bytes | None] = sealed_column()
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    narrative = Sealed("narrative_sealed")
