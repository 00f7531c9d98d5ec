"""What an attendance sheet holds."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.followups.rules import Safety
from caseapp.groups.rules import GivenMark


class AttendanceRow(NamedTuple):
    """One member, and the mark for this meeting, if there is one."""

    client_id: UUID
    name: str
    marked: GivenMark | None
    is_own: bool
    is_member: bool = True


class AttendanceToRecord(NamedTuple):
    """Members and guests of a meeting, who could come as a guest, and the calls that follow from it."""

    rows: list[AttendanceRow]
    invited: list[tuple[UUID, str]]
    calls: dict[UUID, date | None]

    @property
    def members(self) -> list[AttendanceRow]:
        """Who is marked one by one."""
        return [row for row in self.rows if row.is_member]

    @property
    def named(self) -> list[UUID]:
        """Whose names the sheet shows, also of those who are only offered as guests."""
        return [row.client_id for row in self.rows] + [client_id for client_id, _name in self.invited]


@dataclass(frozen=True)
class GroupConcernDraft:
    """A concern about somebody at a meeting: who, how urgent, and what was seen."""

    client_id: UUID
    level: Safety
    words: str
