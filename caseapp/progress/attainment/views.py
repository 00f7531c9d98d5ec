"""The page of a client's goal attainment."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.progress.attainment.page import attainment_page, period_choices
from caseapp.progress.attainment.rules import AttainmentPeriod, read_period

bp = Blueprint("attainment", __name__)


@bp.route("/clients/<uuid:client_id>/attainment")
@requires(Capability.SEE_CLIENTS)
def show_attainment(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    period = _asked()
    page = attainment_page(current_user, client_id, period)
    record_reading(current_user, "attainment", [client_id])
    choices = period_choices(period)
    return render_template("progress/attainment/show.html", client=client, page=page, period=period, choices=choices)


def _asked() -> AttainmentPeriod:
    try:
        return read_period(request.args, today())
    except ValueError:
        raise NotVisible from None
