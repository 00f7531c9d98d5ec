"""Whole acts on reports: begin one, write its narrative, print it."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record, record_alone
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import Submission, act, db, expect_version, is_repeated
from caseapp.documents.blocks import Document
from caseapp.documents.server import DrawingFailed, draw_bounded
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.kind_rules import ReportKind, SectionKind, written_sections
from caseapp.reports.models import Report, ReportSection
from caseapp.reports.queries import find_report, find_section
from caseapp.reports.rules import Period, check_language, check_period


@act
def write_report(viewer: Viewer, client_id: UUID, period: Period, language: str, submission: Submission) -> Report:
    """Begin a report about these days, once however often the form is sent."""
    ensure(viewer, Capability.WRITE_REPORTS)
    ensure_visible(viewer, client_id)
    if is_repeated(submission, viewer.id):
        return find_report(viewer, submission.id)
    check_period(period.starts_on, period.ends_on, today())
    check_language(language)
    report = Report(
        id=submission.id,
        client_id=client_id,
        author_id=viewer.id,
        kind=ReportKind.FULL,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        language=language,
        created_at=now(),
        changed_at=now(),
    )
    db.session.add(report)
    db.session.flush()
    db.session.add_all(
        ReportSection(report_id=report.id, client_id=client_id, section=section, changed_at=now())
        for section in written_sections(report.kind)
    )
    record(Act.REPORT_WRITTEN, viewer, about=report, clients=[client_id], language=language)
    return report


@act
def write_narrative(viewer: Viewer, report_id: UUID, narrative: str, version: int | None) -> Report:
    """Keep what the mentor tells; `Conflict` where somebody changed it meanwhile and it says something else by now."""
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report(viewer, report_id)
    section = find_section(viewer, report_id, SectionKind.HOW_IT_WENT)
    if section.words == narrative:
        return report
    expect_version(section, version)
    section.words, section.changed_by_id, section.changed_at = narrative, viewer.id, now()
    report.changed_at = section.changed_at
    record(Act.REPORT_CHANGED, viewer, about=report, clients=[report.client_id])
    return report


def print_document(viewer: Viewer, client_id: UUID, document: Document, *, via: str, report_id: UUID | None) -> bytes:
    """The document as PDF, with its entry in the trail. It is drawn before the store is locked: nobody waits for it."""
    ensure(viewer, Capability.WRITE_REPORTS)
    try:
        pdf = draw_bounded(document)
    except DrawingFailed as failure:
        raise RuleBroken(
            _("The report could not be drawn just now. Nothing is lost; please try again in a minute.")
        ) from failure
    record_alone(
        Act.PRINTED,
        viewer,
        clients=[client_id],
        via=via,
        language=document.language,
        report=report_id.hex if report_id else None,
    )
    return pdf
