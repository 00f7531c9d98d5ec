"""The pages of approvals with what counts against them."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.rules import MODE_NAMES
from caseapp.audit import record_reading
from caseapp.basket.queries import find_approval
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.hours.page import approvals_page, groups_to_open, use_of
from caseapp.hours.queries import list_counted
from caseapp.hours.rules import CountedHours, read_counted

bp = Blueprint("hours", __name__)


@bp.route("/clients/<uuid:client_id>/approvals")
@requires(Capability.SEE_CLIENTS)
def list_approvals(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    page = approvals_page(current_user, client)
    record_reading(current_user, "approvals", [client_id])
    return render_template("hours/approvals.html", client=client, page=page)


@bp.route("/approvals/<uuid:approval_id>/hours")
@requires(Capability.SEE_CLIENTS)
def show_approval(approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(current_user, approval_id)
    client = find_client(current_user, approval.client_id)
    use = use_of(current_user, approval)
    record_reading(current_user, "approvals", [client.id])
    return render_template(
        "hours/approval.html",
        client=client,
        approval=approval,
        use=use,
        mode_names=MODE_NAMES,
        group_ids=groups_to_open(current_user, use),
    )


@bp.route("/clients/<uuid:client_id>/hours")
@requires(Capability.SEE_CLIENTS)
def show_hours(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    asked = _asked()
    shares = list_counted(current_user, client_id, asked)
    record_reading(current_user, "hours", [client_id])
    return render_template("hours/counted.html", client=client, asked=asked, shares=shares, mode_names=MODE_NAMES)


def _asked() -> CountedHours:
    try:
        return read_counted(request.args, today())
    except ValueError:
        raise NotVisible from None
