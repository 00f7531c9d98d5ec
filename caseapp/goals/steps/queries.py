"""The steps towards goals."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import OWNER_NAMES, Owner


class GoalStepRow(NamedTuple):
    """One step of a goal."""

    id: UUID
    words: str
    owner: Owner
    due_on: date | None
    done_on: date | None
    dropped_on: date | None
    drop_reason: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None

    @property
    def owner_name(self) -> str:
        """Who does it, in words."""
        return str(OWNER_NAMES[self.owner])


def find_step(viewer: Viewer, step_id: UUID) -> GoalStep:
    """The step, or `NotVisible`."""
    step: GoalStep | None = db.session.scalar(about_visible_clients(viewer, GoalStep).where(GoalStep.id == step_id))
    if step is None:
        raise NotVisible
    return step


def steps_towards(viewer: Viewer, goal_id: UUID) -> list[GoalStepRow]:
    """A goal's steps: the open ones in their order, then those that are done, then those that were dropped."""
    of = GoalStep
    group = sa.case((of.dropped_on.is_not(None), 2), (of.done_on.is_not(None), 1), else_=0)
    columns = (of.words_sealed, of.owner, of.due_on, of.done_on, of.dropped_on, of.drop_reason_sealed)
    found = (
        about_visible_clients(viewer, of, of.id, *columns)
        .where(of.goal_id == goal_id)
        .order_by(group, of.place, of.created_at)
    )
    return [
        GoalStepRow(
            id=row.id,
            words=of.words.open(row.id, row.words_sealed),
            owner=row.owner,
            due_on=row.due_on,
            done_on=row.done_on,
            dropped_on=row.dropped_on,
            drop_reason=of.drop_reason.open(row.id, row.drop_reason_sealed),
        )
        for row in db.session.execute(found)
    ]
