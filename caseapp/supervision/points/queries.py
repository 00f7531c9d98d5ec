"""Points for supervision and reminders."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients, in_charge
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.supervision.models import SupervisionPoint

PAGE = 50


class PointTold(NamedTuple):
    """One point for supervision."""

    id: UUID
    version: int
    words: str
    outcome: str
    by: str
    created_at: datetime
    talked_at: datetime | None


def find_point(viewer: Viewer, point_id: UUID) -> SupervisionPoint:
    """The point, or `NotVisible`."""
    found = sa.select(SupervisionPoint).where(
        SupervisionPoint.id == point_id, in_charge(viewer, SupervisionPoint.client_id)
    )
    point: SupervisionPoint | None = db.session.scalar(found)
    if point is None:
        raise NotVisible
    return point


def points_of(viewer: Viewer, client_id: UUID) -> list[PointTold]:
    """A client's points, those still to talk about first, then the newest."""
    of = SupervisionPoint
    is_talked = sa.case((of.talked_at.is_(None), 0), else_=1)
    found = (
        about_visible_clients(
            viewer, of, of.id, of.version, of.words_sealed, of.outcome_sealed, User.name, of.created_at, of.talked_at
        )
        .join(User, User.id == of.created_by_id)
        .where(of.client_id == client_id)
        .order_by(is_talked, of.created_at.desc(), of.id.desc())
        .limit(PAGE)
    )
    return [
        PointTold(id_, version, of.words.open(id_, words), of.outcome.open(id_, outcome), by, created_at, talked_at)
        for id_, version, words, outcome, by, created_at, talked_at in db.session.execute(found)
    ]
