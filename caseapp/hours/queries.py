"""Hours used against hours approved, for many clients in one statement."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT
from caseapp.basket.models import Approval
from caseapp.basket.rules import Terms
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.hours.rules import Held, HoursUsed, counted_approvals, hours_used

TERMS = (
    Approval.service,
    Approval.amount,
    Approval.unit,
    Approval.per,
    Approval.starts_on,
    Approval.ends_on,
)
HELD: Sequence[sa.Label[int]] = (
    sa.func.coalesce(sa.func.sum(Activity.minutes), 0).label("minutes"),
    sa.func.count(Activity.id).label("meetings"),
    sa.func.count(sa.distinct(Activity.held_on)).label("days"),
)


def hours_of(
    viewer: Viewer, client_ids: Collection[UUID] | None, first_on: date, last_on: date
) -> dict[UUID, HoursUsed]:
    """What each of these clients (all of the viewer's) used from one day to another, of what is approved for it."""
    held = (
        _among(about_visible_clients(viewer, Activity, Activity.client_id, *HELD), Activity.client_id, client_ids)
        .where(*_took_place(), Activity.held_on.between(first_on, last_on))
        .group_by(Activity.client_id)
        .subquery()
    )
    shares_days = sa.and_(Approval.client_id == Client.id, Approval.starts_on <= last_on, Approval.ends_on >= first_on)
    found = (
        about_visible_clients(viewer, Client, Client.id, held.c.minutes, held.c.meetings, held.c.days, *TERMS)
        .outerjoin(held, held.c.client_id == Client.id)
        .outerjoin(Approval, shares_days)
    )
    told: dict[UUID, tuple[Held, list[Terms]]] = {}
    for client_id, minutes, meetings, days, *terms in db.session.execute(_among(found, Client.id, client_ids)):
        _, approvals = told.setdefault(client_id, (Held(int(minutes or 0), meetings or 0, days or 0), []))
        if terms[0] is not None:
            approvals.append(Terms(*terms))
    return {client_id: hours_used(each, terms, first_on, last_on) for client_id, (each, terms) in told.items()}


def hours_of_approvals(viewer: Viewer, client_ids: Collection[UUID] | None, on: date) -> dict[UUID, HoursUsed]:
    """What each of these clients (all of the viewer's) has used of the approval that holds on that day, from its
    first day on; who has none is missing."""
    inside = sa.and_(
        Activity.client_id == Approval.client_id,
        *_took_place(),
        Activity.held_on.between(Approval.starts_on, Approval.ends_on),
    )
    terms = about_visible_clients(viewer, Approval, Approval.client_id, *HELD, *TERMS)
    found = (
        _among(terms, Approval.client_id, client_ids)
        .outerjoin(Activity, inside)
        .where(Approval.starts_on <= on, Approval.ends_on >= on)
        .group_by(Approval.id)
    )
    told: dict[UUID, dict[Terms, Held]] = {}
    for client_id, minutes, meetings, days, *values in db.session.execute(found):
        told.setdefault(client_id, {})[Terms(*values)] = Held(int(minutes), meetings, days)
    return {client_id: _of_the_counted(approvals, on) for client_id, approvals in told.items()}


def _of_the_counted(approvals: dict[Terms, Held], on: date) -> HoursUsed:
    terms = counted_approvals(approvals, on, on)[0]
    return hours_used(approvals[terms], [terms], terms.starts_on, terms.ends_on)


def _among(found: sa.Select[Any], column: Any, client_ids: Collection[UUID] | None) -> sa.Select[Any]:
    return found if client_ids is None else found.where(column.in_(client_ids))


def _took_place() -> tuple[sa.ColumnElement[bool], ...]:
    return Activity.outcome.in_(CONTACT), Activity.not_in_error(), Activity.held_on <= today()
