"""Who joins a group."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class MembersDraft:
    """Clients who join a group, and from which day."""

    client_ids: tuple[UUID, ...]
    starts_on: date
