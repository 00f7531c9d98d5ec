"""Writing the sections of a report, with sentences quoted from notes, and submitting them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, about, db, expect_version, is_repeated, own_insert, transaction
from caseapp.errors import NotVisible
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import Report, ReportWriter
from caseapp.reports.queries import find_report_to_write
from caseapp.reports.rules import Period
from caseapp.reports.sections.models import ReportSection, ReportSubmission, SectionSource, SubmittedText
from caseapp.reports.sections.note_queries import QuotableNote, notes_in
from caseapp.reports.sections.queries import count_submissions, find_section, sections_of, sources_of
from caseapp.reports.sections.rules import SectionDraft, check_submission
from caseapp.reports.sections.sentence_rules import add_sentence
from caseapp.reports.status_rules import ReportStatus, check_writable


@transaction
def write_section(
    viewer: Viewer, report_id: UUID, section: SectionKind, draft: SectionDraft, version: int | None
) -> ReportSection:
    """Save a section, whatever it says; `Conflict` where somebody else saved another text meanwhile."""
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report_to_write(viewer, report_id)
    check_writable(report.status)
    row = find_section(viewer, report_id, section)
    notes = {note.id: note for note in notes_in(viewer, report.client_id, Period(report.starts_on, report.ends_on))}
    words = _with_sentence(draft, notes)
    recommendation = draft.recommendation if section is SectionKind.RECOMMENDATION else report.recommendation
    if row.words == words and report.recommendation == recommendation:
        record(Act.READ, viewer, clients=[report.client_id], page="report_section")  # shown, though not changed
        return row
    expect_version(row, version)
    row.words, row.changed_at = words, now()
    keep_writer(report, viewer.id)
    report.recommendation, report.changed_at = recommendation, row.changed_at
    _add_sources(viewer, row, [notes[id_] for id_ in draft.all_sources if id_ in notes])
    record(Act.REPORT_CHANGED, viewer, about=report, clients=[report.client_id], section=section)
    return row


@transaction
def submit_report(viewer: Viewer, report_id: UUID, key: IdempotencyKey) -> ReportSubmission | None:
    """Submit the report for review, once however often the form is sent, with what each section says now."""
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report_to_write(viewer, report_id)
    if is_repeated(key, viewer.id):
        return None
    sections = sections_of(viewer, report_id)
    check_submission(report.kind, report.recommendation, {section.section: section.words for section in sections})
    report.move(ReportStatus.SUBMITTED, now())
    made = ReportSubmission(
        id=key.id,
        report_id=report.id,
        author_id=report.author_id,
        client_id=report.client_id,
        number=count_submissions(viewer, report_id) + 1,
        submitted_by_id=viewer.id,
        submitted_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    for section in sections:
        text = SubmittedText(submission_id=made.id, client_id=report.client_id, section=section.section)
        text.words = section.words
        db.session.add(text)
    record(Act.REPORT_SUBMITTED, viewer, about=report, clients=[report.client_id], number=made.number)
    return made


def keep_writer(report: Report, person_id: UUID) -> None:
    """Remember that this person wrote something of the report, once and for good, as part of an action."""
    row = {"id": uuid7(), "report_id": report.id, "client_id": report.client_id, "writer_id": person_id}
    writer = own_insert(ReportWriter).values(row)
    once = writer.on_conflict_do_nothing(index_elements=["report_id", "writer_id"])
    db.session.execute(about(once, [report.client_id]))


def _with_sentence(draft: SectionDraft, notes: Mapping[UUID, QuotableNote]) -> str:
    """The words with the quoted sentence; `NotVisible` for one that no note of the period has."""
    if draft.quoted is None:
        return draft.words
    note = notes.get(draft.quoted.activity_id)
    sentences = note.sentences if note else []
    if draft.quoted.place >= len(sentences):
        raise NotVisible
    return add_sentence(draft.words, sentences[draft.quoted.place])


def _add_sources(viewer: Viewer, row: ReportSection, notes: Iterable[QuotableNote]) -> None:
    """Keep which notes the section quotes."""
    known = {source.activity_id for source in sources_of(viewer, row.id)}
    for note in {note.id: note for note in notes if note.id not in known}.values():
        values = {"section_id": row.id, "client_id": row.client_id}
        db.session.add(SectionSource(**values, activity_id=note.id, noted_on=note.held_on))
