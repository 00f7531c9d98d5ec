"""What the trail can be filtered by."""

from datetime import date
from typing import NamedTuple
from uuid import UUID


class TrailFilter(NamedTuple):
    """Whose entries to show, of which act, from which day to which, about which client."""

    who_id: UUID | None = None
    act: str = ""
    first_on: date | None = None
    last_on: date | None = None
    client_id: UUID | None = None


EVERY_ENTRY = TrailFilter()
