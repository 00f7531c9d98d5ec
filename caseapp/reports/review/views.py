"""The page of a review: what changed, what is said about it, what is still open; and the acts on it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.kind_rules import written_sections
from caseapp.reports.queries import find_report_details, writes_in
from caseapp.reports.review.actions import answer_comment, comment_on, return_report, settle_comment
from caseapp.reports.review.forms import AnswerForm, CommentForm, ReturnForm, SettleForm, SignForm
from caseapp.reports.review.page import find_review_details
from caseapp.reports.review.queries import find_comment


@bp.route("/reports/<uuid:report_id>/review")
@requires(Capability.WRITE_REPORTS)
def review(report_id):
    report = find_report_details(current_user, report_id)
    return _page(report, _comment_form(report))


@bp.route("/reports/<uuid:report_id>/comments", methods=["POST"])
@requires(Capability.REVIEW_REPORTS)
def comment(report_id):
    report = find_report_details(current_user, report_id)
    ensure_visible(current_user, report.client_id, in_charge)
    form = _comment_form(report)
    if form.validate_on_submit():
        try:
            comment_on(current_user, report_id, form.chosen(), form.words.data, form.idempotency_key())
            return redirect(url_for(".review", report_id=report_id, _anchor="comments"), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    return _page(report, form)


@bp.route("/comments/<uuid:comment_id>/answers", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def answer(comment_id):
    row = find_comment(current_user, comment_id)
    report, form = find_report_details(current_user, row.report_id), AnswerForm()
    if form.validate_on_submit():
        try:
            answer_comment(current_user, comment_id, form.words.data, form.idempotency_key())
            return redirect(url_for(".review", report_id=report.id, _anchor="comments"), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "report_comment", [report.client_id])
    return render_template("reports/review/answer.html", report=report, comment=row, form=form)


@bp.route("/comments/<uuid:comment_id>/settlement", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def settle(comment_id):
    row = find_comment(current_user, comment_id)
    try:
        if SettleForm().validate_on_submit():
            settle_comment(current_user, comment_id)
    except RuleBroken as fault:
        flash(str(fault), "error")
    return redirect(url_for(".review", report_id=row.report_id, _anchor="comments"), 303)


@bp.route("/reports/<uuid:report_id>/return", methods=["POST"])
@requires(Capability.REVIEW_REPORTS)
def give_back(report_id):
    report, form = find_report_details(current_user, report_id), ReturnForm()
    try:
        if form.validate_on_submit():
            return_report(current_user, report.id, form.edited_version())
            flash(_("Report returned. The author will see your comments on the first page."), "success")
    except RuleBroken as fault:
        flash(str(fault), "error")
    except Conflict:
        flash(_("The report's status has changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".review", report_id=report_id), 303)


def _comment_form(report):
    return CommentForm.on(written_sections(report.kind), request.args.get("section", ""))


def _page(report, form):
    told = find_review_details(current_user, report)
    record_reading(current_user, "report_review", [report.client_id])
    return render_template(
        "reports/review/review.html",
        report=report,
        told=told,
        form=form,
        settle_form=SettleForm(),
        return_form=ReturnForm(data={"version": report.version}),
        sign_form=SignForm(data={"version": report.version}),
        is_writing=writes_in(current_user, report),
        is_clean=request.args.get("view") == "clean",
    )
