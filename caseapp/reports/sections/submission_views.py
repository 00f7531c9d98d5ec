"""A report is given for review."""

from flask import flash, redirect, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.queries import find_report_to_write
from caseapp.reports.sections.actions import submit_report
from caseapp.reports.sections.forms import SubmissionForm


@bp.route("/reports/<uuid:report_id>/submission", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def submit(report_id):
    find_report_to_write(current_user, report_id)
    form = SubmissionForm()
    try:
        if form.validate():
            submit_report(current_user, report_id, form.idempotency_key())
            flash(_("Report submitted. The supervisor will find it on the board."), "success")
        else:
            flash(_("The page was open for too long. Try again."), "warning")
    except RuleBroken as fault:
        flash(str(fault), "error")
    return redirect(url_for(".show_report", report_id=report_id), 303)
