"""Planned meetings, including past ones whose outcome was not recorded."""

from dataclasses import fields
from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.queries import find_activity, find_planned
from caseapp.activities.rules import MODE_NAMES, Mode, PlanDraft
from caseapp.clients.in_charge_queries import current_owner
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, find_client
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared

COMING = 60


class PlannedMeeting(NamedTuple):
    """One planned meeting; its mentor is the present one if the one who planned it has left."""

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
        """Whether its day has passed and its outcome was not recorded."""
        return self.held_on < today()

    @property
    def is_due(self) -> bool:
        """Whether its day has come, so that its outcome can be recorded."""
        return self.held_on <= today()


class PlanDetails(NamedTuple):
    """A planned meeting as it stands, to be moved or cancelled."""

    client_id: UUID
    client_name: str
    version: int
    plan: PlanDraft


def find_plan(viewer: Viewer, activity_id: UUID, also_cancelled: bool = False) -> PlanDetails:
    """The planned meeting; `NotVisible`, or `RuleBroken` if its outcome has already been recorded."""
    activity = find_activity(viewer, activity_id) if also_cancelled else find_planned(viewer, activity_id)
    plan = PlanDraft(**{each.name: getattr(activity, each.name) for each in fields(PlanDraft)})
    return PlanDetails(activity.client_id, find_client(viewer, activity.client_id).name, activity.version, plan)


def coming_meetings(viewer: Viewer, client_id: UUID | None = None, limit: int = COMING) -> list[PlannedMeeting]:
    """The planned meetings with the viewer's clients, or with one of them, by day and time; past ones come first."""
    return [_opened(row) for row in db.session.execute(*_coming(viewer, client_id, limit))]


@prepared
def _coming(viewer: Viewer, client_id: UUID | None, limit: int) -> Rows:
    found = _planned(viewer)
    if client_id is not None:
        found = found.where(Activity.client_id == client_id)
    return found.order_by(Activity.held_on, Activity.starts_at, Activity.id).limit(limit)


def _opened(row: Any) -> PlannedMeeting:
    values = {name: value for name, value in row._mapping.items() if name != "place_words_sealed"}
    return PlannedMeeting(**values, place_words=Activity.place_words.open(row.id, row.place_words_sealed))


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
        .outerjoin(User, User.id == current_owner(Activity.mentor_id, Activity.client_id))
        .where(Activity.planned())
    )
