"""Progress reports."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.reports.kind_rules import Recommendation, ReportKind
from caseapp.reports.status_rules import ReportStatus, check_move


class Report(Versioned, Base):
    """A progress report: for whom, about which days, by whom, and its status.

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
        """Change to that status; `RuleBroken` where the current status does not allow it."""
        check_move(self.status, to)
        self.status, self.changed_at = to, at
        if to is ReportStatus.SUBMITTED:
            self.submitted_at = at


class ReportWriter(Base):
    """Somebody who wrote something of a report, whatever was left of it. Neither here nor in the database does such a
    person sign it."""

    __tablename__ = "report_writers"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("report_id", "writer_id"),)

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"))
    writer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)


def by_its_author() -> sa.ForeignKeyConstraint:
    """The row names the report's real author, and keeps that author from changing."""
    return sa.ForeignKeyConstraint(["report_id", "author_id"], ["reports.id", "reports.author_id"])
