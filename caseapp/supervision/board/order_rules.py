"""Why a client needs attention, how soon, and in which order the rows stand. docs/board.md tells it in words."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID


class Reason(StrEnum):
    """Why a client needs attention."""

    CONCERN = "concern"
    NOBODY = "nobody"
    ACCOUNT = "account"
    NOT_MET = "not_met"
    APPROVAL = "approval"
    ABSENCES = "absences"
    NOT_BEGUN = "not_begun"
    FADING = "fading"
    CHECK_IN = "check_in"
    STUCK = "stuck"
    PULSE = "pulse"
    LOST = "lost"
    ASKED = "asked"
    TIE = "tie"
    NOTES = "notes"
    GOALS = "goals"
    REVIEW = "review"


class Urgency(IntEnum):
    """How soon a row needs attention; the parts of the board, from the top."""

    TODAY = 0
    WEEK = 1
    CALM = 2
    SNOOZED = 3


# A person who may be lost goes before a paper that runs out, and a paper that has run out before one that will.
ORDER = (
    (Urgency.TODAY, Reason.CONCERN),
    (Urgency.TODAY, Reason.NOBODY),
    (Urgency.TODAY, Reason.ACCOUNT),
    (Urgency.TODAY, Reason.NOT_MET),
    (Urgency.TODAY, Reason.APPROVAL),
    (Urgency.WEEK, Reason.CHECK_IN),
    (Urgency.WEEK, Reason.APPROVAL),
    (Urgency.WEEK, Reason.NOT_MET),
    (Urgency.WEEK, Reason.ABSENCES),
    (Urgency.WEEK, Reason.NOBODY),
    (Urgency.WEEK, Reason.ACCOUNT),
    (Urgency.WEEK, Reason.NOT_BEGUN),
    (Urgency.WEEK, Reason.FADING),
    (Urgency.WEEK, Reason.STUCK),
    (Urgency.WEEK, Reason.PULSE),
    (Urgency.WEEK, Reason.LOST),
    (Urgency.WEEK, Reason.ASKED),
    (Urgency.WEEK, Reason.TIE),
    (Urgency.WEEK, Reason.NOTES),
    (Urgency.WEEK, Reason.GOALS),
    (Urgency.WEEK, Reason.REVIEW),
)
PLACES = {weight: place for place, weight in enumerate(ORDER)}
YES_OR_NO = frozenset({Reason.CONCERN, Reason.NOBODY, Reason.ACCOUNT, Reason.APPROVAL})


@dataclass(frozen=True)
class AttentionReason:
    """One reason with its number: days since the concern or the review's day, until the approval ends (negative once it
    has ended), since it began without a meeting, without a meeting, work on the goal or a change in any goal, since a
    tie was lost or a pulse fell, since an answer is asked for; working days since a check-in was answered; absences in
    a row; notes; the mentors whose account is closed; the meetings of the last four weeks. `of` is the expected
    interval, the concern's place in `LEVELS`, or the meetings of the eight weeks before; `group_id` the group that was
    missed."""

    reason: Reason
    number: int
    urgency: Urgency = Urgency.WEEK
    of: int = 0
    is_unseen: bool = False
    never: bool = False
    group_id: Hashable = None

    @property
    def in_group(self) -> bool:
        """Whether the absences are from a group."""
        return self.group_id is not None

    @property
    def place(self) -> int:
        """The place of the reason among all, the most important first."""
        return PLACES[self.urgency, self.reason]

    @property
    def weight(self) -> float:
        """By how much it comes before the same reason of others: how many times the expected interval has passed, how
        many meetings fewer than before; in most cases its number."""
        if self.reason in YES_OR_NO:
            return 1
        if self.reason is Reason.NOT_MET:
            return self.number / self.of
        return self.of - 2 * self.number if self.reason is Reason.FADING else self.number


@dataclass(frozen=True)
class Attention:
    """Why a client needs attention, if at all, the most important reason first."""

    reasons: tuple[AttentionReason, ...] = ()
    is_snoozed: bool = False

    def number(self, reason: Reason) -> int | None:
        """The largest number of that reason; nothing where it does not apply."""
        return max((each.number for each in self.reasons if each.reason is reason), default=None)

    @property
    def urgency(self) -> Urgency:
        """The part of the board in which the row stands."""
        if self.is_snoozed:
            return Urgency.SNOOZED
        return self.reasons[0].urgency if self.reasons else Urgency.CALM


def order_key(attention: Attention, name: str, client_id: UUID) -> tuple[object, ...]:
    """The order of rows: by the part of the board; then by the most important reason, the largest weight first, and so
    on through all reasons; then by name. No two clients have the same key."""
    weights = [0.0] * len(ORDER)
    for each in attention.reasons:
        weights[each.place] = min(weights[each.place], -1 - each.weight)
    return (attention.urgency, *weights, name, client_id)
