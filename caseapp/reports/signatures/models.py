"""The signature under a report."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, SealedBytes, sealed_column
from caseapp.reports.models import by_its_author


class ReportSignature(Base):
    """The signature under a report, with what was signed: the paper's bytes, and the facts as they were then.

    The store itself refuses an author's signature: the author named here is the report's own.
    """

    __tablename__ = "report_signatures"
    __confidential__ = True
    __table_args__ = (
        by_its_author(),
        sa.ForeignKeyConstraint(
            ["submission_id", "report_id"], ["report_submissions.id", "report_submissions.report_id"]
        ),
        sa.UniqueConstraint("report_id"),
        sa.UniqueConstraint("pdf_sha256"),
        sa.CheckConstraint("signer_id <> author_id", name="not_the_author"),
    )

    report_id: Mapped[UUID]
    submission_id: Mapped[UUID]
    author_id: Mapped[UUID]
    signer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    signed_at: Mapped[datetime]
    pdf_sealed: Mapped[bytes | None] = sealed_column()
    pdf_sha256: Mapped[str] = mapped_column(sa.String(64))
    content_sha256: Mapped[str] = mapped_column(sa.String(64))
    facts_sealed: Mapped[bytes | None] = sealed_column()

    pdf = SealedBytes("pdf_sealed")
    facts = Sealed("facts_sealed")
