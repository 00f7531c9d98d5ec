"""Activities of the viewer's clients."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.notes.rules import NO_NOTE, LastNote
from caseapp.activities.rules import CONTACT, Movement, Outcome, is_final
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, is_own_or_in_charge
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.goals.models import Goal
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold

# The notes that say of a goal that it moved; where nothing was said of it, it did not.
MOVES_GOAL = (GoalTouch.goal_id == Goal.id, GoalTouch.movement != Movement.SAME, Activity.not_in_error())


def find_activity(viewer: Viewer, activity_id: UUID) -> Activity:
    """The activity, or `NotVisible`."""
    activity: Activity | None = db.session.scalar(
        about_visible_clients(viewer, Activity).where(Activity.id == activity_id)
    )
    if activity is None:
        raise NotVisible
    return activity


def find_activity_to_edit(viewer: Viewer, activity_id: UUID, also_in_error: bool = False) -> Activity:
    """The activity, if the viewer may change it; else `NotVisible` or `NotAllowed`."""
    activity = find_activity(viewer, activity_id)
    if not may_edit(viewer, activity.mentor_id, activity.client_id, activity.outcome):
        raise NotAllowed
    if activity.is_in_error and not also_in_error:
        raise RuleBroken(_("This note was entered in error and cannot be changed."))
    return activity


def find_planned(viewer: Viewer, activity_id: UUID) -> Activity:
    """The planned meeting; `RuleBroken` if its outcome has already been recorded."""
    activity = find_activity(viewer, activity_id)
    if not activity.is_planned or activity.is_in_error:
        raise RuleBroken(_("The outcome of this meeting has already been recorded."))
    return activity


def may_edit(viewer: Viewer, author_id: UUID, client_id: UUID, outcome: Outcome) -> bool:
    """Whether the viewer, who sees the client, may change a note: its author and whoever is in charge may.
    A planned meeting has no author yet: whoever was there records its outcome."""
    return outcome is Outcome.PLANNED or is_own_or_in_charge(viewer, author_id, client_id)


def is_final_now(outcome: Outcome, written_at: datetime) -> bool:
    """Whether a note can no longer be edited, only corrected beside it; a planned meeting is no note yet."""
    return outcome is not Outcome.PLANNED and is_final(written_at, now(), threshold(Threshold.NOTE_FINAL_HOURS))


def last_met_on(day: date) -> sa.ScalarSelect[date]:
    """The last day of contact up to `day`, as a column of a statement about clients: one seek for each."""
    return (
        sa.select(sa.func.max(Activity.held_on))
        .where(Activity.client_id == Client.id, *_took_place(day))
        .correlate(Client)
        .scalar_subquery()
    )


def count_met(first_on: date, last_on: date) -> sa.ScalarSelect[int]:
    """How many contacts there were in these days, as a column of a statement about clients."""
    return (
        sa.select(sa.func.count())
        .select_from(Activity)
        .where(Activity.client_id == Client.id, Activity.held_on >= first_on, *_took_place(last_on))
        .correlate(Client)
        .scalar_subquery()
    )


def find_last_met(viewer: Viewer, client_id: UUID) -> date | None:
    """The last day of contact with one client, if there was any."""
    met = about_visible_clients(viewer, Client, last_met_on(today())).where(Client.id == client_id)
    day: date | None = db.session.scalar(met)
    return day


def contacts_between(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> list[ContactRecord]:
    """What was held and attempted with a visible client in these days, up to today, the oldest first."""
    found = db.session.execute(*_contacts(viewer, client_id, first_on, min(last_on, today())))
    return [ContactRecord(row.id, row.held_on, row.mode, row.outcome, row.minutes) for row in found]


@prepared
def _contacts(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> Rows:
    columns = (Activity.id, Activity.held_on, Activity.mode, Activity.outcome, Activity.minutes)
    return (
        about_visible_clients(viewer, Activity, *columns)
        .where(
            Activity.client_id == client_id,
            Activity.not_in_error(),
            Activity.outcome != Outcome.PLANNED,
            Activity.held_on.between(first_on, last_on),
        )
        .order_by(Activity.held_on, Activity.starts_at, Activity.id)
    )


def _took_place(day: date) -> Sequence[sa.ColumnElement[bool]]:
    # The same rule as `rules.counts_as_contact`; a test proves that they agree.
    return Activity.outcome.in_(CONTACT), Activity.not_in_error(), Activity.held_on <= day


def find_last_note(viewer: Viewer, client_id: UUID) -> LastNote:
    """The latest contact with a client, and what was noted of it."""
    row = db.session.execute(*_last_contact(viewer, client_id)).first()
    if row is None:
        return NO_NOTE
    return LastNote(
        id=row.id,
        held_on=row.held_on,
        minutes=row.minutes,
        mode=row.mode,
        note=Activity.note.open(row.id, row.note_sealed),
        next_step=Activity.next_step.open(row.id, row.next_step_sealed),
        kinds=tuple(row.kinds.split()),
        place=row.place,
        place_words=Activity.place_words.open(row.id, row.place_words_sealed),
        discreet=row.discreet,
    )


@prepared
def _last_contact(viewer: Viewer, client_id: UUID) -> Rows:
    facts = (Activity.id, Activity.held_on, Activity.minutes, Activity.mode, Activity.kinds)
    where = (Activity.place, Activity.discreet, Activity.place_words_sealed)
    return (
        about_visible_clients(viewer, Activity, *facts, *where, Activity.note_sealed, Activity.next_step_sealed)
        .where(Activity.client_id == client_id, Activity.outcome.in_(CONTACT), Activity.not_in_error())
        .order_by(Activity.held_on.desc(), Activity.starts_at.desc(), Activity.id.desc())
        .limit(1)
    )


def usual_minutes(viewer: Viewer, client_id: UUID) -> int:
    """How long a meeting with a client is likely to take: as long as the last one."""
    return find_last_note(viewer, client_id).minutes
