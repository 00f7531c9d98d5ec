"""The client's part, the signature, and the correction of a signed report."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.client_part.queries import find_client_part_details
from caseapp.reports.paper.page import preview_of
from caseapp.reports.queries import find_report_details
from caseapp.reports.review.forms import ClientPartForm, CorrectionForm, SignForm
from caseapp.reports.review.signing_actions import correct_report, sign_report
from caseapp.reports.sections.queries import sections_of


@bp.route("/reports/<uuid:report_id>/client-part", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def take_client_part(report_id):
    report = find_report_details(current_user, report_id)
    form = ClientPartForm()
    if form.validate_on_submit():
        try:
            record_client_part(current_user, report_id, form.said(), form.idempotency_key())
            flash(_("Saved. It appears in the report in the client's own words."), "success")
            return redirect(url_for(".review", report_id=report_id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    preview = preview_of(current_user, report, sections_of(current_user, report_id))
    said = find_client_part_details(current_user, report_id)
    record_reading(current_user, "report_client_part", [report.client_id])
    return render_template("reports/review/client_part.html", report=report, form=form, said=said, preview=preview)


@bp.route("/reports/<uuid:report_id>/signature", methods=["POST"])
@requires(Capability.REVIEW_REPORTS)
def sign(report_id):
    form = SignForm()
    try:
        if form.validate_on_submit():
            sign_report(current_user, current_user.name, report_id, form.edited_version())
            flash(_("The report is signed and locked. From now on it is printed as it is."), "success")
    except RuleBroken as fault:
        flash(str(fault), "error")
    except Conflict:
        flash(_("The report's status has changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".review", report_id=report_id), 303)


@bp.route("/reports/<uuid:report_id>/correction", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def correct(report_id):
    report = find_report_details(current_user, report_id)
    form = CorrectionForm()
    if form.validate_on_submit():
        try:
            begun = correct_report(current_user, report_id, form.reason.data, form.idempotency_key())
            return redirect(url_for(".show_report", report_id=begun), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "report_correction", [report.client_id])
    return render_template("reports/review/correct.html", report=report, form=form)
