"""The pages of reports."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import now, today
from caseapp.documents.html import html
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _, language
from caseapp.reports.actions import print_document, write_narrative, write_report
from caseapp.reports.compose import compose
from caseapp.reports.forms import NarrativeForm, ReportForm
from caseapp.reports.gather import gather_report
from caseapp.reports.queries import list_reports, tell_report
from caseapp.reports.rules import REPORT_LANGUAGE_NAMES, usual_period
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("reports", __name__)


@bp.route("/clients/<uuid:client_id>/reports/new", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def new_report(client_id):
    client = find_client(current_user, client_id)
    form = ReportForm.over(usual_period(today()), language())
    if form.validate_on_submit():
        try:
            report = write_report(current_user, client_id, form.period(), form.language.data, form.submission())
            return redirect(url_for(".show_report", report_id=report.id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    reports = list_reports(current_user, client_id)
    record_reading(current_user, "new_report", [client_id])
    return render_template(
        "reports/new.html", form=form, client=client, reports=reports, language_names=REPORT_LANGUAGE_NAMES
    )


@bp.route("/reports/<uuid:report_id>", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def show_report(report_id):
    report = tell_report(current_user, report_id)
    form = NarrativeForm(data={"narrative": report.narrative, "version": report.version})
    if form.validate_on_submit():
        try:
            write_narrative(current_user, report_id, form.narrative.data, form.edited_version())
            flash(_("Saved."), "success")
            return redirect(url_for(".show_report", report_id=report_id), 303)
        except Conflict:
            return _both_texts(report_id, form)
    preview = html(_document(report), top=2)
    record_reading(current_user, "report", [report.client_id])
    return render_template("reports/show.html", form=form, report=report, preview=preview)


@bp.route("/reports/<uuid:report_id>/pdf")
@requires(Capability.WRITE_REPORTS)
def print_report(report_id):
    report = tell_report(current_user, report_id)
    try:
        pdf = print_document(current_user, report.client_id, _document(report), via="web", report_id=report_id)
    except RuleBroken as fault:
        flash(str(fault), "error")
        record_reading(current_user, "report_not_drawn", [report.client_id])
        return redirect(url_for(".show_report", report_id=report_id), 303)
    return _attachment(pdf, f"report-{today()}.pdf")


def _document(report):
    progress = gather_report(current_user, report)
    return compose(progress, report.language, current_app.config["ORGANISATION"], now())


def _both_texts(report_id, form):
    newest = tell_report(current_user, report_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, {"narrative": newest.narrative}, newest.version, _("Two texts of one report"))


def _attachment(pdf, name):
    """The file under a name that says nothing of the client; a browser that opens it gives it no rights."""
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
