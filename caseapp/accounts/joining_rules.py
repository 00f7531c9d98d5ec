"""Who comes in: what gives sight of clients, and who is a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.access.roles import CAPABILITIES, Capability, Role
from caseapp.i18n import _l

WAITS = _l("This takes effect when a second person has confirmed it.")
INDEPENDENT_AFTER = timedelta(days=30)
NOTICE_FOR = timedelta(days=14)
CODE_BYTES = 10
READ_ABOUT_CLIENTS = frozenset({Capability.SEE_CLIENTS, Capability.DECIDE_REQUESTS})


class JoiningKind(StrEnum):
    """By what somebody comes to see clients."""

    INVITATION = "invitation"
    RESET = "reset"
    ENABLING = "enabling"
    CHANGE = "change"
    DEPUTY = "deputy"
    SECOND_STEP = "second_step"
    SHELL = "shell"


class Decision(StrEnum):
    """What became of it."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REPLACED = "replaced"


class Confirmer(StrEnum):
    """Whose word it was, for the trail."""

    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    SHELL = "shell"


@dataclass(frozen=True)
class Wish:
    """What somebody is to be: the role, the team; for a deputy which deputyship and until when; a new password."""

    kind: JoiningKind
    role: str
    team_id: UUID | None
    deputyship_id: UUID | None = None
    ends_on: date | None = None
    password_hash: str | None = None


def sees_clients(role: str) -> bool:
    """Whether that role can read about clients at all, in files or in requests; an unknown one cannot."""
    return role in set(Role) and not CAPABILITIES[Role(role)].isdisjoint(READ_ABOUT_CLIENTS)


def gives_more(before: tuple[str, UUID | None], after: tuple[str, UUID | None]) -> bool:
    """Whether another role or team may show clients that the former one did not; a supervisor sees the whole team."""
    if not sees_clients(after[0]) or before == after:
        return False
    return before[1] != after[1] or (before[0], after[0]) != (Role.SUPERVISOR, Role.MENTOR)


def are_independent(one: UUID, other: UUID, let_in: Iterable[tuple[UUID, UUID]]) -> bool:
    """Whether two people are not one behind several accounts, as far as pairs of who lately let whom in can tell."""
    pairs = list(let_in)
    return not _origins(one, pairs) & _origins(other, pairs)


def _origins(person: UUID, pairs: list[tuple[UUID, UUID]]) -> set[UUID]:
    found = {person}
    while more := {by for by, whom in pairs if whom in found} - found:
        found |= more
    return found
