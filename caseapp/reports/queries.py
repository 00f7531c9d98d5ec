"""Every SELECT about reports, narrowed to the viewer's clients."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role, Viewer
from caseapp.accounts.models import Team, User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotAllowed, NotVisible
from caseapp.reports.kind_rules import REPORT_KIND_NAMES, Recommendation, ReportKind
from caseapp.reports.models import Report
from caseapp.reports.rules import REPORT_LANGUAGE_NAMES, Period
from caseapp.reports.status_rules import STATUS_NAMES, WRITABLE, ReportStatus, is_writer

REPORTS = 50


class ReportDetails(NamedTuple):
    """A report, with its author and what the client is called."""

    id: UUID
    client_id: UUID
    called: str
    author_id: UUID
    author: str
    kind: ReportKind
    status: ReportStatus
    edition: int
    starts_on: date
    ends_on: date
    language: str
    recommendation: Recommendation | None
    submitted_at: datetime | None
    changed_at: datetime
    version: int

    @property
    def period(self) -> Period:
        """The days that the report is about."""
        return Period(self.starts_on, self.ends_on)

    @property
    def kind_name(self) -> str:
        """For whom it is, in words."""
        return str(REPORT_KIND_NAMES[self.kind])

    @property
    def status_name(self) -> str:
        """Its status in words."""
        return str(STATUS_NAMES[self.status])

    @property
    def language_name(self) -> str:
        """The language in which it is written."""
        return str(REPORT_LANGUAGE_NAMES[self.language])

    @property
    def is_writable(self) -> bool:
        """Whether its texts can still be changed."""
        return self.status in WRITABLE


class ClientTeam(NamedTuple):
    """A client's team, and who is in charge of it."""

    name: str
    supervisors: tuple[str, ...]


def find_report(viewer: Viewer, report_id: UUID) -> Report:
    """The report of a visible client, or `NotVisible`."""
    report: Report | None = db.session.scalar(about_visible_clients(viewer, Report).where(Report.id == report_id))
    if report is None:
        raise NotVisible
    return report


def find_report_details(viewer: Viewer, report_id: UUID) -> ReportDetails:
    """The report of a visible client with its author, or `NotVisible`."""
    row = db.session.execute(_select_details(viewer).where(Report.id == report_id)).first()
    if row is None:
        raise NotVisible
    return ReportDetails(**row._mapping)


def list_reports(viewer: Viewer, client_id: UUID, limit: int = REPORTS) -> list[ReportDetails]:
    """The client's reports, the latest first."""
    found = _select_details(viewer).where(Report.client_id == client_id)
    rows = db.session.execute(found.order_by(Report.ends_on.desc(), Report.id.desc()).limit(limit))
    return [ReportDetails(**row._mapping) for row in rows]


def find_report_to_write(viewer: Viewer, report_id: UUID) -> Report:
    """A report in which the viewer writes; `NotAllowed` where only others do."""
    report = find_report(viewer, report_id)
    if not writes_in(viewer, report):
        raise NotAllowed
    return report


def list_open_reports(viewer: Viewer) -> list[ReportDetails]:
    """The reports of all the viewer's clients that are not signed yet, the longest unchanged first."""
    found = _select_details(viewer).where(Report.status != ReportStatus.SIGNED)
    return [ReportDetails(**row._mapping) for row in db.session.execute(found.order_by(Report.changed_at, Report.id))]


def writes_in(viewer: Viewer, report: Report | ReportDetails) -> bool:
    """Whether the viewer, who sees the client, writes in that report; a deputy supervisor only reviews it."""
    if viewer.role != Role.MENTOR or viewer.id == report.author_id:
        return is_writer(viewer.id, report.author_id, is_mentor=False)
    own = (Assignment.client_id == report.client_id, Assignment.mentor_id == viewer.id, Assignment.lasts_on(today()))
    found = db.session.scalar(about_visible_clients(viewer, Assignment, Assignment.id).where(*own).limit(1))
    return is_writer(viewer.id, report.author_id, is_mentor=found is not None)


def team_of(viewer: Viewer, client_id: UUID) -> ClientTeam:
    """The client's team, and who is in charge of it today: its supervisors and their deputies."""
    found = (
        about_visible_clients(viewer, Client, Team.name, User.name.label("supervisor"))
        .join(Team, Team.id == Client.team_id)
        .outerjoin(User, in_charge_of_team(Team.id))
        .where(Client.id == client_id)
        .order_by(User.name)
    )
    rows = db.session.execute(found).all()
    return ClientTeam(rows[0].name if rows else "", tuple(row.supervisor for row in rows if row.supervisor))


def _select_details(viewer: Viewer) -> sa.Select[Any]:
    return (
        about_visible_clients(
            viewer,
            Report,
            Report.id,
            Report.client_id,
            Client.called.label("called"),
            Report.author_id,
            User.name.label("author"),
            Report.kind,
            Report.status,
            Report.edition,
            Report.starts_on,
            Report.ends_on,
            Report.language,
            Report.recommendation,
            Report.submitted_at,
            Report.changed_at,
            Report.version,
        )
        .join(Client, Client.id == Report.client_id)
        .join(User, User.id == Report.author_id)
    )
