"""The page on which a final note is corrected."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.amendments.actions import amend
from caseapp.activities.amendments.forms import AmendmentForm
from caseapp.activities.blueprint import bp
from caseapp.activities.queries import find_activity_to_edit
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/activities/<uuid:activity_id>/amendments/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_amendment(activity_id: UUID) -> ResponseReturnValue:
    activity = find_activity_to_edit(current_user, activity_id)
    form = AmendmentForm()
    if form.carry_out(lambda: amend(current_user, activity, form.draft(), form.idempotency_key())):
        return saved(_("Correction saved beside the note."), url_for(".show_activity", activity_id=activity_id))
    client = find_client(current_user, activity.client_id)
    record_reading(current_user, "amendment", [client.id])
    return render_template("activities/amendments/new.html", form=form, client=client, activity=activity)
