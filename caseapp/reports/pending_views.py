"""The page of all pending reports."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.reports.blueprint import bp
from caseapp.reports.pending_queries import find_pending_reports


@bp.route("/reports")
@requires(Capability.WRITE_REPORTS)
def list_waiting() -> ResponseReturnValue:
    pending = find_pending_reports(current_user)
    record_reading(current_user, "waiting_reports", pending.client_ids)
    return render_template("reports/pending.html", pending=pending)
