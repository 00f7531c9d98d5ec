"""The list of records that were kept for long enough: the first person asks, the second one confirms."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.batches.queue import send
from caseapp.i18n import ngettext
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.blueprint import bp
from caseapp.privacy.erasure.removal_actions import KIND
from caseapp.privacy.orders.queries import OrderRow
from caseapp.privacy.orders.rules import OrderState
from caseapp.privacy.retention.actions import ask_for_list, confirm_list
from caseapp.privacy.retention.forms import AskForListForm, ConfirmListForm
from caseapp.privacy.retention.queries import due_orders
from caseapp.privacy.retention.rules import written
from caseapp.web.answers import saved


@bp.route("/retention", methods=["GET", "POST"])
@requires(Capability.ASK_ERASURES)
@needs_fresh_proof
def list_due() -> ResponseReturnValue:
    rows = due_orders(current_user, OrderState.PROPOSED)
    form = AskForListForm.offering(_people(rows))
    if asked := form.carry_out(lambda: ask_for_list(current_user, form.draft())):
        said = ngettext("Asked for %(num)s person.", "Asked for %(num)s people.", asked.result)
        return saved(said, url_for(".list_erasures"))
    record_reading(current_user, "retention", {row.client_id for row in rows})
    years = threshold(Threshold.RETENTION_YEARS)
    return render_template("privacy/retention/due.html", rows=rows, form=form, years=years, written=written)


@bp.route("/retention/confirmation", methods=["GET", "POST"])
@requires(Capability.CONFIRM_ERASURES)
@needs_fresh_proof
def confirm_due() -> ResponseReturnValue:
    rows = due_orders(current_user, OrderState.ASKED)
    form = ConfirmListForm.offering(_people(rows))
    if done := form.carry_out(lambda: confirm_list(current_user, form.draft())):
        send(done.result, KIND)
        number = len(done.result)
        said = ngettext("Confirmed for %(num)s person.", "Confirmed for %(num)s people.", number)
        return saved(said, url_for(".list_erasures"))
    record_reading(current_user, "retention", {row.client_id for row in rows})
    return render_template("privacy/retention/confirmation.html", rows=rows, form=form, written=written)


def _people(rows: list[OrderRow]) -> list[tuple[str, str]]:
    return [(written(row.id, row.version), row.name or "") for row in rows if not row.is_held]
