"""Pending reports of the viewer's clients: due, begun, returned, waiting for the signature."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.basket.queries import recent_approvals
from caseapp.basket.rules import renewal_end
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, mentors_of
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.reports.due_rules import ReportCounts, ReportDeadline, due_report
from caseapp.reports.kind_rules import RENEWING
from caseapp.reports.models import Report
from caseapp.reports.queries import ReportDetails, list_open_reports
from caseapp.reports.status_rules import ReportStatus


class DueReportRow(NamedTuple):
    """A client whose approval ends soon or has ended, and for whom nobody has begun the report that renews it; `apart`
    tells namesakes apart."""

    client_id: UUID
    name: str
    apart: str
    mentors: list[str]
    ends_on: date
    due: ReportDeadline

    @property
    def is_late(self) -> bool:
        """Whether the report should have been signed by now."""
        return self.due.is_late(today())

    @property
    def has_ended(self) -> bool:
        """Whether the approval has ended."""
        return self.ends_on < today()


@dataclass(frozen=True)
class PendingReports:
    """Pending reports, by what has to be done."""

    due: list[DueReportRow]
    returned: list[ReportDetails]
    drafts: list[ReportDetails]
    waiting: list[ReportDetails]

    @property
    def client_ids(self) -> list[UUID]:
        """The clients who are named."""
        reports = (*self.returned, *self.drafts, *self.waiting)
        return list(dict.fromkeys([*(row.client_id for row in self.due), *(report.client_id for report in reports)]))

    def __bool__(self) -> bool:
        return bool(self.due or self.returned or self.drafts or self.waiting)


def find_pending_reports(viewer: Viewer) -> PendingReports:
    """All pending reports of the viewer's clients, the most urgent first."""
    found = list_open_reports(viewer)
    return PendingReports(
        due=due_reports(viewer),
        returned=[report for report in found if report.status is ReportStatus.RETURNED],
        drafts=[report for report in found if report.status is ReportStatus.DRAFT],
        waiting=[report for report in found if report.status is ReportStatus.SUBMITTED],
    )


def due_reports(viewer: Viewer) -> list[DueReportRow]:
    """The clients whose renewal report is open and not begun, the one that has been due for longest in front."""
    day, days = today(), due_days()
    approvals = recent_approvals(viewer, day)
    due = {}
    for row in db.session.execute(*_clients_reported(viewer)):
        ends_on = renewal_end(approvals.get(row.id, ()), day)
        deadline = due_report(ends_on, row.reported_until, day, *days)
        if ends_on and deadline:
            due[row] = (ends_on, deadline)
    apart = disambiguate(ListedPerson(row.id, row.name, row.birth_on) for row in due)
    mentors = mentors_of(viewer, [row.id for row in due]) if due else {}
    rows = [
        DueReportRow(row.id, row.name, apart.get(row.id, ""), mentors[row.id], ends_on, deadline)
        for row, (ends_on, deadline) in due.items()
    ]
    return sorted(rows, key=lambda row: row.ends_on)


@prepared
def _clients_reported(viewer: Viewer) -> Rows:
    of_client = (Client.id, Client.name.label("name"), Client.birth_on)
    return (
        about_visible_clients(viewer, Client, *of_client, newest_renewal().label("reported_until"))
        .where(Client.status != ClientStatus.CLOSED)
        .order_by(Client.search_name, Client.id)
    )


def counts_of(viewer: Viewer) -> ReportCounts:
    """How many reports of the viewer's clients are pending."""
    counts = ReportCounts()
    day, days = today(), due_days()
    approvals = recent_approvals(viewer, day)
    for row in db.session.execute(*_reports_by_client(viewer)):
        due = due_report(renewal_end(approvals.get(row.id, ()), day), row.reported_until, day, *days)
        counts += ReportCounts(1 if due else 0, row.returned, row.waiting)
    return counts


@prepared
def _reports_by_client(viewer: Viewer) -> Rows:
    columns = (
        Client.id,
        newest_renewal().label("reported_until"),
        count_reports(ReportStatus.RETURNED).label("returned"),
        count_reports(ReportStatus.SUBMITTED).label("waiting"),
    )
    return about_visible_clients(viewer, Client, *columns).where(Client.status != ClientStatus.CLOSED)


def due_days() -> tuple[int, int]:
    """How many days before an approval's end its report opens, and is due."""
    return threshold(Threshold.REPORT_OPENS_DAYS), threshold(Threshold.REPORT_DUE_DAYS)


def newest_renewal() -> sa.ScalarSelect[date]:
    """The last day of the newest report that could renew an approval, as a column of a statement about clients."""
    newest = sa.select(sa.func.max(Report.ends_on))
    return newest.where(Report.client_id == Client.id, Report.kind.in_(RENEWING)).correlate(Client).scalar_subquery()


def count_reports(status: ReportStatus) -> sa.ScalarSelect[int]:
    """How many reports have that status, as a column of a statement about clients."""
    found = sa.select(sa.func.count()).select_from(Report)
    return found.where(Report.client_id == Client.id, Report.status == status).correlate(Client).scalar_subquery()
