"""What clients answered to the questions of instruments."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, sealed_column, word
from caseapp.measures.rules import Helper, MeasureMode, TakenBy


class MeasureTaken(InErrorWithReason, Base):
    """The answers of one day to one instrument, and in which mode they were given. Scores are made of them when they
    are shown. `needs_step` (the score was low, or had fallen) is kept, because for whom nothing moves is looked up
    without opening what is sealed; `low_at` is the score that counted as low on its day; `is_scored`: whether enough
    was answered for a score."""

    __tablename__ = "measures_taken"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_measures_taken_client", "client_id", "instrument", "held_on"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    instrument: Mapped[str] = mapped_column(sa.String(20))
    version: Mapped[str] = mapped_column(sa.String(20))
    language: Mapped[str] = mapped_column(sa.String(5))
    held_on: Mapped[date]
    taken_by: Mapped[TakenBy] = mapped_column(word(TakenBy))
    helper: Mapped[Helper] = mapped_column(word(Helper))
    answers_sealed: Mapped[bytes | None] = sealed_column()
    needs_step: Mapped[bool] = mapped_column(default=False)
    low_at: Mapped[int | None]
    is_scored: Mapped[bool] = mapped_column(default=True)
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]

    answers = Sealed("answers_sealed")

    @property
    def mode(self) -> MeasureMode:
        """In which way, and who helped."""
        return MeasureMode(self.taken_by, self.helper)
