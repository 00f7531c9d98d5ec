"""What mentor and client did together."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.activities.rules import Mode, Movement, Outcome, Safety
from caseapp.db import Base, Sealed, Versioned, sealed_column, word


class Activity(Versioned, Base):
    """One meeting, call or outing, or the attempt at one, and what the mentor noted."""

    __tablename__ = "activities"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_activities_client", "client_id", "held_on", "starts_at"),
        sa.Index("ix_activities_mentor", "mentor_id", "held_on"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    mentor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    held_on: Mapped[date]
    starts_at: Mapped[time]
    minutes: Mapped[int]
    mode: Mapped[Mode] = mapped_column(word(Mode))
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    safety: Mapped[Safety] = mapped_column(word(Safety), default=Safety.NONE)
    note_sealed: Mapped[bytes | None] = sealed_column()
    client_words_sealed: Mapped[bytes | None] = sealed_column()
    next_step_sealed: Mapped[bytes | None] = sealed_column()
    next_step_on: Mapped[date | None]
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]
    error_by_id: Mapped[UUID | None]
    error_reason_sealed: Mapped[bytes | None] = sealed_column()

    note = Sealed("note_sealed")
    client_words = Sealed("client_words_sealed")
    next_step = Sealed("next_step_sealed")
    error_reason = Sealed("error_reason_sealed")


class GoalTouch(Base):
    """That an activity was about a goal, and how it moved."""

    __tablename__ = "goal_touches"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("activity_id", "goal_id"),)

    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey("activities.id"))
    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"), index=True)
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    movement: Mapped[Movement | None] = mapped_column(word(Movement))
