"""The client's part, the signature, and the correction of a signed report."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.file.queries import representatives_of
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.client_part.queries import find_client_part_details
from caseapp.reports.paper.page import preview_of
from caseapp.reports.queries import ReportDetails, find_report_details
from caseapp.reports.review.forms import ClientPartForm, CorrectionForm, SignForm
from caseapp.reports.review.signing_actions import correct_report, sign_report
from caseapp.reports.review.views import changed_meanwhile
from caseapp.reports.sections.queries import sections_of
from caseapp.web.answers import refused, saved


@bp.route("/reports/<uuid:report_id>/client-part", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
@safe_with_client
def take_client_part(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
    form = ClientPartForm(data={"version": report.version})
    if form.carry_out(
        lambda: record_client_part(
            current_user, report_id, form.draft(), form.idempotency_key(), form.edited_version()
        ),
        conflict=lambda: _read_again(report_id, form),
    ):
        return saved(
            _("Saved. It appears in the report in the client's own words."), url_for(".review", report_id=report_id)
        )
    return _read_together(report, form)


def _read_again(report_id: UUID, form: ClientPartForm) -> ResponseReturnValue:
    """The report as it is by now, for a client who read another one; what was drawn under that one is left out."""
    report = find_report_details(current_user, report_id)
    form.version.data, form.strokes.data = report.version, ""
    form.form_errors.append(_("The report's status has changed in the meantime. Check it again."))
    return _read_together(report, form)


def _read_together(report: ReportDetails, form: ClientPartForm) -> ResponseReturnValue:
    preview = preview_of(current_user, report, sections_of(current_user, report.id))
    said = find_client_part_details(current_user, report.id)
    record_reading(current_user, "report_client_part", [report.client_id])
    parts = {"said": said, "preview": preview, "representatives": representatives_of(current_user, report.client_id)}
    return render_template("reports/review/client_part.html", report=report, form=form, **parts)


@bp.route("/reports/<uuid:report_id>/signature", methods=["POST"])
@requires(Capability.REVIEW_REPORTS)
def sign(report_id: UUID) -> ResponseReturnValue:
    form, back = SignForm(), url_for(".review", report_id=report_id)
    if form.carry_out(
        lambda: sign_report(current_user, current_user.name, report_id, form.edited_version()),
        conflict=lambda: changed_meanwhile(report_id),
    ):
        return saved(_("The report is signed and locked. From now on it is printed as it is."), back)
    return refused(form, back)


@bp.route("/reports/<uuid:report_id>/correction", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def correct(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
    form = CorrectionForm()
    if done := form.carry_out(
        lambda: correct_report(current_user, report_id, form.reason.data, form.idempotency_key())
    ):
        return redirect(url_for(".show_report", report_id=done.result), 303)
    record_reading(current_user, "report_correction", [report.client_id])
    return render_template("reports/review/correct.html", report=report, form=form)
