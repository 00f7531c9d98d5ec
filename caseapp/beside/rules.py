"""Who looks while a client holds the screen."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BesideViewer:
    """The viewer in a mentor's session while a client holds the screen: sees this client and nobody else.

    What is written counts as written by the mentor, and the pages speak the client's language.
    """

    id: UUID
    name: str
    client_id: UUID
    called: str
    language: str
    role: str
    team_id: UUID | None = None
    team_ids_in_charge: frozenset[UUID] = frozenset()
    local_spelling: bool = False
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True
