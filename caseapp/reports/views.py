"""The pages of reports: the list, reading one, printing it."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.reports import name_views, pending_views
from caseapp.reports.blueprint import bp
from caseapp.reports.new_report import views as new_report_views
from caseapp.reports.paper.actions import print_document
from caseapp.reports.paper.page import document_of, preview_of
from caseapp.reports.queries import ReportDetails, find_report_details, list_reports, writes_in
from caseapp.reports.review import signing_views
from caseapp.reports.review import views as review_views
from caseapp.reports.review.signing_actions import print_again
from caseapp.reports.sections import submission_views
from caseapp.reports.sections import views as section_views
from caseapp.reports.sections.forms import SubmissionForm
from caseapp.reports.sections.queries import sections_of

__all__ = [
    "bp",
    "name_views",
    "new_report_views",
    "pending_views",
    "review_views",
    "section_views",
    "signing_views",
    "submission_views",
]


@bp.route("/clients/<uuid:client_id>/reports")
@requires(Capability.WRITE_REPORTS)
def list_clients_reports(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    reports = list_reports(current_user, client_id)
    record_reading(current_user, "reports", [client_id])
    return render_template("reports/list.html", client=client, reports=reports)


@bp.route("/reports/<uuid:report_id>")
@requires(Capability.WRITE_REPORTS)
def show_report(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
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
def print_report(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
    has_initials = "initials" in request.args
    try:
        pdf = (None if has_initials else print_again(current_user, report, via="web")) or _drawn(report, has_initials)
    except RuleBroken as fault:
        flash(str(fault), "error")
        record_reading(current_user, "report_not_drawn", [report.client_id])
        return redirect(url_for(".show_report", report_id=report_id), 303)
    return _attachment(pdf, f"report-{today()}.pdf")


def _drawn(report: ReportDetails, has_initials: bool) -> bytes:
    document = document_of(current_user, report, sections_of(current_user, report.id), has_initials=has_initials)
    return print_document(
        current_user, report.client_id, document, via="web", report_id=report.id, has_initials=has_initials
    )


def _attachment(pdf: bytes, name: str) -> Response:
    """The file under a name that says nothing about the client; a browser that opens it gives it no rights."""
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
