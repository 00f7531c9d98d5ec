"""Prepared messages to a client, seen first, then opened in an app of the mentor's own phone."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.blueprint import bp
from caseapp.activities.messages.actions import open_message
from caseapp.activities.messages.forms import MessageForm
from caseapp.activities.messages.page import messages_to
from caseapp.activities.messages.rules import prefers_another_way
from caseapp.audit import record_reading
from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.queries import find_client


@bp.route("/clients/<uuid:client_id>/messages", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def show_messages(client_id: UUID) -> ResponseReturnValue:
    """The messages; one that was chosen is recorded, and the page then leads into its app."""
    client = find_client(current_user, client_id)
    form = MessageForm()
    done = form.carry_out(lambda: open_message(current_user, client_id, *form.chosen()))
    record_reading(current_user, "messages", [client_id])
    return render_template(
        "activities/messages/show.html",
        client=client,
        form=form,
        messages=messages_to(current_user, client, current_user.name.split()[0]),
        opened=form.chosen() if done else None,
        phone=shown_phone(client.phone),
        is_asked_otherwise=prefers_another_way(client.contact_way),
    )
