"""Planned meetings, including past ones whose outcome was not recorded."""

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.contact_rules import KIND_OF, KindOfContact
from caseapp.activities.models import Activity
from caseapp.activities.queries import find_activity, find_planned
from caseapp.activities.rules import MODE_NAMES, Mode, PlanDraft
from caseapp.clients.file.adjustment_rules import ON_THE_WAY, minded
from caseapp.clients.in_charge_queries import current_owner
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, find_client
from caseapp.clock import TODAY, local, now, today
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
    def kind(self) -> KindOfContact:
        """What it will count as."""
        return KIND_OF[self.mode]

    @property
    def ends_at(self) -> datetime:
        """When it will have ended, on the clock of the organisation."""
        return datetime.combine(self.held_on, self.starts_at) + timedelta(minutes=self.minutes)

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
    minded: list[str]


def find_plan(viewer: Viewer, activity_id: UUID, also_cancelled: bool = False) -> PlanDetails:
    """The planned meeting; `NotVisible`, or `RuleBroken` if its outcome has already been recorded."""
    activity = find_activity(viewer, activity_id) if also_cancelled else find_planned(viewer, activity_id)
    plan = PlanDraft(**{each.name: getattr(activity, each.name) for each in fields(PlanDraft)})
    client = find_client(viewer, activity.client_id)
    minded_there = minded(client.adjustments, ON_THE_WAY)
    return PlanDetails(activity.client_id, client.name, activity.version, plan, minded_there)


def coming_meetings(viewer: Viewer, client_id: UUID | None = None, limit: int = COMING) -> list[PlannedMeeting]:
    """The planned meetings with the viewer's clients, or with one of them, by day and time; past ones come first."""
    return [_opened(row) for row in db.session.execute(*_coming(viewer, client_id, limit))]


def planned_between(viewer: Viewer, first_on: date, last_on: date, limit: int = COMING) -> list[PlannedMeeting]:
    """What is planned with the viewer's clients in these days, by day and time; of too many, the latest."""
    return [_opened(row) for row in db.session.execute(*_between(viewer, first_on, last_on, limit))][::-1]


class NextToday(NamedTuple):
    """Whom the viewer meets next today."""

    id: UUID
    client_id: UUID
    called: str
    starts_at: time


def next_today(viewer: Viewer, but: UUID) -> NextToday | None:
    """The next planned meeting of today, `but` not that one."""
    row = db.session.execute(*_next_today(viewer, local(now()).time(), but)).first()
    return NextToday(**row._mapping) if row else None


@prepared
def _next_today(viewer: Viewer, hour: time, but: UUID) -> Rows:
    columns = (Activity.id, Activity.client_id, Client.called.label("called"), Activity.starts_at)
    return (
        about_visible_clients(viewer, Activity, *columns)
        .join(Client, Client.id == Activity.client_id)
        .where(Activity.planned(), Activity.held_on == TODAY, Activity.starts_at >= hour, Activity.id != but)
        .order_by(Activity.starts_at, Activity.id)
        .limit(1)
    )


def next_meetings(viewer: Viewer, client_ids: list[UUID]) -> dict[UUID, PlannedMeeting]:
    """The next planned meeting of each of these clients that has not ended."""
    found: dict[UUID, PlannedMeeting] = {}
    moment = local(now()).replace(tzinfo=None)
    for row in db.session.execute(*_ahead(viewer, client_ids)) if client_ids else ():
        if row.client_id not in found and (plan := _opened(row)).ends_at > moment:
            found[row.client_id] = plan
    return found


@prepared
def _between(viewer: Viewer, first_on: date, last_on: date, limit: int) -> Rows:
    latest = (Activity.held_on.desc(), Activity.starts_at.desc(), Activity.id.desc())
    return _planned(viewer).where(Activity.held_on.between(first_on, last_on)).order_by(*latest).limit(limit)


@prepared
def _ahead(viewer: Viewer, client_ids: list[UUID]) -> Rows:
    is_next = Activity.client_id.in_(client_ids), Activity.held_on >= TODAY
    return _planned(viewer).where(*is_next).order_by(Activity.held_on, Activity.starts_at, Activity.id)


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
