"""The mirror of how a client and the mentors met."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.rules import MODE_NAMES, weeks_begin_on
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.supervision.blueprint import bp
from caseapp.supervision.mirrors.practice_queries import alone_since, meetings_since, own_steps_since
from caseapp.supervision.mirrors.practice_rules import PRACTICE_NAMES, pairs_of


@bp.route("/clients/<uuid:client_id>/practice")
@requires(Capability.SEE_CLIENTS)
def show_practice(client_id: UUID) -> ResponseReturnValue:
    client, since = find_client(current_user, client_id), weeks_begin_on(today())
    parts = {
        "pairs": pairs_of(meetings_since(current_user, client_id, since)),
        "steps": own_steps_since(current_user, client_id, since),
        "visits": alone_since(current_user, client_id, since),
    }
    record_reading(current_user, "practice", [client_id])
    names = {"names": PRACTICE_NAMES, "mode_names": MODE_NAMES}
    return render_template("supervision/mirrors/practice.html", client=client, since=since, **names, **parts)
