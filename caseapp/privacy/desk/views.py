"""The pages on which a privacy officer finds the person whom a request is about, and sees how far it is."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import answered_for, find_client
from caseapp.privacy.blueprint import bp
from caseapp.privacy.desk.queries import search_desk
from caseapp.privacy.requests.queries import requests_of
from caseapp.privacy.whole_file.queries import file_states


@bp.route("/privacy/people", methods=["GET", "POST"])
@requires(Capability.USE_PRIVACY_DESK)
def search_people() -> ResponseReturnValue:
    form = ClientSearchForm()
    is_search = form.validate_on_submit()
    rows = search_desk(current_user, form.words.data or "") if is_search else []
    record_reading(current_user, "privacy_desk", [row.id for row in rows])
    return render_template("privacy/desk/people.html", form=form, rows=rows, is_search=is_search)


@bp.route("/privacy/people/<uuid:client_id>")
@requires(Capability.USE_PRIVACY_DESK)
def show_person(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, answered_for)
    rows, files = requests_of(current_user, client_id), file_states(current_user, client_id)
    record_reading(current_user, "privacy_desk", [client_id])
    return render_template("privacy/desk/person.html", client=client, rows=rows, files=files)
