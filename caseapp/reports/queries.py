"""Every SELECT about reports, and what reports ask of the client's file."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role, Viewer
from caseapp.accounts.models import Team, User
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import Report, ReportSection
from caseapp.reports.rules import Period

REPORTS = 20


class ReportTold(NamedTuple):
    """A report as its page tells it, with how the client is called."""

    id: UUID
    client_id: UUID
    called: str
    author: str
    starts_on: date
    ends_on: date
    language: str
    narrative: str
    version: int
    changed_at: datetime

    @property
    def period(self) -> Period:
        """The days that the report is about."""
        return Period(self.starts_on, self.ends_on)


class Narrative(NamedTuple):
    """What a report tells in the mentor's words, and who wrote it."""

    text: str
    author: str


class TeamTold(NamedTuple):
    """A client's team, and who answers for it."""

    name: str
    supervisors: tuple[str, ...]


def find_report(viewer: Viewer, report_id: UUID) -> Report:
    """The report of a visible client, or `NotVisible`."""
    report: Report | None = db.session.scalar(about_visible_clients(viewer, Report).where(Report.id == report_id))
    if report is None:
        raise NotVisible
    return report


def find_section(viewer: Viewer, report_id: UUID, section: SectionKind) -> ReportSection:
    """One written section of a visible client's report, or `NotVisible`."""
    found = about_visible_clients(viewer, ReportSection)
    of_report = sa.and_(ReportSection.report_id == report_id, ReportSection.section == section)
    row: ReportSection | None = db.session.scalar(found.where(of_report))
    if row is None:
        raise NotVisible
    return row


def tell_report(viewer: Viewer, report_id: UUID) -> ReportTold:
    """The report of a visible client with its author, or `NotVisible`."""
    row = db.session.execute(_told(viewer).where(Report.id == report_id)).first()
    if row is None:
        raise NotVisible
    return _opened(row)


def list_reports(viewer: Viewer, client_id: UUID, limit: int = REPORTS) -> list[ReportTold]:
    """The client's reports, the latest first."""
    found = _told(viewer).where(Report.client_id == client_id)
    rows = db.session.execute(found.order_by(Report.ends_on.desc(), Report.id.desc()).limit(limit))
    return [_opened(row) for row in rows]


def narrative_for(viewer: Viewer, client_id: UUID, period: Period, language: str) -> Narrative:
    """What the newest report about exactly these days tells, the one in this language first; empty without one."""
    found = (
        _told(viewer)
        .where(
            Report.client_id == client_id,
            Report.starts_on == period.starts_on,
            Report.ends_on == period.ends_on,
            ReportSection.words_sealed.is_not(None),
        )
        .order_by((Report.language == language).desc(), Report.created_at.desc(), Report.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    if row is None:
        return Narrative("", "")
    told = _opened(row)
    return Narrative(told.narrative, told.author)


def team_of(viewer: Viewer, client_id: UUID) -> TeamTold:
    """The client's team and its supervisors."""
    answers = sa.and_(User.team_id == Team.id, User.role == Role.SUPERVISOR, User.disabled_at.is_(None))
    found = (
        about_visible_clients(viewer, Client, Team.name, User.name)
        .join(Team, Team.id == Client.team_id)
        .outerjoin(User, answers)
        .where(Client.id == client_id)
        .order_by(User.name)
    )
    rows = db.session.execute(found).all()
    return TeamTold(rows[0][0] if rows else "", tuple(name for _team, name in rows if name))


def _told(viewer: Viewer) -> sa.Select[Any]:
    return (
        about_visible_clients(
            viewer,
            Report,
            Report.id,
            Report.client_id,
            Client.called.label("called"),
            User.name.label("author"),
            Report.starts_on,
            Report.ends_on,
            Report.language,
            ReportSection.id.label("section_id"),
            ReportSection.words_sealed,
            ReportSection.version,
            Report.changed_at,
        )
        .join(Client, Client.id == Report.client_id)
        .join(User, User.id == Report.author_id)
        .outerjoin(
            ReportSection,
            sa.and_(ReportSection.report_id == Report.id, ReportSection.section == SectionKind.HOW_IT_WENT),
        )
    )


def _opened(row: Any) -> ReportTold:
    return ReportTold(
        id=row.id,
        client_id=row.client_id,
        called=row.called,
        author=row.author,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        language=row.language,
        narrative=ReportSection.words.open(row.section_id, row.words_sealed),
        version=row.version,
        changed_at=row.changed_at,
    )
