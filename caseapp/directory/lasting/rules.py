"""How many of the ties that came out of an entry lasted, told only where nobody can be known by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from caseapp.clients.rules import FEWEST_TOLD
from caseapp.ties.rules import TieStanding, is_counted, standing_of


class FollowedTie(NamedTuple):
    """Where a tie stands."""

    alone_on: date | None
    lasting_on: date | None
    ended_on: date | None
    known_on: date | None


@dataclass(frozen=True)
class LastingCount:
    """How many lasted of how many, after twelve weeks; nothing where it is fewer than five."""

    lasting: int | None = None
    counted: int | None = None


def lasting_count(ties: Iterable[FollowedTie], today: date) -> LastingCount:
    """Of the ties whose first time alone is twelve weeks ago, those that last; a number below five is not told."""
    standings = [
        standing_of(tie.lasting_on, tie.ended_on, tie.known_on) for tie in ties if is_counted(tie.alone_on, today)
    ]
    if len(standings) < FEWEST_TOLD:
        return LastingCount()
    lasting = standings.count(TieStanding.LASTING)
    return LastingCount(lasting if lasting >= FEWEST_TOLD else None, len(standings))
