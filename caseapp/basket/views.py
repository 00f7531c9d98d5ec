"""The pages of what was approved for a client."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.basket.actions import change_approval, record_approval
from caseapp.basket.forms import ApprovalForm, NewApprovalForm, stored_terms
from caseapp.basket.queries import find_approval, list_approvals, unusual_beside
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("basket", __name__)


@bp.route("/clients/<uuid:client_id>/approvals", endpoint="list_approvals")
@requires(Capability.SEE_CLIENTS)
def show_approvals(client_id):
    client = find_client(current_user, client_id)
    approvals = list_approvals(current_user, client_id)
    record_reading(current_user, "approvals", [client_id])
    return render_template("basket/approvals.html", client=client, approvals=approvals, today=today())


@bp.route("/clients/<uuid:client_id>/approvals/new", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def new_approval(client_id):
    client = find_client(current_user, client_id)
    form = NewApprovalForm.usual()
    if form.validate_on_submit():
        try:
            approval = record_approval(client_id, form.terms(), by=current_user, submission=form.submission())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _kept(approval, _("The approval is kept."))
    record_reading(current_user, "new_approval", [client_id])
    return render_template("basket/new.html", client=client, form=form)


@bp.route("/approvals/<uuid:approval_id>/edit", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_approval(approval_id):
    approval = find_approval(current_user, approval_id)
    form = ApprovalForm.of(approval)
    if form.validate_on_submit():
        try:
            change_approval(approval, form.terms(), form.edited_version(), by=current_user)
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_texts(approval_id, form)
        else:
            return _kept(approval, _("The approval was changed."))
    return _edit_page(approval_id, form)


def _kept(approval, sentence):
    flash(sentence, "success")
    if unusual_beside(current_user, approval):
        flash(_("Mentoring and supported housing on the same days are unusual. Please ask the committee."), "warning")
    return redirect(url_for(".list_approvals", client_id=approval.client_id), 303)


def _edit_page(approval_id, form):
    approval = find_approval(current_user, approval_id)
    client = find_client(current_user, approval.client_id)
    record_reading(current_user, "edit_approval", [client.id])
    return render_template("basket/edit.html", client=client, form=form)


def _both_texts(approval_id, form):
    newest = find_approval(current_user, approval_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_terms(newest), newest.version, _("Two texts of one approval"))
