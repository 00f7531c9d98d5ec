"""Starting a report."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge, list_mentors_of_period
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.kind_rules import written_sections
from caseapp.reports.models import Report
from caseapp.reports.new_report.prefill_words import prefill_sections
from caseapp.reports.new_report.rules import NewReportDraft
from caseapp.reports.queries import find_report
from caseapp.reports.record_queries import goal_backgrounds, steps_of
from caseapp.reports.rules import Period, check_language, check_period
from caseapp.reports.sections.actions import keep_writer
from caseapp.reports.sections.models import ReportSection
from caseapp.reports.sections.queries import background_before
from caseapp.reports.status_rules import ReportStatus


@transaction
def write_report(viewer: Viewer, client_id: UUID, draft: NewReportDraft, key: IdempotencyKey) -> Report:
    """Begin a report, once however often the form is sent; its sections begin with what the record says for them."""
    ensure(viewer, Capability.WRITE_REPORTS)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_report(viewer, key.id)
    check_period(draft.period.starts_on, draft.period.ends_on, today())
    check_language(draft.language)
    report = Report(
        id=key.id,
        client_id=client_id,
        author_id=viewer.id,
        kind=draft.kind,
        starts_on=draft.period.starts_on,
        ends_on=draft.period.ends_on,
        language=draft.language,
        created_at=now(),
        changed_at=now(),
    )
    sections = _filled_sections(viewer, report)
    db.session.add(report)
    db.session.flush()
    db.session.add_all(sections)
    record(Act.REPORT_WRITTEN, viewer, about=report, clients=[client_id], kind=draft.kind, language=draft.language)
    return report


@transaction
def pass_on_draft(viewer: Viewer, report: Report, author_id: UUID) -> None:
    """Make a mentor of the client the author of a report that was never submitted. Whoever began it is kept among those
    who wrote in it, and so will not sign it."""
    ensure(viewer, Capability.REVIEW_REPORTS)
    ensure_visible(viewer, report.client_id, in_charge)
    if report.status is not ReportStatus.DRAFT:
        raise RuleBroken(_("Only a report that was never submitted can get another author."))
    keep_writer(report, report.author_id)
    report.author_id = author_id
    record(Act.REPORT_CHANGED, viewer, about=report, clients=[report.client_id], author=author_id.hex)


def _filled_sections(viewer: Viewer, report: Report) -> list[ReportSection]:
    """A report's sections with what the record says for each of them by now."""
    period = Period(report.starts_on, report.ends_on)
    goals = goal_backgrounds(viewer, report.client_id, period)
    steps = steps_of(viewer, report.client_id)
    mentors = list_mentors_of_period(viewer, report.client_id, report.starts_on, report.ends_on)
    texts = prefill_sections(
        report.language,
        writers=list(dict.fromkeys(mentor.mentor_name for mentor in mentors)),
        background=background_before(viewer, report.client_id, report.language),
        goals=goals,
        steps=[step for goal in goals for step in steps.get(goal.id, ())],
    )
    sections = []
    for kind in written_sections(report.kind):
        section = ReportSection(report_id=report.id, client_id=report.client_id, section=kind, changed_at=now())
        section.words = texts.get(kind, "")
        sections.append(section)
    return sections
