"""Progress reports, their written sections with the notes behind them, and the names that are not printed."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.reports.kind_rules import Recommendation, ReportKind, SectionKind
from caseapp.reports.life_rules import ReportStatus, check_move
from caseapp.reports.name_rules import Instead


class Report(Versioned, Base):
    """A progress report: for whom, about which days, by whom, and where it stands.

    The pair of report and author is a key of its own: submissions and signatures refer to it, so that the author
    cannot change under them.
    """

    __tablename__ = "reports"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_reports_client", "client_id", "ends_on"),
        sa.Index("ix_reports_status", "status", "client_id"),
        sa.UniqueConstraint("id", "author_id"),
        sa.UniqueConstraint("replaces_id"),
        sa.CheckConstraint("ends_on >= starts_on", name="order"),
        sa.CheckConstraint("edition >= 1 AND (edition = 1) = (replaces_id IS NULL)", name="edition"),
        sa.CheckConstraint("replaces_id IS NULL OR reason_sealed IS NOT NULL", name="reason"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    author_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    kind: Mapped[ReportKind] = mapped_column(word(ReportKind), default=ReportKind.FULL)
    status: Mapped[ReportStatus] = mapped_column(word(ReportStatus), default=ReportStatus.DRAFT)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    language: Mapped[str] = mapped_column(sa.String(2))
    edition: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("reports.id"))
    reason_sealed: Mapped[bytes | None] = sealed_column()
    recommendation: Mapped[Recommendation | None] = mapped_column(word(Recommendation))
    submitted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    reason = Sealed("reason_sealed")

    def move(self, to: ReportStatus, at: datetime) -> None:
        """Go on to that status; `RuleBroken` where the report cannot go there from where it stands."""
        check_move(self.status, to)
        self.status, self.changed_at = to, at
        if to is ReportStatus.SUBMITTED:
            self.submitted_at = at


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
    changed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    changed_at: Mapped[datetime]

    words = Sealed("words_sealed")


class SectionSource(Base):
    """That a section took words out of a note, and of which day the note is."""

    __tablename__ = "section_sources"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("section_id", "activity_id"),)

    section_id: Mapped[UUID] = mapped_column(sa.ForeignKey("report_sections.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey("activities.id"))
    noted_on: Mapped[date]


class ReportName(Base):
    """The name of another person that is not to be printed in a report, and what stands in its place."""

    __tablename__ = "report_names"
    __confidential__ = True

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    name_sealed: Mapped[bytes | None] = sealed_column()
    instead: Mapped[Instead] = mapped_column(word(Instead))
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    name = Sealed("name_sealed")
