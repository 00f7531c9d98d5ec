"""What becomes of a report after it is written: submissions, comments, the client's part, the signature."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, SealedBytes, sealed_column, word
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.life_rules import Agreement


def _by_its_author() -> sa.ForeignKeyConstraint:
    """The row names the report's real author, and keeps that author from changing."""
    return sa.ForeignKeyConstraint(["report_id", "author_id"], ["reports.id", "reports.author_id"])


class ReportSubmission(Base):
    """That a report was submitted for review, for the first time or again, and whether it was returned."""

    __tablename__ = "report_submissions"
    __confidential__ = True
    __table_args__ = (
        _by_its_author(),
        sa.UniqueConstraint("report_id", "number"),
        sa.UniqueConstraint("id", "report_id"),
        sa.CheckConstraint("number >= 1", name="number"),
    )

    report_id: Mapped[UUID]
    author_id: Mapped[UUID]
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    number: Mapped[int]
    submitted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    submitted_at: Mapped[datetime]
    returned_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    returned_at: Mapped[datetime | None]


class SubmittedText(Base):
    """What a section said when it was submitted; never changed, so that the next submission can be compared with it."""

    __tablename__ = "submitted_texts"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("submission_id", "section"),)

    submission_id: Mapped[UUID] = mapped_column(sa.ForeignKey("report_submissions.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    section: Mapped[SectionKind] = mapped_column(word(SectionKind))
    words_sealed: Mapped[bytes | None] = sealed_column()

    words = Sealed("words_sealed")


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


class ClientPart(Base):
    """What the client says to a submitted report, and signed: on the screen, or on paper on a day."""

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


class ReportSignature(Base):
    """The signature under a report, with what was signed: the paper's bytes, and the facts as they were then.

    The store itself refuses an author's signature: the author named here is the report's own.
    """

    __tablename__ = "report_signatures"
    __confidential__ = True
    __table_args__ = (
        _by_its_author(),
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
