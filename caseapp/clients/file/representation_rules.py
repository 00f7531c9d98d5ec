"""Who decides beside a client: the one rule about representation, for consents, signatures and handed-over reports.

The client is always asked too. Which matters a paper reaches is read from the paper; this table is what the program
suggests until it was read, and no law.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from caseapp.clients.file.rules import GuardianScope
from caseapp.i18n import _l


class Representation(StrEnum):
    """By what somebody stands beside a client; a statement of wishes is a paper and no person."""

    GUARDIAN = "guardian"
    ENDURING_POWER = "enduring_power"
    SUPPORTER = "supporter"
    WISHES = "wishes"


class DecidedAct(StrEnum):
    """What is decided."""

    CONSENT = "consent"
    SIGNATURE = "signature"
    HANDING_OVER = "handing_over"


class RepresentativePart(StrEnum):
    """What a representative does in it."""

    DECIDES = "decides"
    HELPS = "helps"
    IS_READ = "is_read"
    NONE = "none"


REPRESENTATION_NAMES = {
    Representation.GUARDIAN: _l("Guardian"),
    Representation.ENDURING_POWER: _l("Enduring power of attorney"),
    Representation.SUPPORTER: _l("Decision supporter"),
    Representation.WISHES: _l("Statement of wishes"),
}
PART_NAMES = {
    RepresentativePart.DECIDES: _l("Is asked too, and decides with the client"),
    RepresentativePart.HELPS: _l("Helps the client to decide; the client decides"),
    RepresentativePart.IS_READ: _l("Is read before the client is asked"),
    RepresentativePart.NONE: _l("Has no part: it was given for other matters"),
}
PARTS = {
    **{(Representation.GUARDIAN, act): RepresentativePart.DECIDES for act in DecidedAct},
    **{(Representation.ENDURING_POWER, act): RepresentativePart.DECIDES for act in DecidedAct},
    (Representation.SUPPORTER, DecidedAct.CONSENT): RepresentativePart.HELPS,
    (Representation.SUPPORTER, DecidedAct.SIGNATURE): RepresentativePart.HELPS,
    (Representation.SUPPORTER, DecidedAct.HANDING_OVER): RepresentativePart.NONE,
    (Representation.WISHES, DecidedAct.CONSENT): RepresentativePart.IS_READ,
    (Representation.WISHES, DecidedAct.SIGNATURE): RepresentativePart.IS_READ,
    (Representation.WISHES, DecidedAct.HANDING_OVER): RepresentativePart.NONE,
}
PERSONAL = frozenset({GuardianScope.GENERAL, GuardianScope.BODY})
"""The matters to which reports and consents about mentoring belong; property, medical and other matters are not."""


class Represents(Protocol):
    """What decides whether a representation counts. It still does on its last day."""

    @property
    def representation(self) -> Representation | None: ...
    @property
    def matters(self) -> GuardianScope | None: ...
    @property
    def from_on(self) -> date | None: ...
    @property
    def until_on(self) -> date | None: ...


R = TypeVar("R", bound=Represents)


def counts_on(who: Represents, day: date) -> bool:
    """Whether it counts on that day."""
    has_begun = who.from_on is None or who.from_on <= day
    return has_begun and (who.until_on is None or who.until_on >= day)


def part_in(who: Represents, act: DecidedAct, day: date) -> RepresentativePart:
    """What a representative does in an act of that day."""
    if who.representation is None or not counts_on(who, day):
        return RepresentativePart.NONE
    part = PARTS[who.representation, act]
    return part if part is not RepresentativePart.DECIDES or who.matters in PERSONAL else RepresentativePart.NONE


def deciding(people: Iterable[R], act: DecidedAct, day: date) -> list[R]:
    """Who decides with the client."""
    return [each for each in people if part_in(each, act, day) is RepresentativePart.DECIDES]
