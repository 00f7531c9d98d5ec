"""The contacts behind figures of used hours."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.models import Activity
from caseapp.activities.queries import contacts_between
from caseapp.activities.rules import Outcome
from caseapp.basket.queries import ApprovalRow, list_approvals
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import TODAY
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import WAS_THERE
from caseapp.hours.allocation_rules import Share
from caseapp.hours.rules import CountedHours, shares_in, shares_of


def list_counted(viewer: Viewer, client_id: UUID, asked: CountedHours) -> list[Share[ContactRecord, ApprovalRow]]:
    """The contacts, or the parts of them, that a figure of a client's used hours counts, the newest first."""
    contacts = contacts_between(viewer, client_id, asked.since, asked.until)
    shares = shares_of(contacts, list_approvals(viewer, client_id), asked.since, asked.until)
    return shares_in(shares, asked.counted)[::-1]


def list_contacts_and_plans(viewer: Viewer, client_id: UUID) -> list[ContactRecord]:
    """What was held and attempted with a visible client, and what is planned from today on, the oldest first."""
    found = db.session.execute(*_contacts_and_plans(viewer, client_id))
    return [ContactRecord(row.id, row.held_on, row.mode, row.outcome, row.minutes) for row in found]


@prepared
def _contacts_and_plans(viewer: Viewer, client_id: UUID) -> Rows:
    columns = (Activity.id, Activity.held_on, Activity.mode, Activity.outcome, Activity.minutes)
    is_plan = sa.and_(Activity.outcome == Outcome.PLANNED, Activity.held_on >= TODAY)
    is_over = sa.and_(Activity.outcome != Outcome.PLANNED, Activity.held_on <= TODAY)
    return (
        about_visible_clients(viewer, Activity, *columns)
        .where(Activity.client_id == client_id, Activity.not_in_error(), sa.or_(is_plan, is_over))
        .order_by(Activity.held_on, Activity.starts_at, Activity.id)
    )


def last_in_group(viewer: Viewer, client_id: UUID) -> date | None:
    """The last day on which the client was there in a group."""
    day: date | None = db.session.scalar(*_last_in_group(viewer, client_id))
    return day


@prepared
def _last_in_group(viewer: Viewer, client_id: UUID) -> Rows:
    newest = sa.func.max(AttendanceMark.held_on)
    return about_visible_clients(viewer, AttendanceMark, newest).where(
        AttendanceMark.client_id == client_id, AttendanceMark.mark.in_(WAS_THERE)
    )
