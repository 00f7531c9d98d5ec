"""Changes of a goal's status, its former ladders, and how far a client's goals were reached."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.goals.models import FormerLadder, GoalChange, read_ladder
from caseapp.goals.queries import GoalRow
from caseapp.goals.rules import GOAL_STATUS_NAMES, GoalStatus, is_scored
from caseapp.goals.status.rules import Attainment, ScoredGoal, attained


class GoalChangeRow(NamedTuple):
    """One change of a goal's status."""

    status: GoalStatus
    on: date
    reason: str
    by: str

    @property
    def status_name(self) -> str:
        """The new status in words."""
        return str(GOAL_STATUS_NAMES[self.status])


class FormerLadderRow(NamedTuple):
    """A ladder that was used before the present one."""

    number: int
    baseline: int
    ladder: dict[int, str]
    until_on: date
    reason: str
    by: str


def changes_of(viewer: Viewer, goal_id: UUID) -> list[GoalChangeRow]:
    """How a goal's status changed, the latest first."""
    of = GoalChange
    found = (
        about_visible_clients(viewer, of, of.id, of.status, of.changed_on, of.reason_sealed, User.name)
        .join(User, User.id == of.changed_by_id)
        .where(of.goal_id == goal_id)
        .order_by(of.created_at.desc(), of.id.desc())
    )
    return [
        GoalChangeRow(
            status=row.status, on=row.changed_on, reason=of.reason.open(row.id, row.reason_sealed), by=row.name
        )
        for row in db.session.execute(found)
    ]


def former_ladders(viewer: Viewer, goal_id: UUID) -> list[FormerLadderRow]:
    """The ladders on which a goal was rated before, the latest first."""
    of = FormerLadder
    found = (
        about_visible_clients(
            viewer, of, of.id, of.number, of.baseline, of.ladder_sealed, of.until_on, of.reason_sealed, User.name
        )
        .join(User, User.id == of.changed_by_id)
        .where(of.goal_id == goal_id)
        .order_by(of.number.desc())
    )
    return [
        FormerLadderRow(
            number=row.number,
            baseline=row.baseline,
            ladder=read_ladder(of.ladder_text.open(row.id, row.ladder_sealed)),
            until_on=row.until_on,
            reason=of.reason.open(row.id, row.reason_sealed),
            by=row.name,
        )
        for row in db.session.execute(found)
    ]


def attainment_of(goals: Iterable[GoalRow]) -> Attainment | None:
    """How far the client's rated goals were reached, compared with their start; None if none is rated."""
    return attained(
        ScoredGoal(goal.weight, goal.baseline, goal.mentor_level)
        for goal in goals
        if goal.mentor_level is not None and is_scored(goal.status, is_rated=True)
    )
