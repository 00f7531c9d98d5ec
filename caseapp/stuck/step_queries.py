"""The steps that were chosen for the viewer's clients, and what has helped before."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.rules import OBSTACLE_NAMES, HelpTally, NextAct, Obstacle, StepOutcome


class StuckStepRow(NamedTuple):
    """One step in the list of a client's."""

    id: UUID
    way: NextAct
    hindrances: tuple[str, ...]
    words: str
    by: str
    created_at: datetime
    ask_on: date
    outcome: StepOutcome | None
    answered_on: date | None
    error_reason: str
    is_in_error: bool


def find_step(viewer: Viewer, step_id: UUID) -> StuckStep:
    """The step, or `NotVisible`."""
    step: StuckStep | None = db.session.scalar(about_visible_clients(viewer, StuckStep).where(StuckStep.id == step_id))
    if step is None:
        raise NotVisible
    return step


def has_open_step(viewer: Viewer, client_id: UUID) -> bool:
    """Whether a step of the client waits for its answer."""
    waits = (StuckStep.outcome.is_(None), StuckStep.not_in_error())
    found = about_visible_clients(viewer, StuckStep, StuckStep.id).where(StuckStep.client_id == client_id, *waits)
    return db.session.scalar(found) is not None


def list_steps(viewer: Viewer, client_id: UUID) -> list[StuckStepRow]:
    """The steps that were chosen for a client, the newest first."""
    of = StuckStep
    found = (
        about_visible_clients(viewer, of, of, User.name.label("by"))
        .join(User, User.id == of.chosen_by_id)
        .where(of.client_id == client_id)
        .order_by(of.created_at.desc(), of.id.desc())
    )
    return [
        StuckStepRow(
            id=step.id,
            way=step.way,
            hindrances=tuple(str(OBSTACLE_NAMES[Obstacle(each)]) for each in step.hindrances),
            words=step.words,
            by=by,
            created_at=step.created_at,
            ask_on=step.ask_on,
            outcome=step.outcome,
            answered_on=step.answered_on,
            error_reason=step.error_reason,
            is_in_error=step.is_in_error,
        )
        for step, by in db.session.execute(found)
    ]


def list_tallies(viewer: Viewer) -> list[HelpTally]:
    """What was answered for here, and how often it had helped; it is about nobody."""
    ensure(viewer, Capability.RECORD_WORK)
    of = StuckAnswer
    helped = sa.func.sum(sa.case((of.has_helped, 1), else_=0)).label("helped")
    found = sa.select(of.obstacles, of.way, sa.func.count().label("answered"), helped).group_by(of.obstacles, of.way)
    rows = db.session.execute(found)
    return [HelpTally(frozenset(row.obstacles.split()), row.way, row.answered, row.helped) for row in rows]


def find_answer_like(viewer: Viewer, obstacles: str, way: NextAct, *, has_helped: bool) -> StuckAnswer | None:
    """One of the answers that say just this. Nobody can tell them apart, so each stands for the others."""
    ensure(viewer, Capability.RECORD_WORK)
    of = StuckAnswer
    found = sa.select(of).where(of.obstacles == obstacles, of.way == way, of.has_helped.is_(has_helped))
    return db.session.scalar(found.limit(1))
