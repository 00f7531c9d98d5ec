"""The life of goals: changes of status, former ladders, and how far all of them were reached."""

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
from caseapp.goals.rules import GOAL_STATUS_NAMES, NOT_SCORED, GoalStatus, attainment


class ChangeTold(NamedTuple):
    """One change of a goal's status."""

    status: GoalStatus
    on: date
    reason: str
    by: str

    @property
    def status_name(self) -> str:
        """Where it went, in words."""
        return str(GOAL_STATUS_NAMES[self.status])


class LadderTold(NamedTuple):
    """A ladder that was in force before."""

    number: int
    baseline: int
    ladder: dict[int, str]
    until_on: date
    reason: str
    by: str


class Attained(NamedTuple):
    """The T-score of the goals that are rated: where they began, and now."""

    baseline: float
    now: float

    @property
    def change(self) -> float:
        """By how much it rose."""
        return self.now - self.baseline


def changes_of(viewer: Viewer, goal_id: UUID) -> list[ChangeTold]:
    """How a goal's status changed, the latest first."""
    of = GoalChange
    found = (
        about_visible_clients(viewer, of, of.id, of.status, of.changed_on, of.reason_sealed, User.name)
        .join(User, User.id == of.changed_by_id)
        .where(of.goal_id == goal_id)
        .order_by(of.created_at.desc(), of.id.desc())
    )
    return [
        ChangeTold(status, on, of.reason.open(id_, reason), by)
        for id_, status, on, reason, by in db.session.execute(found)
    ]


def former_ladders(viewer: Viewer, goal_id: UUID) -> list[LadderTold]:
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
        LadderTold(
            number,
            baseline,
            read_ladder(of.ladder_text.open(id_, ladder)),
            until_on,
            of.reason.open(id_, reason),
            by,
        )
        for id_, number, baseline, ladder, until_on, reason, by in db.session.execute(found)
    ]


def attained(goals: Iterable[GoalRow]) -> Attained | None:
    """How far the client's rated goals were reached, against where they began; nothing where none is rated."""
    rated = [goal for goal in goals if goal.mentor_level is not None and goal.status not in NOT_SCORED]
    weights = [goal.weight for goal in rated]
    before = attainment([goal.baseline for goal in rated], weights)
    now = attainment([goal.mentor_level for goal in rated if goal.mentor_level is not None], weights)
    return Attained(before, now) if before is not None and now is not None else None
