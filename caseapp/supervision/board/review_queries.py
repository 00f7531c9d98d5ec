"""Whose goals are due for review, for the mentor's first page; the board counts the same in Python."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.supervision.board.facts_queries import last_rated
from caseapp.supervision.board.rules import Limits


def clients_to_review(viewer: Viewer, limits: Limits) -> set[UUID]:
    """The viewer's clients with an active goal whose review is due; nobody whose file is closed."""
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
