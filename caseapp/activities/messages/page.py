"""The page of prepared messages to one client."""

from typing import NamedTuple

from caseapp.access import Viewer
from caseapp.activities.messages.rules import (
    APP_NAMES,
    KIND_NAMES,
    MessageApp,
    MessageKind,
    address_of,
    apps_of,
    may_be_written_to,
)
from caseapp.activities.messages.words import prepare_messages
from caseapp.activities.plans.queries import next_meetings
from caseapp.clients.models import Client
from caseapp.clock import today
from caseapp.organisation.queries import organisation_settings


class Way(NamedTuple):
    """One app, and what opens the message in it."""

    app: MessageApp
    name: str
    address: str


class ShownMessage(NamedTuple):
    """One message as it is seen before it is opened."""

    kind: MessageKind
    name: str
    text: str
    ways: list[Way]


def messages_to(viewer: Viewer, client: Client, mentor: str) -> list[ShownMessage]:
    """The messages that can be opened for a client; none where the client cannot or does not want to get any."""
    if not may_be_written_to(client.phone, client.no_messages):
        return []
    plan = next_meetings(viewer, [client.id]).get(client.id)
    next_at = (plan.held_on, plan.starts_at) if plan else None
    apps = apps_of(organisation_settings().details.messengers.split())
    return [
        ShownMessage(each.kind, str(KIND_NAMES[each.kind]), each.text, _ways(apps, client.phone, each.text))
        for each in prepare_messages(client.language, client.called, mentor, next_at, today())
    ]


def _ways(apps: list[MessageApp], phone: str, text: str) -> list[Way]:
    return [Way(app, str(APP_NAMES[app]), address_of(app, phone, text)) for app in apps]
