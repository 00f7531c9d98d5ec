"""Printing one report: its file, or the page that waits for it."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.batches import print_actions
from caseapp.batches.blueprint import bp
from caseapp.batches.file_views import pdf_file
from caseapp.batches.queries import waiting_of
from caseapp.batches.queue import send
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.reports.queries import find_report_details


@bp.route("/reports/<uuid:report_id>/pdf")
@requires(Capability.WRITE_REPORTS)
def print_report(report_id: UUID) -> ResponseReturnValue:
    """The file of a report, or the page that waits until the worker has made it."""
    report = find_report_details(current_user, report_id)
    try:
        printed = print_actions.print_report(current_user, report, has_initials="initials" in request.args)
    except RuleBroken as fault:
        flash(str(fault), "error")
        record_reading(current_user, "report_not_drawn", [report.client_id])
        return redirect(url_for("reports.show_report", report_id=report_id), 303)
    if isinstance(printed, bytes):
        return pdf_file(printed, f"report-{today()}.pdf")
    send(waiting_of(current_user, printed), is_awaited=True)
    record_reading(current_user, "print_begun", [report.client_id])
    return redirect(url_for(".show_batch", batch_id=printed.id, fetch=1), 303)
