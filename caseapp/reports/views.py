"""The pages of reports: the list, and reading one."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.reports import name_views, pending_views
from caseapp.reports.blueprint import bp
from caseapp.reports.new_report import views as new_report_views
from caseapp.reports.paper import views as paper_views
from caseapp.reports.paper.page import checked_preview
from caseapp.reports.queries import find_report_details, list_reports, writes_in
from caseapp.reports.review import signing_views
from caseapp.reports.review import views as review_views
from caseapp.reports.sections import submission_views
from caseapp.reports.sections import views as section_views
from caseapp.reports.sections.forms import SubmissionForm
from caseapp.reports.sections.queries import sections_of

__all__ = [
    "bp",
    "name_views",
    "new_report_views",
    "paper_views",
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
    preview = checked_preview(current_user, report, sections)
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
