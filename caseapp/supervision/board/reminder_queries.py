"""Reminders about clients."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import local, now
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.supervision.models import Reminder


class ReminderRow(NamedTuple):
    """Who reminded the viewer of which client, and when last."""

    client_id: UUID
    client_name: str
    by: str
    at: datetime


def is_reminded_today(viewer: Viewer, client_id: UUID) -> bool:
    """Whether any mentor was reminded of the client today."""
    midnight = datetime.combine(local(now()).date(), time(0), tzinfo=local(now()).tzinfo)
    found = about_visible_clients(viewer, Reminder, Reminder.id).where(
        Reminder.client_id == client_id, Reminder.created_at >= midnight
    )
    return db.session.scalar(found.limit(1)) is not None


def reminders_of(viewer: Viewer, days: int = 30) -> list[ReminderRow]:
    """The clients of whom the viewer was reminded lately, until the viewer has seen it; the newest first."""
    since = now() - timedelta(days=days)
    return [ReminderRow(**row._mapping) for row in db.session.execute(*_unseen(viewer, since))]


@prepared
def _unseen(viewer: Viewer, since: datetime) -> Rows:
    return (
        about_visible_clients(
            viewer,
            Reminder,
            Reminder.client_id,
            Client.name.label("client_name"),
            User.name.label("by"),
            sa.func.max(Reminder.created_at).label("at"),
        )
        .join(Client, Client.id == Reminder.client_id)
        .join(User, User.id == Reminder.created_by_id)
        .where(
            Reminder.mentor_id == viewer.id,
            Reminder.seen_at.is_(None),
            Reminder.created_at >= since,
        )
        .group_by(Reminder.client_id, Client.name, Client.given_name, Client.family_name, User.name)
        .order_by(sa.func.max(Reminder.created_at).desc())
    )
