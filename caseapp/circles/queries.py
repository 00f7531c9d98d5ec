"""The maps of the viewer's clients."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.circles.models import CircleSnapshot
from caseapp.circles.rules import DRAWN_BY_NAMES, CircleTie, DrawnBy, read_ties
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible, Unreadable

NEWEST = (CircleSnapshot.drawn_on.desc(), CircleSnapshot.created_at.desc(), CircleSnapshot.id.desc())


class CircleRow(NamedTuple):
    """One map, opened; `unreadable` is the sentence that stands in the place of ties that cannot be opened."""

    id: UUID
    client_id: UUID
    drawn_on: date
    drawn_by: DrawnBy
    ties: tuple[CircleTie, ...]
    recorded_by_id: UUID
    recorded_by: str
    error_at: datetime | None
    error_reason: str
    unreadable: str = ""

    @property
    def is_in_error(self) -> bool:
        """Whether it was entered in error."""
        return self.error_at is not None


class DrawnMap(NamedTuple):
    """That a map was made on a day; nothing of what is on it."""

    id: UUID
    drawn_on: date
    drawn_by: DrawnBy

    @property
    def drawn_by_name(self) -> str:
        """Who made it, in words."""
        return str(DRAWN_BY_NAMES[self.drawn_by])


def find_snapshot(viewer: Viewer, snapshot_id: UUID) -> CircleSnapshot:
    """The map, or `NotVisible`."""
    found: CircleSnapshot | None = db.session.scalar(
        about_visible_clients(viewer, CircleSnapshot).where(CircleSnapshot.id == snapshot_id)
    )
    if found is None:
        raise NotVisible
    return found


def find_circle(viewer: Viewer, snapshot_id: UUID) -> CircleRow:
    """The map, opened, or `NotVisible`."""
    row = db.session.execute(_rows(viewer).where(CircleSnapshot.id == snapshot_id)).one_or_none()
    if row is None:
        raise NotVisible
    return _circle_row(row)


def circles_of(viewer: Viewer, client_id: UUID) -> list[CircleRow]:
    """All maps of a client, the newest first, including those entered in error."""
    found = _rows(viewer).where(CircleSnapshot.client_id == client_id).order_by(*NEWEST)
    return [_circle_row(row) for row in db.session.execute(found)]


def drawn_maps(viewer: Viewer, client_id: UUID) -> list[DrawnMap]:
    """When maps of a client were made, the newest first; not those entered in error."""
    return [DrawnMap(row.id, row.drawn_on, row.drawn_by) for row in db.session.execute(*_drawn(viewer, client_id))]


@prepared
def _drawn(viewer: Viewer, client_id: UUID) -> Rows:
    of = CircleSnapshot
    found = about_visible_clients(viewer, of, of.id, of.drawn_on, of.drawn_by)
    return found.where(of.client_id == client_id, of.not_in_error()).order_by(*NEWEST)


def circles_to_export(viewer: Viewer) -> list[CircleRow]:
    """All maps of the viewer's clients but those entered in error, by client and day."""
    order = (CircleSnapshot.client_id, CircleSnapshot.drawn_on, CircleSnapshot.created_at)
    found = _rows(viewer).where(CircleSnapshot.not_in_error()).order_by(*order)
    return [_circle_row(row) for row in db.session.execute(found)]


def latest_ties(viewer: Viewer, client_id: UUID) -> tuple[CircleTie, ...]:
    """The ties of the last map that was not entered in error."""
    of = CircleSnapshot
    found = about_visible_clients(viewer, of, of.id, of.ties_sealed).where(of.client_id == client_id, of.not_in_error())
    row = db.session.execute(found.order_by(*NEWEST).limit(1)).one_or_none()
    return _opened(row)[0] if row else ()


def _rows(viewer: Viewer) -> sa.Select[Any]:
    of = CircleSnapshot
    columns = (
        of.id,
        of.client_id,
        of.drawn_on,
        of.drawn_by,
        of.ties_sealed,
        of.recorded_by_id,
        User.name,
        of.error_at,
        of.error_reason_sealed,
    )
    return about_visible_clients(viewer, of, *columns).join(User, User.id == of.recorded_by_id)


def _circle_row(row: Any) -> CircleRow:
    ties, unreadable = _opened(row)
    return CircleRow(
        id=row.id,
        client_id=row.client_id,
        drawn_on=row.drawn_on,
        drawn_by=row.drawn_by,
        ties=ties,
        recorded_by_id=row.recorded_by_id,
        recorded_by=row.name,
        error_at=row.error_at,
        error_reason=CircleSnapshot.error_reason.open(row.id, row.error_reason_sealed),
        unreadable=unreadable,
    )


def _opened(row: Any) -> tuple[tuple[CircleTie, ...], str]:
    text = CircleSnapshot.ties_text.open(row.id, row.ties_sealed)
    return ((), text) if isinstance(text, Unreadable) else (read_ties(text), "")
