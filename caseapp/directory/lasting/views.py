"""Following an entry of a client's list as a tie."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.clients.queries import find_client
from caseapp.directory.blueprint import bp
from caseapp.directory.lasting.actions import follow_source
from caseapp.directory.lasting.forms import FollowSourceForm
from caseapp.i18n import _
from caseapp.web.answers import refused, saved


@bp.route("/clients/<uuid:client_id>/shortlist/tie", methods=["POST"])
@requires(Capability.RECORD_WORK)
def follow(client_id: UUID) -> ResponseReturnValue:
    find_client(current_user, client_id)
    form = FollowSourceForm()
    if form.carry_out(lambda: follow_source(current_user, client_id, form.source_id(), form.idempotency_key())):
        return saved(_("The tie is followed from now on."), url_for("ties.list_clients_ties", client_id=client_id))
    return refused(form, url_for(".show_shortlist", client_id=client_id))
