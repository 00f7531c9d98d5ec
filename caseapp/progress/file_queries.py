"""What the top of a client's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.queries import last_met_on
from caseapp.basket.models import Approval
from caseapp.basket.queries import TERMS
from caseapp.basket.rules import ApprovalTerms, approved_until
from caseapp.clients.consents.queries import ending_by, next_consent_end, valid_consents
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.transfers.queries import has_unread_handover
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.followups.step_queries import NextStep, find_next_step
from caseapp.groups.models import AttendanceMark
from caseapp.hours.rules import quarter_of


@dataclass(frozen=True)
class ClientFile:
    """A client, the approvals of this quarter and later, the last contact, the next planned meeting and agreed step,
    whether the viewer has just taken over, how many consents are valid, and the day on which one ends soon."""

    client: Client
    approvals: list[ApprovalTerms]
    last_on: date | None
    planned_on: date | None
    planned_at: time | None
    step: NextStep | None
    has_unread_handover: bool
    valid_consents: int
    consent_ends_on: date | None

    @property
    def approved_until(self) -> date | None:
        """Until when the services approved today are approved."""
        return approved_until(self.approvals, today())


def find_file(viewer: Viewer, client_id: UUID) -> ClientFile:
    """The client's file, or `NotVisible`."""
    first_on, _last_on = quarter_of(today())
    rows: Sequence[Any] = db.session.execute(*_file(viewer, client_id, first_on, ending_by())).all()
    if not rows:
        raise NotVisible
    row = rows[0]
    return ClientFile(
        client=row.Client,
        approvals=[
            ApprovalTerms(**{column.key: getattr(of, column.key) for column in TERMS})
            for of in rows
            if of.service is not None
        ],
        last_on=row.last_on,
        planned_on=row.planned_on,
        planned_at=row.planned_at,
        step=find_next_step(viewer, client_id),
        has_unread_handover=bool(row.has_unread_handover),
        valid_consents=row.valid_consents,
        consent_ends_on=row.consent_ends_on,
    )


class ClientRecords(NamedTuple):
    """A client, and the day of the oldest note or mark of a group."""

    client: Client
    first_on: date | None


def find_records(viewer: Viewer, client_id: UUID) -> ClientRecords:
    """The client whose records are listed, or `NotVisible`."""
    row = db.session.execute(*_records(viewer, client_id)).first()
    if row is None:
        raise NotVisible
    return ClientRecords(row[0], min((day for day in row[1:] if day), default=None))


@prepared
def _records(viewer: Viewer, client_id: UUID) -> Rows:
    oldest = (
        sa.select(sa.func.min(of.held_on)).where(of.client_id == Client.id).correlate(Client).scalar_subquery()
        for of in (Activity, AttendanceMark)
    )
    return about_visible_clients(viewer, Client, Client, *oldest).where(Client.id == client_id)


@prepared
def _file(viewer: Viewer, client_id: UUID, approved_from: date, ending_by: date) -> Rows:
    lasts = sa.and_(Approval.client_id == Client.id, Approval.ends_on >= approved_from)
    return (
        about_visible_clients(
            viewer,
            Client,
            Client,
            *TERMS,
            last_met_on(TODAY).label("last_on"),
            _next_planned(Activity.held_on).label("planned_on"),
            _next_planned(Activity.starts_at).label("planned_at"),
            has_unread_handover(viewer).label("has_unread_handover"),
            valid_consents().label("valid_consents"),
            next_consent_end(ending_by).label("consent_ends_on"),
        )
        .outerjoin(Approval, lasts)
        .where(Client.id == client_id)
    )


def _next_planned(column: Any) -> sa.ScalarSelect[Any]:
    return (
        sa.select(column)
        .where(Activity.client_id == Client.id, Activity.planned(), Activity.held_on >= TODAY)
        .order_by(Activity.held_on, Activity.starts_at, Activity.id)
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
