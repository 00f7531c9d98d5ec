"""What the page of a client's check-ins shows."""

from dataclasses import dataclass

from flask import url_for

from caseapp.access import Viewer
from caseapp.activities.messages.rules import (
    APP_NAMES,
    MessageApp,
    address_of,
    apps_of,
    language_of_message,
    may_be_written_to,
)
from caseapp.check_ins.queries import CheckInRow, find_check_in_consent, find_own_assignment, list_check_ins
from caseapp.check_ins.words import prepare_link_message
from caseapp.clients.models import Client
from caseapp.organisation.queries import organisation_settings


@dataclass(frozen=True)
class SentLink:
    """A link that was made just now: the message as it is seen before it is sent, and what opens it in the app."""

    app_name: str
    text: str
    address: str


@dataclass(frozen=True)
class CheckInPage:
    """The client's last check-ins, and what is needed to send one: a number, a consent, and one's own client."""

    rows: list[CheckInRow]
    has_number: bool
    has_consent: bool
    is_own: bool
    apps: dict[MessageApp, str]


def check_in_page(viewer: Viewer, client: Client) -> CheckInPage:
    """How it stands with one client."""
    apps = apps_of(organisation_settings().details.messengers.split())
    return CheckInPage(
        rows=list_check_ins(viewer, client.id),
        has_number=may_be_written_to(client.phone, client.no_messages),
        has_consent=find_check_in_consent(viewer, client.id) is not None,
        is_own=find_own_assignment(viewer, client.id) is not None,
        apps={app: str(APP_NAMES[app]) for app in apps},
    )


def sent_link(client: Client, mentor: str, app: MessageApp, code: str) -> SentLink:
    """The message with the link in the client's language. The code follows the #, which no browser sends."""
    spoken = language_of_message(client.language)
    address = url_for("check_ins.answer", code=spoken, _external=True, _anchor=code)
    text = prepare_link_message(spoken, mentor, address)
    return SentLink(str(APP_NAMES[app]), text, address_of(app, client.phone, text))
