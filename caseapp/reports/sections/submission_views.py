"""Submitting a report for review."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.queries import find_report_to_write
from caseapp.reports.sections.actions import submit_report
from caseapp.reports.sections.forms import SubmissionForm
from caseapp.web.answers import refused, saved


@bp.route("/reports/<uuid:report_id>/submission", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def submit(report_id: UUID) -> ResponseReturnValue:
    find_report_to_write(current_user, report_id)
    form, back = SubmissionForm(), url_for(".show_report", report_id=report_id)
    if form.carry_out(lambda: submit_report(current_user, report_id, form.idempotency_key())):
        return saved(_("Report submitted. The supervisor will find it on the board."), back)
    if form.record_id.errors:
        flash(_("The page was open for too long. Try again."), "warning")
    return refused(form, back)
