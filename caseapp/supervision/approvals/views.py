"""The page of the approvals that need somebody."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.supervision.approvals.queries import approvals_to_see
from caseapp.supervision.blueprint import bp


@bp.route("/approvals", endpoint="list_approvals")
@requires(Capability.SEE_CLIENTS)
def show_approvals() -> ResponseReturnValue:
    found = approvals_to_see(current_user)
    record_reading(current_user, "approvals", found.client_ids)
    return render_template("supervision/approvals/list.html", found=found, today=today())
