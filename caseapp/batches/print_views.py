"""Printing one report: its file, or the page that waits for it; and the file of a table that was waited for."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.batches import print_actions
from caseapp.batches.blueprint import bp
from caseapp.batches.files.file_views import table_file
from caseapp.batches.queries import waiting_of
from caseapp.batches.queue import kept_since, send
from caseapp.batches.table_actions import record_table_fetched
from caseapp.batches.table_queries import find_table
from caseapp.clock import local, today
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.queries import find_report_details
from caseapp.web.answers import pdf_file


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


def fetch_table(batch: Any) -> ResponseReturnValue:
    """The file of a table, as long as it is kept and whoever asked is in charge of everybody in it."""
    table = find_table(current_user, batch) if batch.is_kept(kept_since()) else None
    if table is None:
        flash(_("There is no file to download here yet, or it has been removed."), "warning")
        return redirect(url_for(".show_batch", batch_id=batch.id), 303)
    record_table_fetched(current_user, batch, table)
    return table_file(table.file, table.kind, batch.shape, local(batch.created_at).date())
