"""The written sections of a report, the notes they quote, and what was submitted for review."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import by_its_author


class ReportSection(Versioned, Base):
    """One written section of a report. It has a version of its own: two people may write in two sections at once."""

    __tablename__ = "report_sections"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("report_id", "section"),
        sa.Index("ix_report_sections_client", "client_id"),
    )

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    section: Mapped[SectionKind] = mapped_column(word(SectionKind))
    words_sealed: Mapped[bytes | None] = sealed_column()
    changed_at: Mapped[datetime]

    words = Sealed("words_sealed")


class SectionSource(Base):
    """That a section quotes a note, and the day of the note."""

    __tablename__ = "section_sources"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("section_id", "activity_id"),)

    section_id: Mapped[UUID] = mapped_column(sa.ForeignKey("report_sections.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey("activities.id"))
    noted_on: Mapped[date]


class ReportSubmission(Base):
    """That a report was submitted for review, for the first time or again, and whether it was returned."""

    __tablename__ = "report_submissions"
    __confidential__ = True
    __table_args__ = (
        by_its_author(),
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
