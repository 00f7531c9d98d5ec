"""The figures of a map: each counts ties of a list that can be opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.circles.rules import CircleKind, CircleTie, Giving, Knowing, Ring, TieFrequency, TiePay, TieRole, present
from caseapp.i18n import _l
from caseapp.percentage_rules import percentage


class CircleFigure(StrEnum):
    """What is counted."""

    ALL = "all"
    CLOSE = "close"
    IMPORTANT = "important"
    FURTHER = "further"
    NATURAL = "natural"
    PEERS = "peers"
    RECIPROCAL = "reciprocal"
    WEEKLY = "weekly"
    CONFIDANTS = "confidants"
    PLACES = "places"
    GROUPS = "groups"


FIGURE_NAMES = {
    CircleFigure.ALL: _l("On the map"),
    CircleFigure.CLOSE: _l("Very close"),
    CircleFigure.IMPORTANT: _l("Important to me"),
    CircleFigure.FURTHER: _l("Further away"),
    CircleFigure.NATURAL: _l("Natural ties"),
    CircleFigure.PEERS: _l("Peers who cope too"),
    CircleFigure.RECIPROCAL: _l("Both give and receive"),
    CircleFigure.WEEKLY: _l("Contact every week"),
    CircleFigure.CONFIDANTS: _l("Know about my situation"),
    CircleFigure.PLACES: _l("Places"),
    CircleFigure.GROUPS: _l("Groups"),
}
_COUNTED: dict[CircleFigure, Callable[[CircleTie], bool]] = {
    CircleFigure.ALL: lambda tie: True,
    CircleFigure.CLOSE: lambda tie: tie.ring is Ring.CLOSE,
    CircleFigure.IMPORTANT: lambda tie: tie.ring is Ring.IMPORTANT,
    CircleFigure.FURTHER: lambda tie: tie.ring is Ring.FURTHER,
    CircleFigure.NATURAL: lambda tie: tie.pay is TiePay.NATURAL,
    CircleFigure.PEERS: lambda tie: tie.role is TieRole.PEER,
    CircleFigure.RECIPROCAL: lambda tie: tie.giving is Giving.BOTH,
    CircleFigure.WEEKLY: lambda tie: tie.often in (TieFrequency.DAILY, TieFrequency.WEEKLY),
    CircleFigure.CONFIDANTS: lambda tie: tie.knows is Knowing.YES,
    CircleFigure.PLACES: lambda tie: tie.kind is CircleKind.PLACE,
    CircleFigure.GROUPS: lambda tie: tie.kind is CircleKind.GROUP,
}


@dataclass(frozen=True)
class CircleMap:
    """A map of support on its day."""

    drawn_on: date
    ties: tuple[CircleTie, ...]


@dataclass(frozen=True)
class CircleProgress:
    """The last map of the period, and the one with which it is compared, if there is an earlier one."""

    now: CircleMap
    then: CircleMap | None = None


def counted_by(figure: CircleFigure, ties: Iterable[CircleTie]) -> tuple[CircleTie, ...]:
    """The ties that a figure counts; those of which it was not said are not counted."""
    return tuple(tie for tie in present(ties) if _COUNTED[figure](tie))


def natural_share(ties: Iterable[CircleTie]) -> int | None:
    """Natural ties as a percentage of those of which it is known; nothing where of none."""
    known = [tie.pay for tie in present(ties) if tie.pay]
    return percentage(known.count(TiePay.NATURAL), len(known))
