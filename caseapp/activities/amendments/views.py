"""The page on which a final note is put right."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.amendments.actions import amend
from caseapp.activities.amendments.forms import AmendmentForm
from caseapp.activities.blueprint import bp
from caseapp.activities.queries import find_activity_to_mend
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.errors import RuleBroken
from caseapp.i18n import _


@bp.route("/activities/<uuid:activity_id>/amendments/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_amendment(activity_id):
    activity = find_activity_to_mend(current_user, activity_id)
    form = AmendmentForm()
    if form.validate_on_submit():
        try:
            amend(current_user, activity, form.words.data, form.reason.data, key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Correction saved beside the note."), "success")
            return redirect(url_for("activities.show_activity", activity_id=activity_id), 303)
    client = find_client(current_user, activity.client_id)
    record_reading(current_user, "amendment", [client.id])
    return render_template("activities/amendments/new.html", form=form, client=client, activity=activity)
