"""The pages for writing a report are for its writers, while it can be written."""

from flask import abort, redirect, request, url_for
from flask_login import current_user

from caseapp.errors import NotAllowed
from caseapp.reports.queries import ReportDetails, writes_in


def require_writer(report: ReportDetails, *, is_change: bool | None = None) -> None:
    """Redirect readers to the report itself; raise `NotAllowed` when they sent a change (by default, a form)."""
    is_writing = writes_in(current_user, report)
    if is_change is None:
        is_change = request.method == "POST"
    if is_change:
        if not is_writing:
            raise NotAllowed
    elif not (report.is_writable and is_writing):
        abort(redirect(url_for(".show_report", report_id=report.id), 303))
