"""The pages of reports: begin one, read it, print it."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import language
from caseapp.reports import desk_views, name_views, review_views, section_views, signature_views, submission_views
from caseapp.reports.actions import Asked, print_document, write_report
from caseapp.reports.blueprint import bp
from caseapp.reports.forms import ReportForm, SubmissionForm
from caseapp.reports.gap_queries import missing_for
from caseapp.reports.gap_words import told_gaps
from caseapp.reports.paper import document_of, preview_of
from caseapp.reports.queries import list_reports, tell_report, writes_in
from caseapp.reports.rules import usual_period
from caseapp.reports.section_queries import sections_of
from caseapp.reports.signature_actions import print_again

__all__ = ["bp", "desk_views", "name_views", "review_views", "section_views", "signature_views", "submission_views"]


@bp.route("/clients/<uuid:client_id>/reports")
@requires(Capability.WRITE_REPORTS)
def list_clients_reports(client_id):
    client = find_client(current_user, client_id)
    reports = list_reports(current_user, client_id)
    record_reading(current_user, "reports", [client_id])
    return render_template("reports/list.html", client=client, reports=reports)


@bp.route("/clients/<uuid:client_id>/reports/new", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def new_report(client_id):
    client = find_client(current_user, client_id)
    form = ReportForm.asked(request.args, usual_period(today()), language())
    if form.validate_on_submit():
        try:
            gaps = _gaps(client_id, form)
            if form.saw_gaps() or not gaps:
                report = write_report(current_user, client_id, _asked(form), form.submission())
                return redirect(url_for(".show_report", report_id=report.id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    return _new_page(client, form)


@bp.route("/reports/<uuid:report_id>")
@requires(Capability.WRITE_REPORTS)
def show_report(report_id):
    report = tell_report(current_user, report_id)
    sections = sections_of(current_user, report_id)
    preview = preview_of(current_user, report, sections)
    is_writing = report.is_writable and writes_in(current_user, report)
    record_reading(current_user, "report", [report.client_id])
    return render_template(
        "reports/show.html",
        report=report,
        sections=sections,
        preview=preview,
        is_writing=is_writing,
        form=SubmissionForm(),
    )


@bp.route("/reports/<uuid:report_id>/pdf")
@requires(Capability.WRITE_REPORTS)
def print_report(report_id):
    report = tell_report(current_user, report_id)
    has_initials = "initials" in request.args
    try:
        pdf = (None if has_initials else print_again(current_user, report, via="web")) or _drawn(report, has_initials)
    except RuleBroken as fault:
        flash(str(fault), "error")
        record_reading(current_user, "report_not_drawn", [report.client_id])
        return redirect(url_for(".show_report", report_id=report_id), 303)
    return _attachment(pdf, f"report-{today()}.pdf")


def _drawn(report, has_initials):
    document = document_of(current_user, report, sections_of(current_user, report.id), has_initials=has_initials)
    about = {"via": "web", "report_id": report.id, "has_initials": has_initials}
    return print_document(current_user, report.client_id, document, **about)


def _asked(form):
    return Asked(form.period(), form.language.data, form.chosen_kind())


def _gaps(client_id, form):
    return missing_for(current_user, client_id, form.period(), form.chosen_kind())


def _new_page(client, form):
    """The form with what is missing for what it says; nothing is looked up for days that cannot be."""
    gaps = told_gaps(client.id, _gaps(client.id, form), _here(client, form)) if form.is_whole() else []
    if form.is_whole():
        form.saw_gaps()
    record_reading(current_user, "new_report", [client.id])
    return render_template("reports/new.html", form=form, client=client, gaps=gaps)


def _here(client, form):
    kind, tongue, days = form.kind.data, form.language.data, form.period()
    return url_for(
        ".new_report",
        client_id=client.id,
        kind=str(kind),
        language=tongue,
        starts_on=str(days.starts_on),
        ends_on=str(days.ends_on),
    )


def _attachment(pdf, name):
    """The file under a name that says nothing of the client; a browser that opens it gives it no rights."""
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
