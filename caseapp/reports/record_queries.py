"""What a report needs from the records beyond the queries of their own packages, narrowed to the viewer's clients."""

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
    """A planned step towards a goal."""

    words: str
    owner: Owner
    due_on: date | None
    done_on: date | None


class GoalBackground(NamedTuple):
    """What was agreed about a goal beside its ladder: strengths, barriers, and when it was agreed."""

    id: UUID
    title: str
    status: GoalStatus
    starts_on: date
    agreed_on: date | None
    strengths: str
    barriers: tuple[Barrier, ...]
    barrier_words: str


class MeetingWithoutNote(NamedTuple):
    """A meeting without a note."""

    id: UUID
    held_on: date


def steps_of(viewer: Viewer, client_id: UUID) -> dict[UUID, list[PlannedStep]]:
    """The planned steps of a client, by goal; not those that were dropped."""
    of = GoalStep
    found = about_visible_clients(viewer, of, of.id, of.goal_id, of.words_sealed, of.owner, of.due_on, of.done_on)
    found = found.where(of.client_id == client_id, of.dropped_on.is_(None)).order_by(of.created_at, of.id)
    steps: dict[UUID, list[PlannedStep]] = {}
    for row in db.session.execute(found):
        step = PlannedStep(of.words.open(row.id, row.words_sealed), row.owner, row.due_on, row.done_on)
        steps.setdefault(row.goal_id, []).append(step)
    return steps


def goal_backgrounds(viewer: Viewer, client_id: UUID, period: Period) -> list[GoalBackground]:
    """The goals of a report about these days, the oldest first, without cancelled ones."""
    found = (
        about_visible_clients(viewer, Goal)
        .where(Goal.client_id == client_id, Goal.starts_on <= period.ends_on, Goal.status != GoalStatus.CANCELLED)
        .order_by(Goal.starts_on, Goal.id)
    )
    return [
        GoalBackground(
            id=goal.id,
            title=goal.title,
            status=goal.status,
            starts_on=goal.starts_on,
            agreed_on=goal.agreed_on,
            strengths=goal.strengths,
            barriers=tuple(Barrier(code) for code in goal.barriers.split()),
            barrier_words=goal.barrier_words,
        )
        for goal in db.session.scalars(found)
    ]


def meetings_without_note(viewer: Viewer, client_id: UUID, period: Period) -> list[MeetingWithoutNote]:
    """Meetings of these days that were held and have no note, or were planned and have no outcome."""
    of = Activity
    has_no_note = sa.and_(of.outcome.in_(CONTACT), of.note_sealed.is_(None))
    found = (
        about_visible_clients(viewer, of, of.id, of.held_on)
        .where(of.client_id == client_id, *within_period(period), of.held_on < today())
        .where(sa.or_(of.outcome == Outcome.PLANNED, has_no_note))
        .order_by(of.held_on, of.starts_at)
    )
    return [MeetingWithoutNote(**row._mapping) for row in db.session.execute(found)]


def within_period(period: Period) -> Sequence[sa.ColumnElement[bool]]:
    """The conditions that an activity counts and was held on these days."""
    return Activity.not_in_error(), Activity.held_on.between(period.starts_on, period.ends_on)
