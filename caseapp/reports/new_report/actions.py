"""Whole acts on reports: begin one, print it."""

from dataclasses import dataclass
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, list_assignments
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.reports.kind_rules import ReportKind, written_sections
from caseapp.reports.models import Report
from caseapp.reports.new_report.prefill_words import prefill_sections
from caseapp.reports.queries import find_report
from caseapp.reports.record_queries import goal_backgrounds, steps_of
from caseapp.reports.rules import Period, check_language, check_period
from caseapp.reports.sections.models import ReportSection
from caseapp.reports.sections.queries import background_before


@dataclass(frozen=True)
class NewReportDraft:
    """What is asked of a new report: for whom, about which days, in which language."""

    period: Period
    language: str
    kind: ReportKind = ReportKind.FULL


@transaction
def write_report(viewer: Viewer, client_id: UUID, asked: NewReportDraft, key: IdempotencyKey) -> Report:
    """Begin a report, once however often the form is sent; its sections begin with what the record says for them."""
    ensure(viewer, Capability.WRITE_REPORTS)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_report(viewer, key.id)
    check_period(asked.period.starts_on, asked.period.ends_on, today())
    check_language(asked.language)
    report = Report(
        id=key.id,
        client_id=client_id,
        author_id=viewer.id,
        kind=asked.kind,
        starts_on=asked.period.starts_on,
        ends_on=asked.period.ends_on,
        language=asked.language,
        created_at=now(),
        changed_at=now(),
    )
    sections = _filled_sections(viewer, report)
    db.session.add(report)
    db.session.flush()
    db.session.add_all(sections)
    record(Act.REPORT_WRITTEN, viewer, about=report, clients=[client_id], kind=asked.kind, language=asked.language)
    return report


def _filled_sections(viewer: Viewer, report: Report) -> list[ReportSection]:
    """A report's sections with what the record says for each of them by now."""
    period = Period(report.starts_on, report.ends_on)
    goals = goal_backgrounds(viewer, report.client_id, period)
    steps = steps_of(viewer, report.client_id)
    texts = prefill_sections(
        report.language,
        writers=_mentors(viewer, report.client_id, period),
        background=background_before(viewer, report.client_id, report.language),
        goals=goals,
        steps=[step for goal in goals for step in steps.get(goal.id, ())],
    )
    sections = []
    for kind in written_sections(report.kind):
        section = ReportSection(report_id=report.id, client_id=report.client_id, section=kind, changed_at=now())
        section.words = texts.get(kind, "")
        section.changed_by_id = viewer.id if section.words else None
        sections.append(section)
    return sections


def _mentors(viewer: Viewer, client_id: UUID, period: Period) -> list[str]:
    """The mentors of the period by name, in the order in which they began."""
    named = [
        stretch.mentor_name
        for stretch in reversed(list_assignments(viewer, client_id))
        if not stretch.is_empty
        and stretch.starts_on <= period.ends_on
        and (stretch.ends_on is None or stretch.ends_on >= period.starts_on)
    ]
    return list(dict.fromkeys(named))
