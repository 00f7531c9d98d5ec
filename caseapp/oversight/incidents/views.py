"""The pages of incidents."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.oversight.blueprint import bp
from caseapp.oversight.incidents.actions import change_incident, record_incident, record_telling
from caseapp.oversight.incidents.forms import IncidentForm, NewIncidentForm, TellingForm, stored_incident
from caseapp.oversight.incidents.queries import list_incidents, show_of
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/incidents", endpoint="list_incidents")
@requires(Capability.OVERSEE)
def show_incidents() -> ResponseReturnValue:
    rows = list_incidents(current_user)
    record_reading(current_user, "incidents", [])
    shown = {"rows": rows, "hours": threshold(Threshold.INCIDENT_TELL_HOURS)}
    return render_template("oversight/incidents/list.html", **shown)


@bp.route("/incidents/new", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def new_incident() -> ResponseReturnValue:
    form = NewIncidentForm.of_now()
    if done := form.carry_out(lambda: record_incident(current_user, form.draft(), form.idempotency_key())):
        return saved(_("Saved. The clock runs."), url_for(".show_incident", incident_id=done.result.id))
    return render_template("oversight/incidents/edit.html", form=form, row=None)


@bp.route("/incidents/<uuid:incident_id>")
@requires(Capability.OVERSEE)
def show_incident(incident_id: UUID) -> ResponseReturnValue:
    row = show_of(current_user, incident_id)
    record_reading(current_user, "incident", [])
    return render_template("oversight/incidents/show.html", row=row)


@bp.route("/incidents/<uuid:incident_id>/edit", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def edit_incident(incident_id: UUID) -> ResponseReturnValue:
    row = show_of(current_user, incident_id)
    form = IncidentForm.of(row.known, row.version)
    if form.carry_out(
        lambda: change_incident(current_user, incident_id, form.draft(), form.edited_version()),
        conflict=lambda: _both(incident_id, form),
    ):
        return saved(_("Saved."), url_for(".show_incident", incident_id=incident_id))
    record_reading(current_user, "incident", [])
    return render_template("oversight/incidents/edit.html", form=form, row=row)


@bp.route("/incidents/<uuid:incident_id>/tell", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def tell_incident(incident_id: UUID) -> ResponseReturnValue:
    row, form = show_of(current_user, incident_id), TellingForm.of_now()
    if form.carry_out(lambda: record_telling(current_user, incident_id, form.draft(), form.idempotency_key())):
        return saved(_("Saved."), url_for(".show_incident", incident_id=incident_id))
    record_reading(current_user, "incident", [])
    return render_template("oversight/incidents/tell.html", form=form, row=row)


def _both(incident_id: UUID, form: IncidentForm) -> ResponseReturnValue:
    newest = show_of(current_user, incident_id)
    record_reading(current_user, "incident", [])
    return show_two_texts(form, stored_incident(newest.known), newest.version, _("Two versions of an incident"))
