"""The directory as it is looked through together with a client."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.file.adjustment_rules import ON_THE_WAY, minded
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.directory.blueprint import bp
from caseapp.directory.filter_rules import SourceFilter, start_of
from caseapp.directory.interests.queries import interests_of
from caseapp.directory.page import DirectoryPage, clients_directory_page
from caseapp.directory.shortlist.forms import ShortlistForm
from caseapp.directory.shortlist.queries import ids_on_list


@bp.route("/clients/<uuid:client_id>/sources")
@requires(Capability.RECORD_WORK)
def list_clients_sources(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    page = _page_for(client_id)
    listed = {"on_list": ids_on_list(current_user, client_id), "button_form": ShortlistForm(formdata=None)}
    told = {"today": today(), "minded": minded(client.adjustments, ON_THE_WAY)}
    record_reading(current_user, "client_sources", [client_id])
    return render_template("directory/client.html", client=client, page=page, **told, **listed)


def _page_for(client_id: UUID) -> DirectoryPage:
    return clients_directory_page(
        current_user,
        SourceFilter.read(request.args),
        interests_of(current_user, client_id).chosen,
        today(),
        start_of(request.args),
        lambda asked: url_for(".list_clients_sources", client_id=client_id, **asked.query()),
    )
