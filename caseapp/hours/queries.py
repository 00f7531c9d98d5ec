"""Hours used against hours approved, for many clients in one statement."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import KindOfContact, modes_of
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalTerms
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.hours.rules import HeldMeetings, HoursUsed, hours_used

TERMS = (Approval.service, Approval.amount, Approval.unit, Approval.per, Approval.starts_on, Approval.ends_on)


def hours_of(
    viewer: Viewer, client_ids: Collection[UUID] | None, first_on: date, last_on: date
) -> dict[UUID, HoursUsed]:
    """The hours that each of these clients (None: all the viewer's clients) used in these days, and those approved."""
    is_meeting = Activity.mode.in_(modes_of(KindOfContact.MEETING))
    met_on = sa.case((is_meeting, Activity.held_on))
    totals = (
        sa.func.sum(Activity.minutes).label("minutes"),
        sa.func.count(met_on).label("meetings"),
        sa.func.count(sa.distinct(met_on)).label("days"),
    )
    held = (
        _among(about_visible_clients(viewer, Activity, Activity.client_id, *totals), Activity.client_id, client_ids)
        .where(*_took_place(), Activity.held_on.between(first_on, last_on))
        .group_by(Activity.client_id)
        .subquery()
    )
    approved = sa.and_(Approval.client_id == Client.id, Approval.starts_on <= last_on, Approval.ends_on >= first_on)
    columns = (Client.id, held.c.minutes, held.c.meetings, held.c.days, *TERMS)
    found = (
        about_visible_clients(viewer, Client, *columns)
        .outerjoin(held, held.c.client_id == Client.id)
        .outerjoin(Approval, approved)
    )
    used: dict[UUID, HeldMeetings] = {}
    approvals: dict[UUID, list[ApprovalTerms]] = {}
    for row in db.session.execute(_among(found, Client.id, client_ids)):
        used[row.id] = HeldMeetings(int(row.minutes or 0), row.meetings or 0, row.days or 0)
        terms = approvals.setdefault(row.id, [])
        if row.service is not None:
            terms.append(ApprovalTerms(**{column.key: getattr(row, column.key) for column in TERMS}))
    return {client_id: hours_used(used[client_id], terms, first_on, last_on) for client_id, terms in approvals.items()}


def _among(found: sa.Select[Any], column: Any, client_ids: Collection[UUID] | None) -> sa.Select[Any]:
    return found if client_ids is None else found.where(column.in_(client_ids))


def _took_place() -> tuple[sa.ColumnElement[bool], ...]:
    return Activity.outcome.in_(CONTACT), Activity.not_in_error(), Activity.held_on <= today()
