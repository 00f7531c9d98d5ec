"""What was agreed with clients for the next meeting: their open follow-ups, the nearest first."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.followups.models import FollowUp
from caseapp.followups.queries import STEPS_IN_ORDER

STEPS_SHOWN = 5


class NextStep(NamedTuple):
    """What was agreed for the next meeting, and by when; either may be missing."""

    client_id: UUID
    words: str
    on: date | None


def next_steps(viewer: Viewer, client_ids: list[UUID]) -> dict[UUID, NextStep]:
    """What was agreed for the next meeting with each of these clients."""
    found = db.session.execute(*_first_steps(viewer, client_ids)) if client_ids else ()
    return {row.client_id: _next_step(row) for row in found}


def find_next_step(viewer: Viewer, client_id: UUID) -> NextStep | None:
    """What was agreed with one client for the next meeting, if anything."""
    return next(iter(agreed_steps(viewer, client_id, 1)), None)


def agreed_steps(viewer: Viewer, client_id: UUID, most: int = STEPS_SHOWN) -> list[NextStep]:
    """What was agreed with one client, with which the next meeting begins."""
    return [_next_step(row) for row in db.session.execute(*_steps_of(viewer, client_id, most))]


@prepared
def _first_steps(viewer: Viewer, client_ids: list[UUID]) -> Rows:
    rank = sa.func.row_number().over(partition_by=FollowUp.client_id, order_by=STEPS_IN_ORDER)
    ranked = _open_steps(viewer).where(FollowUp.client_id.in_(client_ids)).add_columns(rank.label("rank")).subquery()
    return sa.select(ranked).where(ranked.c.rank == 1)


@prepared
def _steps_of(viewer: Viewer, client_id: UUID, most: int) -> Rows:
    return _open_steps(viewer).where(FollowUp.client_id == client_id).order_by(*STEPS_IN_ORDER).limit(most)


def _open_steps(viewer: Viewer) -> sa.Select[Any]:
    columns = (FollowUp.id, FollowUp.client_id, FollowUp.words_sealed, FollowUp.due_on)
    return about_visible_clients(viewer, FollowUp, *columns).where(FollowUp.is_open())


def _next_step(row: Any) -> NextStep:
    words = FollowUp.words.open(row.id, row.words_sealed)
    return NextStep(client_id=row.client_id, words=words, on=row.due_on)
