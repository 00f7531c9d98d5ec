"""When a file is opened in an emergency, for how long, and for whose eyes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from caseapp.accounts.throttle_rules import HOUR, AttemptQuota
from caseapp.clients.rules import NAME_MAX, search_words
from caseapp.errors import RuleBroken
from caseapp.i18n import _

LASTS = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(days=7)
REASON_LETTERS = 20
REASON_MAX = 1000
REVIEW_MAX = 1000
NAMES_MAX = 2 * NAME_MAX
TRIES = AttemptQuota("emergency access", 10, HOUR)


@dataclass(frozen=True)
class EmergencyViewer:
    """Who looks at the one page of a file that was opened in an emergency: reads about this client and nobody else."""

    id: UUID
    client_id: UUID
    role: str
    team_id: UUID | None = None
    team_ids_in_charge: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class EmergencyDraft:
    """Whose file is to be opened, and why."""

    names: str
    birth_on: date | None
    reason: str


def check_reason(reason: str) -> None:
    """`RuleBroken` unless the reason says something."""
    if sum(letter.isalpha() for letter in reason) < REASON_LETTERS:
        raise RuleBroken(_("Please say in a sentence of at least 20 letters what has happened."), "reason")


def check_names(names: str) -> list[str]:
    """The words of a full name as they are searched; `RuleBroken` for a single one, which many people share."""
    words = search_words(names)
    if len(words) < 2:
        raise RuleBroken(_("Please type the given name and the family name."), "names")
    return words


def has_names(words: list[str], names: str) -> bool:
    """Whether each of the words stands as a whole word in these names."""
    return set(words) <= set(search_words(names))


def is_open(opened_at: datetime, closed_at: datetime | None, moment: datetime) -> bool:
    """Whether the file may still be read: not closed, and opened less than an hour ago. A clock that was set back gives
    no more time."""
    return closed_at is None and opened_at <= moment < opened_at + LASTS
