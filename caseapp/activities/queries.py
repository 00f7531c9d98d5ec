"""Every SELECT about activities, narrowed to the viewer's clients."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role, Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.i18n import _


class Meetings(NamedTuple):
    """What a period held: counts by outcome, and the minutes of what was held whole or in part."""

    held: int
    partly: int
    client_cancelled: int
    mentor_cancelled: int
    no_show: int
    emergency: int
    minutes: int


def find_activity(viewer: Viewer, activity_id: UUID) -> Activity:
    """The activity, or `NotVisible`."""
    activity: Activity | None = db.session.scalar(
        about_visible_clients(viewer, Activity).where(Activity.id == activity_id)
    )
    if activity is None:
        raise NotVisible
    return activity


def find_activity_to_mend(viewer: Viewer, activity_id: UUID, also_in_error: bool = False) -> Activity:
    """The activity, which the viewer may change; `NotAllowed` where only others may."""
    activity = find_activity(viewer, activity_id)
    if not may_mend(viewer, activity.mentor_id):
        raise NotAllowed
    if activity.error_at and not also_in_error:
        raise RuleBroken(_("This note was entered in error. It stays as it is."))
    return activity


def may_mend(viewer: Viewer, author_id: UUID) -> bool:
    """Whether the viewer, who sees the client, may change a note: its author, or the supervisor of the team."""
    return viewer.id == author_id or viewer.role == Role.SUPERVISOR


def last_met(viewer: Viewer) -> dict[UUID, date]:
    """The last day of contact with each visible client; who is missing was never met."""
    days = (
        about_visible_clients(viewer, Activity, Activity.client_id, sa.func.max(Activity.held_on).label("day"))
        .where(*_took_place(today()))
        .group_by(Activity.client_id)
    )
    return dict(list(db.session.execute(days)))


def meetings_in(viewer: Viewer, client_id: UUID, from_: date, to: date) -> Meetings:
    """How often they met from one day to another, both included, and what became of the rest."""
    outcomes = (
        about_visible_clients(
            viewer,
            Activity,
            Activity.outcome,
            sa.func.count().label("times"),
            sa.func.sum(Activity.minutes).label("minutes"),
        )
        .where(
            Activity.client_id == client_id,
            Activity.held_on.between(from_, min(to, today())),
            Activity.error_at.is_(None),
        )
        .group_by(Activity.outcome)
    )
    found = {row.outcome: row for row in db.session.execute(outcomes)}
    times = {outcome: found[outcome].times if outcome in found else 0 for outcome in Outcome}
    return Meetings(
        held=times[Outcome.HELD],
        partly=times[Outcome.PARTLY],
        client_cancelled=times[Outcome.CLIENT_CANCELLED],
        mentor_cancelled=times[Outcome.MENTOR_CANCELLED],
        no_show=times[Outcome.NO_SHOW],
        emergency=times[Outcome.EMERGENCY],
        minutes=sum(int(found[outcome].minutes) for outcome in CONTACT if outcome in found),
    )


def _took_place(day: date) -> Sequence[sa.ColumnElement[bool]]:
    # The same rule as `rules.counts_as_contact`; a test proves that they agree.
    return Activity.outcome.in_(CONTACT), Activity.error_at.is_(None), Activity.held_on <= day
