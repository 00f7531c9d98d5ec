"""What a client says about a submitted report."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, sealed_column, word
from caseapp.goals.answers.rules import Agreement


class ClientPart(Base):
    """What the client says about a submitted report, with a signature on the screen or on paper."""

    __tablename__ = "client_parts"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("submission_id"),
        sa.CheckConstraint("strokes_sealed IS NULL OR signed_on_paper_on IS NULL", name="one_signature"),
    )

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(sa.ForeignKey("report_submissions.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    agreement: Mapped[Agreement] = mapped_column(word(Agreement))
    own_words_sealed: Mapped[bytes | None] = sealed_column()
    strokes_sealed: Mapped[bytes | None] = sealed_column()
    signed_on_paper_on: Mapped[date | None]
    taken_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    taken_at: Mapped[datetime]

    own_words = Sealed("own_words_sealed")
    strokes = Sealed("strokes_sealed")
