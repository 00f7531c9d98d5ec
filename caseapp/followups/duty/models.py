"""What somebody answered about the duty to report, and what the organisation says of that duty."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column
from caseapp.followups.duty.rules import GUIDE_MAX, LINE_MAX, SOURCE_MAX, DutyAnswers, read_answers, write_answers


class DutyReport(Versioned, Base):
    """One person's answers about one concern, in one sealed text. They and whoever is in charge of the team see it."""

    __tablename__ = "duty_reports"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("concern_id", "by_id"),
        sa.Index("ix_duty_reports_client", "client_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    concern_id: Mapped[UUID] = mapped_column(sa.ForeignKey("concerns.id"))
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    begun_at: Mapped[datetime]
    answers_sealed: Mapped[bytes | None] = sealed_column()

    answers_text = Sealed("answers_sealed")

    @property
    def answers(self) -> DutyAnswers:
        """What was answered."""
        return read_answers(self.answers_text)

    def answer(self, answers: DutyAnswers) -> None:
        """Keep the answers in place of earlier ones."""
        self.answers_text = write_answers(answers)


class DutySettings(Versioned, Base):
    """The organisation's words about the duty, where it changed them; at most one row."""

    __tablename__ = "duty_settings"

    words: Mapped[str] = mapped_column(sa.String(GUIDE_MAX))
    social_worker: Mapped[str] = mapped_column(sa.String(LINE_MAX))
    police: Mapped[str] = mapped_column(sa.String(LINE_MAX))
    source: Mapped[str] = mapped_column(sa.String(SOURCE_MAX))
    hours: Mapped[int]
