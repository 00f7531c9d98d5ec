"""The forms of a client's approvals."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.audit import record_reading
from caseapp.basket.actions import change_approval, record_approval
from caseapp.basket.forms import ApprovalFields, ApprovalForm, NewApprovalForm, stored_terms
from caseapp.basket.queries import find_approval, list_overlapping
from caseapp.basket.rules import is_unusual_beside
from caseapp.clients.queries import find_client, in_charge
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("basket", __name__)


@bp.route("/clients/<uuid:client_id>/approvals/new", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def new_approval(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form = NewApprovalForm.usual(offered(ListKind.SERVICES))
    if done := form.carry_out(lambda: record_approval(current_user, client.id, form.draft(), form.idempotency_key())):
        return _saved(done.result, _("Approval saved."))
    return _page(client, form, _("New approval"), "new_approval")


@bp.route("/approvals/<uuid:approval_id>/renewal", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def renew_approval(approval_id: UUID) -> ResponseReturnValue:
    last = find_approval(current_user, approval_id)
    client = find_client(current_user, last.client_id, in_charge)
    form = NewApprovalForm.renewing(last, offered(ListKind.SERVICES, also=last.service))
    if done := form.carry_out(lambda: record_approval(current_user, client.id, form.draft(), form.idempotency_key())):
        return _saved(done.result, _("Approval saved."))
    return _page(client, form, _("Renew approval"), "new_approval", last)


@bp.route("/approvals/<uuid:approval_id>/edit", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_approval(approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(current_user, approval_id)
    client = find_client(current_user, approval.client_id, in_charge)
    form = ApprovalForm.of(approval, offered(ListKind.SERVICES, also=approval.service))
    if form.carry_out(
        lambda: change_approval(current_user, approval, form.draft(), form.edited_version()),
        conflict=lambda: _both_texts(approval_id, form),
    ):
        return _saved(approval, _("Approval updated."))
    return _page(client, form, _("Correct approval"), "edit_approval")


def _page(client: Any, form: ApprovalFields, heading: str, page: str, last: Any = None) -> ResponseReturnValue:
    record_reading(current_user, page, [client.id])
    return render_template("basket/form.html", client=client, form=form, heading=heading, last=last)


def _saved(approval: Any, sentence: str) -> ResponseReturnValue:
    """Say what was done first, then what is unusual about it."""
    answer = saved(sentence, way_back() or url_for("hours.list_approvals", client_id=approval.client_id))
    overlapping = {other.service for other in list_overlapping(current_user, approval)}
    if any(is_unusual_beside(approval.service, other) for other in overlapping):
        flash(_("Mentoring and housing do not usually overlap. Check with the committee."), "warning")
    if approval.service in overlapping:
        flash(_("Another approval for this service covers some of the same dates. Both are counted."), "warning")
    return answer


def _both_texts(approval_id: UUID, form: ApprovalForm) -> ResponseReturnValue:
    newest = find_approval(current_user, approval_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_terms(newest), newest.version, _("Two versions of this approval"))
