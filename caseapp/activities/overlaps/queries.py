"""Meetings that are at the same time as another."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.overlaps.rules import Overlap
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.activities.when_rules import When, overlaps
from caseapp.clients.models import Client
from caseapp.clients.queries import sees
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared

TAKES_TIME = (Outcome.PLANNED, *CONTACT)
A_DAY = timedelta(days=1)


def lock_client(viewer: Viewer, client_id: UUID, on: date) -> None:
    """Let whoever notes something of the same client at this moment wait until this is stored."""
    db.session.execute(*_locked(viewer, client_id, on))


@prepared
def _locked(viewer: Viewer, client_id: UUID, on: date) -> Rows:
    client = sa.select(Client.id).where(Client.id == client_id, sees(viewer, Client.id, on))
    return client.with_for_update(key_share=True)


def find_same(
    viewer: Viewer, client_id: UUID, when: Iterable[When], is_planned: bool, but: UUID | None = None
) -> UUID | None:
    """The client's meeting of the same day, hour and length, if there is one: of those that the viewer sees today, or
    noted. `but` is the meeting that is being changed."""
    for each in when:
        found = db.session.execute(*_same(viewer, client_id, each.held_on, each.starts_at, is_planned))
        for row in found:
            if row.minutes == each.minutes and row.id != but:
                return UUID(str(row.id))
    return None


@prepared
def _same(viewer: Viewer, client_id: UUID, day: date, hour: time, is_planned: bool) -> Rows:
    is_plan = Activity.outcome == Outcome.PLANNED
    return (
        sa.select(Activity.id, Activity.minutes)
        .where(
            Activity.client_id == client_id,
            Activity.held_on == day,
            Activity.starts_at == hour,
            is_plan if is_planned else ~is_plan,
            Activity.not_in_error(),
            sa.or_(sees(viewer, Activity.client_id), Activity.mentor_id == viewer.id),
        )
        .order_by(Activity.id)
    )


def find_overlaps(viewer: Viewer, client_id: UUID, when: Sequence[When]) -> list[Overlap]:
    """The other meetings at that time: the viewer's own, whoever they are with, and those with the client if the viewer
    sees the client. The very same one is none of them: it was asked about before."""
    when = [each for each in when if each.minutes]
    if not when:
        return []
    first_on, last_on = min(when).held_on - A_DAY, max(each.ends_at for each in when).date()
    rows = [_found(row) for row in db.session.execute(*_beside(viewer, client_id, first_on, last_on))]
    others = [other for other in rows if not (other.is_with_client and other.when in when)]
    return [other for other in others if any(overlaps(other.when, each) for each in when)]


@prepared
def _beside(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> Rows:
    is_own, is_with_client = Activity.mentor_id == viewer.id, Activity.client_id == client_id
    others = sa.and_(is_with_client, ~is_own, sees(viewer, Activity.client_id))
    # Each half is sought in its own index.
    found = sa.union_all(*(_taking_time(viewer, client_id, whose, first_on, last_on) for whose in (is_own, others)))
    rows = found.subquery()
    return sa.select(*rows.c).order_by(rows.c.held_on, rows.c.starts_at)


def _taking_time(viewer: Viewer, client_id: UUID, whose: sa.ColumnElement[bool], first_on: date, last_on: date) -> Rows:
    return sa.select(
        *(Activity.held_on, Activity.starts_at, Activity.minutes),
        (Activity.mentor_id == viewer.id).label("is_own"),
        (Activity.client_id == client_id).label("is_with_client"),
    ).where(
        whose,
        Activity.held_on.between(first_on, last_on),
        Activity.outcome.in_(TAKES_TIME),
        Activity.not_in_error(),
    )


def _found(row: Any) -> Overlap:
    return Overlap(When(row.held_on, row.starts_at, row.minutes), bool(row.is_own), bool(row.is_with_client))
