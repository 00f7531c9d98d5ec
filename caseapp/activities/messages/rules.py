"""Prepared messages to a client: what they are for, and the apps of the mentor's own phone that send them."""

from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import quote

from caseapp.clients.rules import ContactWay
from caseapp.i18n import LANGUAGES, _l
from caseapp.organisation.rules import MESSENGERS

AT_FIRST = "he"


class MessageKind(StrEnum):
    """What a message is for."""

    REMINDER = "reminder"
    ON_MY_WAY = "on_my_way"
    MISSED = "missed"


class MessageApp(StrEnum):
    """What sends a message: the phone's own, or a messenger that the organisation has allowed."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    VIBER = "viber"


KIND_NAMES = {
    MessageKind.REMINDER: _l("A reminder of the meeting"),
    MessageKind.ON_MY_WAY: _l("On my way"),
    MessageKind.MISSED: _l("Missed you today"),
}
APP_NAMES = {
    MessageApp.SMS: _l("Text message"),
    **{MessageApp(code): name for code, name in MESSENGERS.items()},
}
# By the scheme of the app itself: an address of the web would tell the client's number to whoever answers there.
SCHEMES = {
    MessageApp.SMS: "sms:+{number}?&body={text}",
    MessageApp.WHATSAPP: "whatsapp://send?phone={number}&text={text}",
    MessageApp.TELEGRAM: "tg://resolve?phone={number}&text={text}",
    MessageApp.VIBER: "viber://chat?number=%2B{number}&draft={text}",
}


def language_of_message(clients: str) -> str:
    """The language in which a message is written to a client who speaks that one."""
    return clients if clients in LANGUAGES else AT_FIRST


def apps_of(allowed: Iterable[str]) -> list[MessageApp]:
    """The phone's own messages, and the messengers that the organisation has allowed."""
    chosen = set(allowed)
    return [MessageApp.SMS, *(MessageApp(code) for code in MESSENGERS if code in chosen)]


def address_of(app: MessageApp, phone: str, text: str) -> str:
    """What opens the app with the number and the text in it."""
    return SCHEMES[app].format(number=phone.removeprefix("+"), text=quote(text, safe=""))


def may_be_written_to(phone: str, no_messages: bool) -> bool:
    """Whether the client can get messages, and has not asked for none."""
    return phone.startswith("+") and not no_messages


def prefers_another_way(way: ContactWay | None) -> bool:
    """Whether the client has asked to be reached in another way than by message."""
    return way in (ContactWay.CALL, ContactWay.EMAIL)
