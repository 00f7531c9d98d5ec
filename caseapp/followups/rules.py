"""The rules of follow-ups and concerns: states, levels and limits."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

WORDS_MAX = 1_000
CLOSING_MAX = 1_000
WITHIN = timedelta(days=366)
EMERGENCY_NUMBERS = {
    "101": _l("Ambulance"),
    "100": _l("Police"),
    "1201": _l("ERAN, emotional first aid, 24 hours"),
}


class Safety(StrEnum):
    """How serious a concern about a client is."""

    NONE = "none"
    WATCH = "watch"
    CONSULT = "consult"
    EMERGENCY = "emergency"


class FollowUpSource(StrEnum):
    """What a follow-up or a concern comes from."""

    HAND = "hand"
    ACTIVITY = "activity"
    MEETING = "meeting"
    NOTICE = "notice"


class FollowUpState(StrEnum):
    """Whether a follow-up is to be done, done or dropped."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


SAFETY_NAMES = {
    Safety.NONE: _l("No concern"),
    Safety.WATCH: _l("Keep an eye on it"),
    Safety.CONSULT: _l("Talk to the supervisor today"),
    Safety.EMERGENCY: _l("Danger to life"),
}
STATE_NAMES = {
    FollowUpState.OPEN: _l("Open"),
    FollowUpState.DONE: _l("Done"),
    FollowUpState.DROPPED: _l("Dropped"),
}


@dataclass(frozen=True)
class FollowUpDraft:
    """What is to be done, and by when."""

    words: str
    due_on: date | None = None


@dataclass(frozen=True)
class ConcernDraft:
    """A concern: how serious it is, what was seen, and on which day."""

    level: Safety
    words: str
    happened_on: date


def check_follow_up(draft: FollowUpDraft, today: date) -> None:
    """`RuleBroken` if there are no words or too many, or if the date is surely a typing error."""
    if not draft.words.strip():
        raise RuleBroken(_("Say in a few words what needs to be done."), "words")
    check_length(draft.words, WORDS_MAX, "words")
    if draft.due_on and abs(draft.due_on - today) > WITHIN:
        raise RuleBroken(_("This date is more than a year away. Check the year."), "due_on")


def check_reason(reason: str) -> None:
    """`RuleBroken` if the reason for dropping a follow-up is missing or too long."""
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why it is dropped."), "reason")
    check_length(reason, CLOSING_MAX, "reason")


def check_closing(words: str) -> None:
    """`RuleBroken` if the words for closing a concern are missing or too long."""
    if not words.strip():
        raise RuleBroken(_("Say what was found and what was done."), "words")
    check_length(words, CLOSING_MAX, "words")
