"""What a roll-call is made of."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.groups.rules import Mark, Marked


class RollRow(NamedTuple):
    """One member of a roll-call: the mark of this meeting where there is one, and the last ones before it."""

    client_id: UUID
    name: str
    marked: Marked | None
    before: tuple[Mark, ...]
    is_own: bool
    is_member: bool = True


class RollFound(NamedTuple):
    """What a roll-call is made of: its people, who may be a guest, and the calls that it raised before."""

    rows: list[RollRow]
    invited: list[tuple[UUID, str]]
    calls: dict[UUID, date | None]

    @property
    def members(self) -> list[RollRow]:
        """Who is marked one by one."""
        return [row for row in self.rows if row.is_member]
