"""What is kept of a prepared message: that it was opened in an app, never what it said."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.messages.rules import MessageApp, MessageKind, apps_of, may_be_written_to
from caseapp.audit import Act, record
from caseapp.clients.queries import find_client
from caseapp.db import transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.organisation.queries import organisation_settings


@transaction
def open_message(viewer: Viewer, client_id: UUID, kind: MessageKind, app: MessageApp) -> None:
    """Record that a message was opened; `RuleBroken` where the client or the organisation does not want it."""
    ensure(viewer, Capability.RECORD_WORK)
    client = find_client(viewer, client_id)
    if not may_be_written_to(client.phone, client.no_messages):
        raise RuleBroken(_("No messages can be sent to this number."))
    if app not in apps_of(organisation_settings().details.messengers.split()):
        raise RuleBroken(_("The organisation has not allowed this messenger."))
    record(Act.MESSAGE_OPENED, viewer, about=client, clients=[client_id], kind=kind.value, app=app.value)
