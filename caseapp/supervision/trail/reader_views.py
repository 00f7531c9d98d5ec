"""The page that says who has opened a client's file."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import ROLE_NAMES, Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import answered_for, find_client
from caseapp.supervision.blueprint import bp
from caseapp.supervision.trail.reader_queries import readers_of
from caseapp.supervision.trail.rules import ACT_NAMES
from caseapp.supervision.trail.views import entry_before


@bp.route("/clients/<uuid:client_id>/readers")
@requires(Capability.SEE_ACCESS_LOG)
def show_readers(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, answered_for)
    start = entry_before()
    page = readers_of(current_user, client_id, start)
    record_reading(current_user, "readers", [client_id])
    return render_template(
        "supervision/trail/readers.html",
        client=client,
        page=page,
        act_names=ACT_NAMES,
        role_names=ROLE_NAMES,
        is_older=start is not None,
    )
