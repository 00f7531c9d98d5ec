"""Reviewing a report: what changed, comments, what is still open; returning it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.kind_rules import written_sections
from caseapp.reports.queries import ReportDetails, find_report_details, writes_in
from caseapp.reports.review.actions import answer_comment, comment_on, return_report, settle_comment
from caseapp.reports.review.forms import AnswerForm, CommentForm, ReturnForm, SettleForm, SignForm
from caseapp.reports.review.page import find_review_details
from caseapp.reports.review.queries import find_comment
from caseapp.web.answers import refused, saved


@bp.route("/reports/<uuid:report_id>/review")
@requires(Capability.WRITE_REPORTS)
def review(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
    return _page(report, _comment_form(report))


@bp.route("/reports/<uuid:report_id>/comments", methods=["POST"])
@requires(Capability.REVIEW_REPORTS)
def comment(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
    ensure_visible(current_user, report.client_id, in_charge)
    form = _comment_form(report)
    if form.carry_out(lambda: comment_on(current_user, report_id, form.draft(), form.idempotency_key())):
        return redirect(url_for(".review", report_id=report_id, _anchor="comments"), 303)
    return _page(report, form)


@bp.route("/comments/<uuid:comment_id>/answers", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def answer(comment_id: UUID) -> ResponseReturnValue:
    row = find_comment(current_user, comment_id)
    report, form = find_report_details(current_user, row.report_id), AnswerForm()
    if form.carry_out(lambda: answer_comment(current_user, comment_id, form.words.data, form.idempotency_key())):
        return redirect(url_for(".review", report_id=report.id, _anchor="comments"), 303)
    record_reading(current_user, "report_comment", [report.client_id])
    return render_template("reports/review/answer.html", report=report, comment=row, form=form)


@bp.route("/comments/<uuid:comment_id>/settlement", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def settle(comment_id: UUID) -> ResponseReturnValue:
    form, row = SettleForm(), find_comment(current_user, comment_id)
    form.carry_out(lambda: settle_comment(current_user, comment_id))
    return refused(form, url_for(".review", report_id=row.report_id, _anchor="comments"))


@bp.route("/reports/<uuid:report_id>/return", methods=["POST"])
@requires(Capability.REVIEW_REPORTS)
def give_back(report_id: UUID) -> ResponseReturnValue:
    form, back = ReturnForm(), url_for(".review", report_id=report_id)
    if form.carry_out(
        lambda: return_report(current_user, report_id, form.edited_version()),
        conflict=lambda: changed_meanwhile(report_id),
    ):
        return saved(_("Report returned. The author will see your comments on the first page."), back)
    return refused(form, back)


def changed_meanwhile(report_id: UUID) -> ResponseReturnValue:
    """The review again, for somebody who decided on what was shown before."""
    flash(_("The report's status has changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".review", report_id=report_id), 303)


def _comment_form(report: ReportDetails) -> CommentForm:
    return CommentForm.on(written_sections(report.kind), request.args.get("section", ""))


def _page(report: ReportDetails, form: CommentForm) -> ResponseReturnValue:
    details = find_review_details(current_user, report)
    record_reading(current_user, "report_review", [report.client_id])
    return render_template(
        "reports/review/review.html",
        report=report,
        details=details,
        form=form,
        settle_form=SettleForm(),
        return_form=ReturnForm(data={"version": report.version}),
        sign_form=SignForm(data={"version": report.version}),
        is_writing=writes_in(current_user, report),
        is_clean=request.args.get("view") == "clean",
    )
