"""The page on which a section is written, with the sentences of the notes beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import now
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.kind_rules import SectionKind, written_sections
from caseapp.reports.page import require_writer
from caseapp.reports.queries import ReportDetails, find_report_details
from caseapp.reports.sections.actions import write_section
from caseapp.reports.sections.forms import NoteSearchForm, RecommendationForm, SectionForm
from caseapp.reports.sections.note_queries import notes_in
from caseapp.reports.sections.queries import SectionRow, sections_of, sources_of
from caseapp.reports.sections.sentence_rules import matches
from caseapp.web.filters import hour
from caseapp.web.two_texts import show_two_texts


@bp.route("/reports/<uuid:report_id>/sections/<section>", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def edit_section(report_id: UUID, section: str) -> ResponseReturnValue:
    report, row = _find(report_id, section)
    require_writer(report)
    form = _form(report, row)
    if form.carry_out(
        lambda: write_section(current_user, report_id, row.section, form.draft(), form.edited_version()),
        conflict=lambda: _both_texts(report_id, section, form),
    ):
        return redirect(_after(report, row.section), 303)
    return _page(report, row, form, NoteSearchForm(formdata=None))


@bp.route("/reports/<uuid:report_id>/sections/<section>/notes", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def search_notes(report_id: UUID, section: str) -> ResponseReturnValue:
    report, row = _find(report_id, section)
    require_writer(report, is_change=False)
    return _page(report, row, _form(report, row, formdata=None), NoteSearchForm())


@bp.route("/reports/<uuid:report_id>/sections/<section>/draft", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def keep_draft(report_id: UUID, section: str) -> ResponseReturnValue:
    report, row = _find(report_id, section)
    form = _form(report, row)
    if not form.validate():
        return jsonify(), 422
    section_now = write_section(current_user, report_id, row.section, form.draft(), form.edited_version())
    return jsonify(version=section_now.version, status=_saved(now()))


def _find(report_id: UUID, section: str) -> tuple[ReportDetails, SectionRow]:
    """The report and its section, or `NotVisible`."""
    report = find_report_details(current_user, report_id)
    for row in sections_of(current_user, report_id):
        if row.section == section:
            return report, row
    raise NotVisible


def _form(report: ReportDetails, row: SectionRow, **options: Any) -> SectionForm:
    kind = RecommendationForm if row.section is SectionKind.RECOMMENDATION else SectionForm
    stored = {"words": row.words, "version": row.version, "recommendation": report.recommendation}
    return kind(data=stored, **options)


def _after(report: ReportDetails, section: SectionKind) -> str:
    """The page after saving: the same section after quoting a sentence, the next section, or the report."""
    sections = written_sections(report.kind)
    following = sections[sections.index(section) + 1 :]
    if any(request.form.getlist("take")):
        return url_for(".edit_section", report_id=report.id, section=section, _anchor="words")
    if request.form.get("go_on") and following:
        return url_for(".edit_section", report_id=report.id, section=following[0])
    return url_for(".show_report", report_id=report.id)


def _page(report: ReportDetails, row: SectionRow, form: SectionForm, search: NoteSearchForm) -> ResponseReturnValue:
    wanted = search.wanted.data if search.validate_on_submit() else ""
    found = notes_in(current_user, report.client_id, report.period)
    notes = [note for note in found if matches(" ".join(note.sentences), wanted or "")]
    record_reading(current_user, "report_section", [report.client_id])
    return render_template(
        "reports/sections/section.html",
        report=report,
        section=row,
        form=form,
        search=search,
        notes=notes,
        sources=sources_of(current_user, row.id),
        is_last=row.section is written_sections(report.kind)[-1],
        saved=_saved(row.changed_at),
    )


def _both_texts(report_id: UUID, section: str, form: SectionForm) -> ResponseReturnValue:
    report, newest = _find(report_id, section)
    record_reading(current_user, "both_texts", [report.client_id])
    stored = {"words": newest.words, "recommendation": report.recommendation or ""}
    return show_two_texts(form, stored, newest.version, _("Two versions of this section"))


def _saved(at: datetime) -> str:
    return str(_("Saved %(hour)s", hour=hour(at)))
