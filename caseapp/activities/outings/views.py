"""One note for several people of an outing."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.blueprint import bp
from caseapp.activities.outings.actions import record_outing
from caseapp.activities.outings.forms import OutingForm
from caseapp.activities.plans.choice_queries import clients_to_note
from caseapp.audit import record_reading
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/activities/outings/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_outing() -> ResponseReturnValue:
    """The note, and a record of it in the file of everybody who was there."""
    clients = clients_to_note(current_user)
    form = OutingForm.starting([(client.id, client.name) for client in clients])
    if done := form.carry_out_once(
        lambda: record_outing(current_user, form.client_ids(), form.draft(), form.idempotency_key(), form.is_second())
    ):
        words = _("Saved in the files of all %(num)s.", num=done.result)
        return saved(words, url_for(".choose_client"))
    record_reading(current_user, "outing", [client.id for client in clients])
    return render_template("activities/outings/new.html", form=form)
