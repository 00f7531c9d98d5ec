"""What clients said about goals, plans and reports."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, sealed_column, word
from caseapp.goals.answers.rules import Agreement, AnswerSubject


class ClientAnswer(Base):
    """One answer; later ones stand beside it. `is_waiting`: the client could not be asked, and has not been since.

    What was said to a report before it was signed has its words in the report.
    """

    __tablename__ = "client_answers"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_client_answers_client", "client_id", "created_at"),
        sa.Index("ix_client_answers_waiting", "is_waiting", "client_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    subject: Mapped[AnswerSubject] = mapped_column(word(AnswerSubject))
    goal_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("goals.id"))
    report_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("reports.id"))
    agreement: Mapped[Agreement] = mapped_column(word(Agreement))
    is_waiting: Mapped[bool]
    by_client: Mapped[bool]
    own_words_sealed: Mapped[bytes | None] = sealed_column()
    answered_on: Mapped[date]
    taken_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    own_words = Sealed("own_words_sealed")
