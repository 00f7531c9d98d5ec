"""What a report takes out of the records beside what their own packages tell, narrowed to the viewer's clients."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.goals.models import Goal, GoalStep
from caseapp.goals.rules import Barrier, GoalStatus, Owner
from caseapp.reports.rules import Period


class PlannedStep(NamedTuple):
    """A step towards a goal."""

    words: str
    owner: Owner
    due_on: date | None
    done_on: date | None


class GoalBackground(NamedTuple):
    """What was agreed around a goal: what carries it, what may stand in its way, and since when it is agreed on."""

    id: UUID
    title: str
    status: GoalStatus
    starts_on: date
    agreed_on: date | None
    strengths: str
    barriers: tuple[Barrier, ...]
    barrier_words: str


class MeetingWithoutNote(NamedTuple):
    """A meeting of which nobody wrote what became of it."""

    id: UUID
    held_on: date


def steps_of(viewer: Viewer, client_id: UUID) -> dict[UUID, list[PlannedStep]]:
    """The steps towards all goals of a client, by goal; not those that were dropped."""
    of = GoalStep
    found = about_visible_clients(viewer, of, of.id, of.goal_id, of.words_sealed, of.owner, of.due_on, of.done_on)
    found = found.where(of.client_id == client_id, of.dropped_on.is_(None)).order_by(of.created_at, of.id)
    steps: dict[UUID, list[PlannedStep]] = {}
    for id_, goal_id, words, owner, due_on, done_on in db.session.execute(found):
        steps.setdefault(goal_id, []).append(PlannedStep(of.words.open(id_, words), owner, due_on, done_on))
    return steps


def goal_backgrounds(viewer: Viewer, client_id: UUID, period: Period) -> list[GoalBackground]:
    """What stands behind the goals that a report about these days is about, the oldest first; not cancelled ones."""
    found = (
        about_visible_clients(viewer, Goal)
        .where(Goal.client_id == client_id, Goal.starts_on <= period.ends_on, Goal.status != GoalStatus.CANCELLED)
        .order_by(Goal.starts_on, Goal.id)
    )
    return [
        GoalBackground(
            goal.id,
            goal.title,
            goal.status,
            goal.starts_on,
            goal.agreed_on,
            goal.strengths,
            tuple(Barrier(code) for code in goal.barriers.split()),
            goal.barrier_words,
        )
        for goal in db.session.scalars(found)
    ]


def meetings_without_note(viewer: Viewer, client_id: UUID, period: Period) -> list[MeetingWithoutNote]:
    """Meetings of these days that were held without a sentence about them, or planned and never told of."""
    of = Activity
    is_silent = sa.and_(of.outcome.in_(CONTACT), of.note_sealed.is_(None))
    found = (
        about_visible_clients(viewer, of, of.id, of.held_on)
        .where(of.client_id == client_id, *within_period(period), of.held_on < today())
        .where(sa.or_(of.outcome == Outcome.PLANNED, is_silent))
        .order_by(of.held_on, of.starts_at)
    )
    return [MeetingWithoutNote(*row) for row in db.session.execute(found)]


def within_period(period: Period) -> Sequence[sa.ColumnElement[bool]]:
    return Activity.not_in_error(), Activity.held_on.between(period.starts_on, period.ends_on)
