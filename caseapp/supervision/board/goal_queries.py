"""The goals of the board: when they were last worked on, whether they moved, and whose review is due."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.queries import MOVES_GOAL
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.goals.models import Goal, Rating
from caseapp.goals.queries import CHANGES_LEVEL
from caseapp.goals.rules import GoalStatus
from caseapp.stuck.queries import changed_columns, changed_on
from caseapp.supervision.board.facts_rules import BoardGoal, Limits


def goals_of_board(viewer: Viewer, limits: Limits, client_ids: list[UUID] | None) -> dict[UUID, list[BoardGoal]]:
    """The active goals by client: when they were last worked on."""
    goals: dict[UUID, list[BoardGoal]] = {}
    for row in db.session.execute(*_active_goals(viewer, limits.today, client_ids)).all():
        touched_on = max(filter(None, (row.rated_on, row.noted_on)), default=None)
        goal = BoardGoal(row.starts_on, touched_on, row.review_on, row.rated_on, changed_on(row))
        goals.setdefault(row.client_id, []).append(goal)
    return goals


@prepared
def _active_goals(viewer: Viewer, day: date, client_ids: list[UUID] | None) -> Rows:
    found = about_visible_clients(
        viewer,
        Goal,
        Goal.client_id,
        Goal.starts_on,
        Goal.agreed_on,
        Goal.review_on,
        *changed_columns(day),
        last_rated(day).label("rated_on"),
        last_noted(day).label("noted_on"),
    ).where(Goal.status == GoalStatus.ACTIVE)
    return found if client_ids is None else found.where(Goal.client_id.in_(client_ids))


def active_goal_ids(viewer: Viewer, limits: Limits, client_id: UUID, has_moved: bool) -> set[UUID]:
    """The active goals of a client; only those that moved lately where asked."""
    found = about_visible_clients(viewer, Goal, Goal.id).where(
        Goal.client_id == client_id, Goal.status == GoalStatus.ACTIVE
    )
    if has_moved:
        since = date.fromordinal(limits.today.toordinal() - limits.goal_moved_days)
        found = found.where(sa.or_(_moved_by_rating(since, limits.today), _moved_by_note(since, limits.today)))
    return set(db.session.scalars(found))


def goals_moved_of_board(viewer: Viewer, limits: Limits, client_ids: list[UUID]) -> dict[UUID, int]:
    """How many active goals of these clients moved lately."""
    since = date.fromordinal(limits.today.toordinal() - limits.goal_moved_days)
    found = _moved(viewer, since, limits.today, client_ids)
    return {row.client_id: row.number for row in db.session.execute(*found)}


@prepared
def _moved(viewer: Viewer, since: date, day: date, client_ids: list[UUID]) -> Rows:
    return (
        about_visible_clients(viewer, Goal, Goal.client_id, sa.func.count().label("number"))
        .where(
            Goal.client_id.in_(client_ids),
            Goal.status == GoalStatus.ACTIVE,
            sa.or_(_moved_by_rating(since, day), _moved_by_note(since, day)),
        )
        .group_by(Goal.client_id)
    )


def last_rated(day: date) -> sa.ScalarSelect[Any]:
    """The last day up to `day` on which a goal was rated, as a column of a statement about goals."""
    rated = sa.select(sa.func.max(Rating.rated_on))
    return (
        rated.where(Rating.goal_id == Goal.id, Rating.not_in_error(), Rating.rated_on <= day)
        .correlate(Goal)
        .scalar_subquery()
    )


def last_noted(day: date) -> sa.ScalarSelect[Any]:
    """The last day up to `day` of a note about a goal, as a column of a statement about goals."""
    return (
        sa.select(GoalTouch.held_on)
        .join(Activity, Activity.id == GoalTouch.activity_id)
        .where(GoalTouch.goal_id == Goal.id, Activity.not_in_error(), GoalTouch.held_on <= day)
        .order_by(GoalTouch.held_on.desc())
        .limit(1)
        .correlate(Goal)
        .scalar_subquery()
    )


def _moved_by_rating(since: date, day: date) -> sa.ColumnElement[bool]:
    return sa.select(Rating.id).where(*CHANGES_LEVEL, Rating.rated_on.between(since, day)).correlate(Goal).exists()


def _moved_by_note(since: date, day: date) -> sa.ColumnElement[bool]:
    return (
        sa.select(GoalTouch.id)
        .join(Activity, Activity.id == GoalTouch.activity_id)
        .where(*MOVES_GOAL, GoalTouch.held_on.between(since, day))
        .correlate(Goal)
        .exists()
    )


def clients_to_review(viewer: Viewer, limits: Limits) -> set[UUID]:
    """The viewer's clients with an active goal whose review is due; nobody whose file is closed. The board counts the
    same in Python."""
    border = limits.today - timedelta(days=limits.review_days)
    return set(db.session.scalars(*_due(viewer, limits.today, border)))


@prepared
def _due(viewer: Viewer, day: date, border: date) -> Rows:
    rated_on = last_rated(day)
    is_first_due = sa.and_(Goal.review_on <= day, sa.func.coalesce(rated_on < Goal.review_on, sa.true()))
    is_due_again = sa.and_(rated_on >= Goal.review_on, rated_on <= border)
    return (
        about_visible_clients(viewer, Goal, Goal.client_id)
        .join(Client, Client.id == Goal.client_id)
        .where(
            Client.status != ClientStatus.CLOSED,
            Goal.status == GoalStatus.ACTIVE,
            sa.or_(is_first_due, is_due_again),
        )
    )
