"""What must be done next, and what worries: words, states and limits."""

from datetime import date, timedelta
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

WORDS_MAX = 1_000
CLOSING_MAX = 1_000
WITHIN = timedelta(days=366)
EMERGENCY_NUMBERS = {
    "101": _l("Ambulance"),
    "100": _l("Police"),
    "1201": _l("ERAN, emotional first aid, 24 hours"),
}


class Safety(StrEnum):
    """Whether somebody is worried about a client."""

    NONE = "none"
    WATCH = "watch"
    CONSULT = "consult"
    EMERGENCY = "emergency"


class Source(StrEnum):
    """Where a follow-up or a concern was raised."""

    HAND = "hand"
    ACTIVITY = "activity"
    MEETING = "meeting"


class FollowUpState(StrEnum):
    """Where a follow-up stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


SAFETY_NAMES = {
    Safety.NONE: _l("No concern"),
    Safety.WATCH: _l("Keep an eye on it"),
    Safety.CONSULT: _l("Talk to the supervisor today"),
    Safety.EMERGENCY: _l("Emergency"),
}
STATE_NAMES = {
    FollowUpState.OPEN: _l("Open"),
    FollowUpState.DONE: _l("Done"),
    FollowUpState.DROPPED: _l("Dropped"),
}


def check_words(words: str, field: str = "words") -> None:
    """`RuleBroken` where nothing is said, or too much."""
    if not words.strip():
        raise RuleBroken(_("Say in a few words what needs to be done."), field)
    if len(words) > WORDS_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=WORDS_MAX), field)


def check_due(due_on: date | None, today: date) -> None:
    """`RuleBroken` where the day is surely a slip of the finger."""
    if due_on and abs(due_on - today) > WITHIN:
        raise RuleBroken(_("This date is more than a year away. Check the year."), "due_on")


def check_reason(reason: str) -> None:
    """`RuleBroken` where a follow-up would be dropped without a word."""
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why it is dropped."), "reason")
    if len(reason) > CLOSING_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=CLOSING_MAX), "reason")


def check_closing(words: str) -> None:
    """`RuleBroken` where a concern would be closed without a word."""
    if not words.strip():
        raise RuleBroken(_("Say what was found and what was done."), "words")
    if len(words) > CLOSING_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=CLOSING_MAX), "words")
