"""The pages of what was approved for a client."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.audit import record_reading
from caseapp.basket.actions import change_approval, record_approval
from caseapp.basket.forms import ApprovalForm, NewApprovalForm, stored_terms
from caseapp.basket.queries import find_approval, list_approvals, list_beside
from caseapp.basket.rules import When, is_unusual_beside
from caseapp.clients.queries import find_client, in_charge
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("basket", __name__)


@bp.route("/clients/<uuid:client_id>/approvals", endpoint="list_approvals")
@requires(Capability.SEE_CLIENTS)
def show_approvals(client_id):
    client = find_client(current_user, client_id)
    approvals = list_approvals(current_user, client_id)
    sections = {when: [row for row in approvals if row.when(today()) is when] for when in When}
    record_reading(current_user, "approvals", [client_id])
    return render_template("basket/approvals.html", client=client, sections=sections)


@bp.route("/clients/<uuid:client_id>/approvals/new", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def new_approval(client_id):
    client = find_client(current_user, client_id, in_charge)
    return _new_page(client, NewApprovalForm.usual(offered(ListKind.SERVICES)))


@bp.route("/approvals/<uuid:approval_id>/renewal", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def renew_approval(approval_id):
    last = find_approval(current_user, approval_id)
    client = find_client(current_user, last.client_id, in_charge)
    return _new_page(client, NewApprovalForm.renewing(last, offered(ListKind.SERVICES, also=last.service)), last)


@bp.route("/approvals/<uuid:approval_id>/edit", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_approval(approval_id):
    approval = find_approval(current_user, approval_id)
    client = find_client(current_user, approval.client_id, in_charge)
    form = ApprovalForm.of(approval, offered(ListKind.SERVICES, also=approval.service))
    if form.validate_on_submit():
        try:
            change_approval(current_user, approval, form.terms(), form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_texts(approval_id, form)
        else:
            return _kept(approval, _("Approval updated."))
    return _page(client, form, _("Correct approval"), "edit_approval")


def _new_page(client, form, last=None):
    if form.validate_on_submit():
        try:
            approval = record_approval(current_user, client.id, form.terms(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _kept(approval, _("Approval saved."))
    return _page(client, form, _("Renew approval") if last else _("New approval"), "new_approval", last)


def _page(client, form, heading, page, last=None):
    record_reading(current_user, page, [client.id])
    return render_template("basket/form.html", client=client, form=form, heading=heading, last=last)


def _kept(approval, sentence):
    flash(sentence, "success")
    beside = {other.service for other in list_beside(current_user, approval)}
    if any(is_unusual_beside(approval.service, other) for other in beside):
        flash(_("Mentoring and supported housing do not usually overlap. Check with the committee."), "warning")
    if approval.service in beside:
        flash(_("Another approval for this service covers some of the same dates. Both are counted."), "warning")
    return redirect(way_back() or url_for(".list_approvals", client_id=approval.client_id), 303)


def _both_texts(approval_id, form):
    newest = find_approval(current_user, approval_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_terms(newest), newest.version, _("Two versions of this approval"))
