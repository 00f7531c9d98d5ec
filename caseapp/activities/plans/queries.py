"""Meetings that are planned, and those that passed without a word."""

from dataclasses import fields
from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.queries import find_activity, find_planned
from caseapp.activities.rules import MODE_NAMES, Mode, Outcome, Plan
from caseapp.clients.in_charge_queries import owns_today
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, find_client
from caseapp.clock import today
from caseapp.db import db

COMING = 60


class Planned(NamedTuple):
    """One planned meeting, and with whom it is: with who mentors by now, where the one who planned it has left."""

    id: UUID
    client_id: UUID
    client_name: str
    mentor: str | None
    held_on: date
    starts_at: time
    minutes: int
    mode: Mode
    place: str
    discreet: bool
    place_words: str

    @property
    def mode_name(self) -> str:
        """How they will meet, in words."""
        return str(MODE_NAMES[self.mode])

    @property
    def is_past(self) -> bool:
        """Whether its day has passed and nobody has said what became of it."""
        return self.held_on < today()

    @property
    def is_due(self) -> bool:
        """Whether its day has come, so that one can say what became of it."""
        return self.held_on <= today()


class KeptPlan(NamedTuple):
    """A planned meeting as it stands, to be moved or cancelled."""

    client_id: UUID
    client_name: str
    version: int
    plan: Plan


def find_plan(viewer: Viewer, activity_id: UUID, also_cancelled: bool = False) -> KeptPlan:
    """The planned meeting; `NotVisible`, or `RuleBroken` where somebody has said by now what became of it."""
    activity = find_activity(viewer, activity_id) if also_cancelled else find_planned(viewer, activity_id)
    plan = Plan(**{each.name: getattr(activity, each.name) for each in fields(Plan)})
    return KeptPlan(activity.client_id, find_client(viewer, activity.client_id).name, activity.version, plan)


def coming_meetings(viewer: Viewer, client_id: UUID | None = None, limit: int = COMING) -> list[Planned]:
    """The planned meetings with the viewer's clients (with one of them), by day and hour; passed ones stand first."""
    found = _planned(viewer)
    if client_id:
        found = found.where(Activity.client_id == client_id)
    rows = found.order_by(Activity.held_on, Activity.starts_at, Activity.id).limit(limit)
    return [_opened(row) for row in db.session.execute(rows)]


def next_planned_of(viewer: Viewer) -> dict[UUID, date]:
    """The day of the next planned meeting with each of the viewer's clients; who is missing has none."""
    days = (
        about_visible_clients(viewer, Activity, Activity.client_id, sa.func.min(Activity.held_on))
        .where(Activity.outcome == Outcome.PLANNED, Activity.not_in_error(), Activity.held_on >= today())
        .group_by(Activity.client_id)
    )
    return dict(list(db.session.execute(days)))


def _opened(row: Any) -> Planned:
    return Planned._make((*row[:-1], Activity.place_words.open(row.id, row.place_words_sealed)))


def _planned(viewer: Viewer) -> sa.Select[Any]:
    return (
        about_visible_clients(
            viewer,
            Activity,
            Activity.id,
            Activity.client_id,
            Client.name.label("client_name"),
            User.name.label("mentor"),
            Activity.held_on,
            Activity.starts_at,
            Activity.minutes,
            Activity.mode,
            Activity.place,
            Activity.discreet,
            Activity.place_words_sealed,
        )
        .join(Client, Client.id == Activity.client_id)
        .outerjoin(User, User.id == owns_today(Activity.mentor_id, Activity.client_id))
        .where(Activity.outcome == Outcome.PLANNED, Activity.not_in_error())
    )
