"""Comments on a report under review."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, sealed_column, word
from caseapp.reports.kind_rules import SectionKind


class ReportComment(Base):
    """What a reader says about a section of a submission, or an answer to that; `parent_id` tells which."""

    __tablename__ = "report_comments"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_report_comments_report", "report_id", "created_at"),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved"),
    )

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"))
    submission_id: Mapped[UUID] = mapped_column(sa.ForeignKey("report_submissions.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    section: Mapped[SectionKind] = mapped_column(word(SectionKind))
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("report_comments.id"))
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    words_sealed: Mapped[bytes | None] = sealed_column()
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))

    words = Sealed("words_sealed")
