"""The rules of activities: how people meet, what became of it, what counts as contact."""

from enum import StrEnum

from caseapp.i18n import _l

MINUTES_MAX = 24 * 60


class Mode(StrEnum):
    """How mentor and client met."""

    IN_PERSON = "in_person"
    OUTING = "outing"
    HOME = "home"
    PHONE = "phone"
    VIDEO = "video"
    TEXT = "text"


class Outcome(StrEnum):
    """What became of the meeting."""

    HELD = "held"
    PARTLY = "partly"
    CLIENT_CANCELLED = "client_cancelled"
    MENTOR_CANCELLED = "mentor_cancelled"
    NO_SHOW = "no_show"


class Safety(StrEnum):
    """Whether the mentor is worried."""

    NONE = "none"
    WATCH = "watch"
    CONSULT = "consult"
    EMERGENCY = "emergency"


class Movement(StrEnum):
    """How a goal moved in this meeting, in words; a rating is another act."""

    SETBACK = "setback"
    SLIGHTLY_BACK = "slightly_back"
    SAME = "same"
    STEP = "step"
    LEAP = "leap"


CONTACT = frozenset({Outcome.HELD, Outcome.PARTLY})

MODE_NAMES = {
    Mode.IN_PERSON: _l("In person"),
    Mode.OUTING: _l("Outing in the community"),
    Mode.HOME: _l("At home"),
    Mode.PHONE: _l("Phone"),
    Mode.VIDEO: _l("Video"),
    Mode.TEXT: _l("Messages"),
}
OUTCOME_NAMES = {
    Outcome.HELD: _l("Held"),
    Outcome.PARTLY: _l("Partly held"),
    Outcome.CLIENT_CANCELLED: _l("Cancelled by the client"),
    Outcome.MENTOR_CANCELLED: _l("Cancelled by the mentor"),
    Outcome.NO_SHOW: _l("Did not come"),
}
SAFETY_NAMES = {
    Safety.NONE: _l("No concern"),
    Safety.WATCH: _l("Keep an eye on it"),
    Safety.CONSULT: _l("Talk with the supervisor today"),
    Safety.EMERGENCY: _l("Emergency"),
}
MOVEMENT_NAMES = {
    Movement.SETBACK: _l("A setback"),
    Movement.SLIGHTLY_BACK: _l("Slightly back"),
    Movement.SAME: _l("As before"),
    Movement.STEP: _l("A step forward"),
    Movement.LEAP: _l("A leap forward"),
}


def is_contact(outcome: Outcome) -> bool:
    """Whether mentor and client were really in contact; failed attempts are not."""
    return outcome in CONTACT
