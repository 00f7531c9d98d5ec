"""The directory as it is looked through together with a client."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.directory.blueprint import bp
from caseapp.directory.filter_rules import SourceFilter, start_of
from caseapp.directory.interests.queries import interests_of
from caseapp.directory.page import clients_directory_page


@bp.route("/clients/<uuid:client_id>/sources")
@requires(Capability.RECORD_WORK)
def list_clients_sources(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    chosen = interests_of(current_user, client_id).chosen
    asked = SourceFilter.read(request.args)
    page = clients_directory_page(
        current_user,
        asked,
        chosen,
        start_of(request.args),
        lambda each: url_for(".list_clients_sources", client_id=client_id, **each.query()),
    )
    record_reading(current_user, "client_sources", [client_id])
    return render_template("directory/client.html", client=client, page=page, today=today())
