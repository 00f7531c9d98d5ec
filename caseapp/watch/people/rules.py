"""The quarterly question about every person: is this role, in this team, still right?"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caseapp.access.roles import Role

CONFIRMED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Reviewed:
    """Somebody whose access is reviewed, and whether that is late."""

    id: UUID
    role: str
    team_id: UUID | None
    is_late: bool = False


def quarter_of(day: date) -> date:
    """The first day of the quarter in which that day lies."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def due_on(quarter: date) -> date:
    """The last day on which somebody is confirmed in time."""
    return quarter + CONFIRMED_WITHIN


def is_late(quarter: date, day: date) -> bool:
    """Whether whoever is not confirmed by that day is late."""
    return day > due_on(quarter)


def answers(viewer_id: UUID, role: str, teams: frozenset[UUID], person: Reviewed) -> bool:
    """Whether a viewer with that role and those teams says if the person's access is still right.

    Mentors are confirmed by whoever is in charge of their team, and when that is late, by the privacy officer.
    Everybody else is confirmed by the privacy officer or an administrator. Nobody confirms themselves.
    """
    if viewer_id == person.id:
        return False
    if person.role == Role.MENTOR:
        return person.team_id in teams or (person.is_late and role == Role.PRIVACY_OFFICER)
    return role in (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
