"""The rules of a check-in: a link that a client without an account answers once, and how soon it has to be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from caseapp.accounts.throttle_rules import HOUR, AttemptQuota
from caseapp.i18n import _l
from caseapp.measures.rules import Asked

SECRET_BYTES = 20
CODE_MAX = 400
SEEN_WITHIN = 2
"""Working days within which somebody has to have seen an answer; after them it stands on the board."""
TRIES = AttemptQuota("check-in", 20, HOUR)


class CheckInState(StrEnum):
    """How it stands with a link."""

    OPEN = "open"
    ENDED = "ended"
    ANSWERED = "answered"
    SEEN = "seen"


STATE_NAMES = {
    CheckInState.OPEN: _l("Waits for an answer"),
    CheckInState.ENDED: _l("Ended without an answer"),
    CheckInState.ANSWERED: _l("Answered, not seen yet"),
    CheckInState.SEEN: _l("Answered and seen"),
}


@dataclass(frozen=True)
class LinkViewer:
    """Who answers by a link: adds to this client's file what was sent with it, in the name of nobody; `id` is the
    mentor who sent it."""

    id: UUID
    client_id: UUID
    role: str
    team_id: UUID | None = None
    team_ids_in_charge: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class CheckInDraft:
    """What was tapped: the link's code, answers by the ids of the questions, and whether a call is wanted."""

    code: str
    answers: Mapping[str, int]
    wants_call: bool
    asked: Asked


def state_of(
    answered_at: datetime | None, seen_at: datetime | None, expires_at: datetime, is_allowed: bool, moment: datetime
) -> CheckInState:
    """How it stands with a link at that moment; `is_allowed` while the consent and the mentor's work last."""
    if answered_at:
        return CheckInState.SEEN if seen_at else CheckInState.ANSWERED
    return CheckInState.OPEN if is_allowed and moment < expires_at else CheckInState.ENDED
