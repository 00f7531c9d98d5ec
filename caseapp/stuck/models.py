"""The steps that were chosen for clients for whom nothing moved, and what has helped."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, sealed_column, word
from caseapp.stuck.rules import NextAct, Obstacle, StepOutcome


class StuckStep(InErrorWithReason, Base):
    """One act chosen for a client for whom nothing moved: what was in the way, since when, and whether it helped.

    `obstacles` holds codes with spaces between them. Once answered it stays as it is.
    """

    __tablename__ = "stuck_steps"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_stuck_steps_client", "client_id", "outcome", "created_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    still_days: Mapped[int | None]
    was_fading: Mapped[bool] = mapped_column(default=False)
    obstacles: Mapped[str] = mapped_column(sa.String(120), default="")
    way: Mapped[NextAct] = mapped_column(word(NextAct))
    words_sealed: Mapped[bytes | None] = sealed_column()
    ask_on: Mapped[date]
    chosen_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    outcome: Mapped[StepOutcome | None] = mapped_column(word(StepOutcome))
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    error_at: Mapped[datetime | None]

    words = Sealed("words_sealed")

    @property
    def hindrances(self) -> tuple[Obstacle, ...]:
        """What was in the way."""
        return tuple(Obstacle(code) for code in self.obstacles.split())

    def answer(self, outcome: StepOutcome, by_id: UUID, on: date) -> None:
        """Keep what became of it."""
        self.outcome, self.answered_by_id, self.answered_on = outcome, by_id, on


class StuckAnswer(Base):
    """That an act has helped or not, with what was in the way, and about nobody: what others are told is counted from
    here."""

    __tablename__ = "stuck_answers"

    obstacles: Mapped[str] = mapped_column(sa.String(120), default="")
    way: Mapped[NextAct] = mapped_column(word(NextAct))
    has_helped: Mapped[bool]
