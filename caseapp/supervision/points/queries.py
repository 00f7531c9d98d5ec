"""Supervision points."""

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


class PointRow(NamedTuple):
    """One supervision point."""

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


def points_of(viewer: Viewer, client_id: UUID) -> list[PointRow]:
    """A client's points, those to discuss first, then the newest."""
    point = SupervisionPoint
    is_discussed = sa.case((point.talked_at.is_(None), 0), else_=1)
    found = (
        about_visible_clients(
            viewer,
            point,
            point.id,
            point.version,
            point.words_sealed,
            point.outcome_sealed,
            User.name,
            point.created_at,
            point.talked_at,
        )
        .join(User, User.id == point.created_by_id)
        .where(point.client_id == client_id)
        .order_by(is_discussed, point.created_at.desc(), point.id.desc())
        .limit(PAGE)
    )
    return [
        PointRow(
            id=row.id,
            version=row.version,
            words=point.words.open(row.id, row.words_sealed),
            outcome=point.outcome.open(row.id, row.outcome_sealed),
            by=row.name,
            created_at=row.created_at,
            talked_at=row.talked_at,
        )
        for row in db.session.execute(found)
    ]
