"""What the top of a client's page shows."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.clients.consents.queries import next_consent_end, valid_consents
from caseapp.clients.models import Client
from caseapp.clients.queries import AssignmentPeriod, about_visible_clients, list_assignments
from caseapp.clients.transfers.queries import has_unread_handover
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.progress.people_queries import NextStep, approved_until, find_next_step


class ClientFile(NamedTuple):
    """A client, until when services are approved, the next planned day and agreed step, the mentors, whether the viewer
    has just taken over, how many consents are valid, and the day on which one ends soon."""

    client: Client
    approved_until: date | None
    planned_on: date | None
    step: NextStep | None
    mentors: list[AssignmentPeriod]
    has_unread_handover: bool
    valid_consents: int
    consent_ends_on: date | None


def find_file(viewer: Viewer, client_id: UUID) -> ClientFile:
    """The client's file, or `NotVisible`."""
    found = about_visible_clients(
        viewer,
        Client,
        Client,
        approved_until().label("approved_until"),
        _next_planned().label("planned_on"),
        has_unread_handover(viewer).label("has_unread_handover"),
        valid_consents().label("valid_consents"),
        next_consent_end().label("consent_ends_on"),
    ).where(Client.id == client_id)
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotVisible
    return ClientFile(
        client=row.Client,
        approved_until=row.approved_until,
        planned_on=row.planned_on,
        step=find_next_step(viewer, client_id),
        mentors=[period for period in list_assignments(viewer, client_id) if not period.is_empty],
        has_unread_handover=bool(row.has_unread_handover),
        valid_consents=row.valid_consents,
        consent_ends_on=row.consent_ends_on,
    )


def _next_planned() -> sa.ScalarSelect[date]:
    return (
        sa.select(sa.func.min(Activity.held_on))
        .where(
            Activity.client_id == Client.id,
            Activity.planned(),
            Activity.held_on >= today(),
        )
        .correlate(Client)
        .scalar_subquery()
    )
