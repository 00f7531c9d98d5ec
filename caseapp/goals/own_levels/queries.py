"""Where the viewer's clients say that they are on the way to their goals."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.goals.models import Goal, Rating
from caseapp.goals.own_levels.models import OwnLevel


class OwnLevelRow(NamedTuple):
    """What a client said last, and when."""

    goal_id: UUID
    level: int
    on: date


def find_own_level(viewer: Viewer, level_id: UUID) -> OwnLevel:
    """One tap, or `NotVisible`."""
    row: OwnLevel | None = db.session.scalar(about_visible_clients(viewer, OwnLevel).where(OwnLevel.id == level_id))
    if row is None:
        raise NotVisible
    return row


def own_levels(viewer: Viewer, client_id: UUID) -> dict[UUID, OwnLevelRow]:
    """By goal what the client has said since it was last rated, on the ladder of today."""
    found = db.session.execute(*_own_levels(viewer, client_id))
    return {row.goal_id: OwnLevelRow(row.goal_id, row.level, row.said_on) for row in found}


@prepared
def _own_levels(viewer: Viewer, client_id: UUID) -> Rows:
    of = OwnLevel
    rated = sa.select(Rating.id).where(
        Rating.goal_id == of.goal_id, Rating.not_in_error(), Rating.created_at >= of.created_at
    )
    return (
        about_visible_clients(viewer, of, of.goal_id, of.level, of.said_on)
        .join(Goal, Goal.id == of.goal_id)
        .where(of.client_id == client_id, of.ladder_number == Goal.ladder_number, ~rated.exists())
        .order_by(of.created_at, of.id)
    )
