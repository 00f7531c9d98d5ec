"""Pages of supervision points."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client, in_charge
from caseapp.i18n import _
from caseapp.supervision.blueprint import bp
from caseapp.supervision.points.actions import add_point, close_point
from caseapp.supervision.points.forms import OutcomeForm, PointForm
from caseapp.supervision.points.queries import find_point, points_of
from caseapp.web.answers import saved


@bp.route("/clients/<uuid:client_id>/points", methods=["GET", "POST"])
@requires(Capability.SUPERVISE)
def list_points(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form = PointForm()
    if form.carry_out(lambda: add_point(current_user, client_id, form.words.data, form.idempotency_key())):
        return saved(_("Saved for your next supervision meeting."), url_for(".list_points", client_id=client_id))
    points = points_of(current_user, client_id)
    record_reading(current_user, "points", [client_id])
    return render_template("supervision/points/list.html", client=client, points=points, form=form)


@bp.route("/points/<uuid:point_id>/talk", methods=["GET", "POST"])
@requires(Capability.SUPERVISE)
def close(point_id: UUID) -> ResponseReturnValue:
    point = find_point(current_user, point_id)
    client = find_client(current_user, point.client_id, in_charge)
    form = OutcomeForm(data={"version": point.version})
    if form.carry_out(lambda: close_point(current_user, point_id, form.outcome.data, form.edited_version())):
        return saved(_("Point marked as discussed."), url_for(".list_points", client_id=client.id))
    record_reading(current_user, "point", [client.id])
    return render_template("supervision/points/close.html", client=client, point=point, form=form)
