"""The written sections of a report and the notes that they quote, narrowed to the viewer's clients."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.reports.kind_rules import SECTION_NAMES, Recommendation, ReportKind, SectionKind
from caseapp.reports.models import Report, ReportWriter
from caseapp.reports.queries import ReportDetails
from caseapp.reports.rules import Period
from caseapp.reports.sections.models import ReportSection, ReportSubmission, SectionSource

ORDER = {section: place for place, section in enumerate(SectionKind)}


class SectionRow(NamedTuple):
    """One written section."""

    id: UUID
    section: SectionKind
    words: str
    version: int
    changed_at: datetime

    @property
    def name(self) -> str:
        """Its heading."""
        return str(SECTION_NAMES[self.section])


class SourceNote(NamedTuple):
    """A note that a section quotes."""

    activity_id: UUID
    noted_on: date


class ReportTexts(NamedTuple):
    """What people wrote in a report: for whom, what they recommend, by whom, and the sections that say something."""

    kind: ReportKind
    recommendation: Recommendation | None
    author: str
    texts: Mapping[SectionKind, str]


NO_TEXTS = ReportTexts(ReportKind.FULL, None, "", {})


def find_section(viewer: Viewer, report_id: UUID, section: SectionKind) -> ReportSection:
    """One written section of a visible client's report, or `NotVisible`."""
    found = about_visible_clients(viewer, ReportSection)
    of_report = sa.and_(ReportSection.report_id == report_id, ReportSection.section == section)
    row: ReportSection | None = db.session.scalar(found.where(of_report))
    if row is None:
        raise NotVisible
    return row


def sections_of(viewer: Viewer, report_id: UUID) -> list[SectionRow]:
    """The written sections of a report, in the order in which they are read."""
    of = ReportSection
    found = about_visible_clients(viewer, of, of.id, of.section, of.words_sealed, of.version, of.changed_at)
    rows = [
        SectionRow(row.id, row.section, of.words.open(row.id, row.words_sealed), row.version, row.changed_at)
        for row in db.session.execute(found.where(of.report_id == report_id))
    ]
    return sorted(rows, key=lambda row: ORDER[row.section])


def section_rows(viewer: Viewer, report_id: UUID) -> Sequence[ReportSection]:
    """The written sections of a visible client's report as rows, to copy them into another version."""
    found = about_visible_clients(viewer, ReportSection).where(ReportSection.report_id == report_id)
    return list(db.session.scalars(found))


def sources_of(viewer: Viewer, section_id: UUID) -> list[SourceNote]:
    """The notes that a section quotes, the oldest first."""
    of = SectionSource
    found = about_visible_clients(viewer, of, of.activity_id, of.noted_on).where(of.section_id == section_id)
    return [SourceNote(**row._mapping) for row in db.session.execute(found.order_by(of.noted_on, of.id))]


def writers_of(viewer: Viewer, report_id: UUID) -> set[UUID]:
    """Who wrote something of the report, beside its author."""
    found = about_visible_clients(viewer, ReportWriter, ReportWriter.writer_id)
    return set(db.session.scalars(found.where(ReportWriter.report_id == report_id)))


def texts_of(report: ReportDetails, sections: Iterable[SectionRow]) -> ReportTexts:
    """What people wrote in that report."""
    texts = {row.section: row.words for row in sections if row.words}
    return ReportTexts(report.kind, report.recommendation, report.author, texts)


def texts_for(viewer: Viewer, client_id: UUID, period: Period, language: str) -> ReportTexts:
    """What the newest full report about exactly these days says, the one in this language first; nothing without
    one."""
    says_something = sa.exists().where(ReportSection.report_id == Report.id, ReportSection.words_sealed.is_not(None))
    found = (
        about_visible_clients(viewer, Report, Report.id, Report.kind, Report.recommendation, User.name)
        .join(User, User.id == Report.author_id)
        .where(
            Report.client_id == client_id,
            Report.kind == ReportKind.FULL,
            Report.starts_on == period.starts_on,
            Report.ends_on == period.ends_on,
            says_something,
        )
        .order_by((Report.language == language).desc(), Report.created_at.desc(), Report.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    if row is None:
        return NO_TEXTS
    texts = {each.section: each.words for each in sections_of(viewer, row.id) if each.words}
    return ReportTexts(row.kind, row.recommendation, row.name, texts)


def background_before(viewer: Viewer, client_id: UUID, language: str) -> str:
    """The background as the client's newest report in this language tells it."""
    found = (
        about_visible_clients(viewer, ReportSection)
        .join(Report, Report.id == ReportSection.report_id)
        .where(
            Report.client_id == client_id,
            Report.language == language,
            ReportSection.section == SectionKind.BACKGROUND,
            ReportSection.words_sealed.is_not(None),
        )
        .order_by(Report.created_at.desc(), Report.id.desc())
        .limit(1)
    )
    row: ReportSection | None = db.session.scalar(found)
    return row.words if row else ""


def count_submissions(viewer: Viewer, report_id: UUID) -> int:
    """How often the report was submitted."""
    of = ReportSubmission
    return db.session.scalar(about_visible_clients(viewer, of, sa.func.count()).where(of.report_id == report_id)) or 0


def find_submission(viewer: Viewer, report_id: UUID) -> ReportSubmission:
    """The newest submission of a visible client's report, or `NotVisible`."""
    of = ReportSubmission
    found = about_visible_clients(viewer, of).where(of.report_id == report_id).order_by(of.number.desc()).limit(1)
    row: ReportSubmission | None = db.session.scalar(found)
    if row is None:
        raise NotVisible
    return row
