"""What the top of a client's page reads, in one statement."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.clients.consents.queries import next_consent_end, valid_consents
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import AssignmentPeriod, about_visible_clients
from caseapp.clients.transfers.queries import has_unread_handover
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.followups.models import FollowUp
from caseapp.progress.people_queries import AgreedStep, approved_until

COVERED = sa.orm.aliased(User)


class OpenFile(NamedTuple):
    """A client, until when something is approved today, what waits next, the next planned day, the mentors,
    whether the viewer has just taken over, how many consents hold, and the day on which one ends soon."""

    client: Client
    approved_until: date | None
    step: AgreedStep | None
    planned_on: date | None
    mentors: list[AssignmentPeriod]
    has_unread_handover: bool
    valid_consents: int
    consent_ends_on: date | None


def open_file(viewer: Viewer, client_id: UUID) -> OpenFile:
    """The client's file, or `NotVisible`."""
    rows = db.session.execute(_file(viewer, client_id)).all()
    if not rows:
        raise NotVisible
    first = rows[0]
    periods = [
        AssignmentPeriod(
            row.assignment_id, row.mentor_id, row.mentor, row.starts_on, row.ends_on, row.covered_id, row.covered
        )
        for row in rows
        if row.assignment_id
    ]
    step = None
    if first.step_id:
        step = AgreedStep(client_id, FollowUp.words.open(first.step_id, first.words_sealed), first.due_on)
    return OpenFile(
        first[0],
        first.approved_until,
        step,
        first.planned_on,
        [period for period in periods if not period.is_empty],
        bool(first.has_unread_handover),
        first.valid_consents,
        first.consent_ends_on,
    )


def _file(viewer: Viewer, client_id: UUID) -> sa.Select[Any]:
    """One row for each assignment, the newest first; at least one where the viewer sees the client."""
    return (
        about_visible_clients(
            viewer,
            Client,
            Client,
            approved_until().label("approved_until"),
            _next_planned().label("planned_on"),
            has_unread_handover(viewer).label("has_unread_handover"),
            valid_consents().label("valid_consents"),
            next_consent_end().label("consent_ends_on"),
            FollowUp.id.label("step_id"),
            FollowUp.words_sealed,
            FollowUp.due_on,
            Assignment.id.label("assignment_id"),
            Assignment.mentor_id,
            User.name.label("mentor"),
            Assignment.starts_on,
            Assignment.ends_on,
            Assignment.covered_id,
            COVERED.name.label("covered"),
        )
        .outerjoin(FollowUp, FollowUp.id == _nearest_step())
        .outerjoin(Assignment, Assignment.client_id == Client.id)
        .outerjoin(User, User.id == Assignment.mentor_id)
        .outerjoin(COVERED, COVERED.id == Assignment.covered_id)
        .where(Client.id == client_id)
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
    )


def _next_planned() -> sa.ScalarSelect[date]:
    return (
        sa.select(sa.func.min(Activity.held_on))
        .where(
            Activity.client_id == Client.id,
            Activity.outcome == Outcome.PLANNED,
            Activity.not_in_error(),
            Activity.held_on >= today(),
        )
        .correlate(Client)
        .scalar_subquery()
    )


def _nearest_step() -> sa.ScalarSelect[UUID]:
    nearest = sa.orm.aliased(FollowUp)
    undated = sa.case((nearest.due_on.is_(None), 1), else_=0)
    return (
        sa.select(nearest.id)
        .where(nearest.client_id == Client.id, nearest.is_open())
        .order_by(undated, nearest.due_on, nearest.id)
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
