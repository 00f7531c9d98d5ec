"""Prepared messages in the client's language: they name nothing but the two people and the hour."""

from datetime import date, time
from typing import NamedTuple

from caseapp.activities.messages.rules import MessageKind, language_of_message
from caseapp.i18n import _, in_language


class PreparedMessage(NamedTuple):
    """What a message is for, and its text."""

    kind: MessageKind
    text: str


def prepare_messages(
    language: str, called: str, mentor: str, next_at: tuple[date, time] | None, today: date
) -> list[PreparedMessage]:
    """The messages that fit today, in that language; a reminder only where a meeting is planned."""
    people = {"name": called, "mentor": mentor}
    with in_language(language_of_message(language)):
        texts = {
            MessageKind.REMINDER: _reminder(next_at, today, people) if next_at else "",
            MessageKind.ON_MY_WAY: _("Hello %(name)s, I am on my way. %(mentor)s", **people),
            MessageKind.MISSED: _(
                "Hello %(name)s, a pity that we did not meet today. I would be glad to hear from you. %(mentor)s",
                **people,
            ),
        }
    return [PreparedMessage(kind, text) for kind, text in texts.items() if text]


def _reminder(next_at: tuple[date, time], today: date, people: dict[str, str]) -> str:
    on, hour = next_at
    at = hour.isoformat("minutes")
    if on == today:
        return _("Hello %(name)s, a reminder: we meet today at %(hour)s. %(mentor)s", hour=at, **people)
    if (on - today).days == 1:
        return _("Hello %(name)s, a reminder: we meet tomorrow at %(hour)s. %(mentor)s", hour=at, **people)
    day = f"{on.day}.{on.month}"
    return _("Hello %(name)s, a reminder: we meet on %(day)s at %(hour)s. %(mentor)s", day=day, hour=at, **people)
