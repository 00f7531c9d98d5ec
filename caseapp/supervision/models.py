"""Snoozed rows, reminders and supervision points."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column


class Snooze(Base):
    """Until when a client's row on the board is snoozed, and why; the newest one counts."""

    __tablename__ = "snoozes"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_snoozes_client", "client_id", "created_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    until_on: Mapped[date]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    reason = Sealed("reason_sealed")


class Reminder(Base):
    """A reminder to a mentor about a client."""

    __tablename__ = "reminders"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_reminders_client", "client_id", "created_at"),
        sa.Index("ix_reminders_mentor", "mentor_id", "seen_at"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    mentor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class SupervisionPoint(Versioned, Base):
    """Something to discuss with a mentor, and what came out of it."""

    __tablename__ = "supervision_points"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_supervision_points_client", "client_id", "talked_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    words_sealed: Mapped[bytes | None] = sealed_column()
    outcome_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    talked_at: Mapped[datetime | None]

    words = Sealed("words_sealed")
    outcome = Sealed("outcome_sealed")
