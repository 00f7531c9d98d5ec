"""The mirror of a pair's practice: how they met in twelve weeks, out of what is noted of meetings anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from caseapp.activities.rules import Mode
from caseapp.i18n import _l

COMMUNITY, FAMILY = "community", "family"


class Practice(StrEnum):
    """What is looked at, and what the lists are called."""

    COMMUNITY = "community"
    OTHERS = "others"
    TOGETHER = "together"


PRACTICE_NAMES = {
    Practice.COMMUNITY: _l("Out in the community"),
    Practice.OTHERS: _l("With others"),
    Practice.TOGETHER: _l("The note was written together"),
}


@dataclass(frozen=True)
class PairedMeeting:
    """A meeting face to face that took place: with which mentor, where, of which kinds, and who else was there."""

    id: UUID
    on: date
    mentor_id: UUID
    mentor: str
    mode: Mode
    place: str
    kinds: frozenset[str]
    has_others: bool
    with_client: bool

    def shows(self, practice: Practice) -> bool:
        """Whether it is counted there."""
        match practice:
            case Practice.COMMUNITY:
                return self.mode is Mode.OUTING or self.place == COMMUNITY
            case Practice.OTHERS:
                return self.has_others or FAMILY in self.kinds
            case Practice.TOGETHER:
                return self.with_client


@dataclass(frozen=True)
class Pair:
    """The meetings of a client with one mentor, the newest first."""

    mentor: str
    meetings: Sequence[PairedMeeting]

    @property
    def lists(self) -> dict[Practice, list[PairedMeeting]]:
        """The meetings that each figure counts."""
        return {practice: [each for each in self.meetings if each.shows(practice)] for practice in Practice}


def pairs_of(meetings: Sequence[PairedMeeting]) -> list[Pair]:
    """The pairs, in the order of the mentors' names."""
    mentors = sorted({(each.mentor, each.mentor_id) for each in meetings})
    return [Pair(name, [each for each in meetings if each.mentor_id == mentor_id]) for name, mentor_id in mentors]
