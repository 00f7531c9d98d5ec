"""The page on which a section is written, with the sentences of the notes beside it."""

from flask import jsonify, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import now
from caseapp.errors import Conflict, NotVisible, RuleBroken
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.kind_rules import SectionKind, written_sections
from caseapp.reports.page import require_writer
from caseapp.reports.queries import find_report_details
from caseapp.reports.sections.actions import write_section
from caseapp.reports.sections.forms import NoteSearchForm, RecommendationForm, SectionForm
from caseapp.reports.sections.note_queries import notes_in
from caseapp.reports.sections.queries import sections_of, sources_of
from caseapp.reports.sections.sentence_rules import matches
from caseapp.web.filters import hour
from caseapp.web.two_texts import show_two_texts


@bp.route("/reports/<uuid:report_id>/sections/<section>", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def edit_section(report_id, section):
    report, told = _found(report_id, section)
    require_writer(report)
    form = _form(report, told)
    if form.validate_on_submit():
        try:
            write_section(current_user, report_id, told.section, form.written(), form.edited_version())
            return redirect(_after(report, told.section), 303)
        except Conflict:
            return _both_texts(report_id, section, form)
        except RuleBroken as fault:
            form.refuse(fault)
    return _page(report, told, form, NoteSearchForm(formdata=None))


@bp.route("/reports/<uuid:report_id>/sections/<section>/notes", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def search_notes(report_id, section):
    report, told = _found(report_id, section)
    require_writer(report, is_change=False)
    return _page(report, told, _form(report, told, formdata=None), NoteSearchForm())


@bp.route("/reports/<uuid:report_id>/sections/<section>/draft", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def keep_draft(report_id, section):
    report, told = _found(report_id, section)
    form = _form(report, told)
    if not form.validate():
        return jsonify(), 422
    row = write_section(current_user, report_id, told.section, form.written(), form.edited_version())
    return jsonify(version=row.version, status=str(_saved(now())))


def _found(report_id, section):
    """The report and its section, or `NotVisible`."""
    report = find_report_details(current_user, report_id)
    for told in sections_of(current_user, report_id):
        if told.section == section:
            return report, told
    raise NotVisible


def _form(report, told, **options):
    kind = RecommendationForm if told.section is SectionKind.RECOMMENDATION else SectionForm
    stored = {"words": told.words, "version": told.version, "recommendation": report.recommendation}
    return kind(data=stored, **options)


def _after(report, section):
    """Where one goes on: the same section while sentences are taken, the next one, or the report."""
    sections = written_sections(report.kind)
    following = sections[sections.index(section) + 1 :]
    if any(request.form.getlist("take")):
        return url_for(".edit_section", report_id=report.id, section=section, _anchor="words")
    if request.form.get("go_on") and following:
        return url_for(".edit_section", report_id=report.id, section=following[0])
    return url_for(".show_report", report_id=report.id)


def _page(report, told, form, search):
    wanted = search.wanted.data if search.validate_on_submit() else ""
    found = notes_in(current_user, report.client_id, report.period)
    notes = [note for note in found if matches(" ".join(note.sentences), wanted or "")]
    record_reading(current_user, "report_section", [report.client_id])
    return render_template(
        "reports/sections/section.html",
        report=report,
        told=told,
        form=form,
        search=search,
        notes=notes,
        sources=sources_of(current_user, told.id),
        is_last=told.section is written_sections(report.kind)[-1],
        saved=_saved(told.changed_at),
    )


def _both_texts(report_id, section, form):
    report, newest = _found(report_id, section)
    record_reading(current_user, "both_texts", [report.client_id])
    stored = {"words": newest.words, "recommendation": report.recommendation or ""}
    return show_two_texts(form, stored, newest.version, _("Two versions of this section"))


def _saved(at):
    return _("Saved %(hour)s", hour=hour(at))
