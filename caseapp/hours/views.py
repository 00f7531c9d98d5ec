"""The pages of used hours."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.rules import MODE_NAMES
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.hours.queries import list_counted
from caseapp.hours.rules import CountedHours, read_counted

bp = Blueprint("hours", __name__)


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
