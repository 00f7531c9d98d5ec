"""Every SELECT about activities, narrowed to the viewer's clients."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role, Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.rules import (
    CONTACT,
    MODE_NAMES,
    MOVEMENT_NAMES,
    OUTCOME_NAMES,
    SAFETY_NAMES,
    Mode,
    Movement,
    Outcome,
    Safety,
)
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.goals.models import Goal
from caseapp.i18n import _

TIMELINE = 50


class Touched(NamedTuple):
    """A goal that an activity was about."""

    goal_id: UUID
    title: str
    movement: Movement | None

    @property
    def movement_name(self) -> str:
        """How it moved, in words; empty where nobody said."""
        return str(MOVEMENT_NAMES[self.movement]) if self.movement else ""


class Before(NamedTuple):
    """The last record of the page before: what follows is older."""

    held_on: date
    starts_at: time
    id: UUID


class Told(NamedTuple):
    """One activity as the timeline and its own page tell it."""

    id: UUID
    client_id: UUID
    mentor_id: UUID
    author: str
    held_on: date
    starts_at: time
    minutes: int
    mode: Mode
    outcome: Outcome
    safety: Safety
    note: str
    client_words: str
    next_step: str
    next_step_on: date | None
    in_error: bool
    error_reason: str
    goals: tuple[Touched, ...]

    @property
    def outcome_name(self) -> str:
        """What became of it, in words."""
        return str(OUTCOME_NAMES[self.outcome])

    @property
    def mode_name(self) -> str:
        """How they met, in words."""
        return str(MODE_NAMES[self.mode])

    @property
    def safety_name(self) -> str:
        """Whether the mentor was worried, in words."""
        return str(SAFETY_NAMES[self.safety])

    @property
    def key(self) -> Before:
        """Where the next page of the timeline begins, when this is the last one shown."""
        return Before(self.held_on, self.starts_at, self.id)


class Meetings(NamedTuple):
    """What a period held: counts by outcome, and the minutes of what was held whole or in part."""

    held: int
    partly: int
    client_cancelled: int
    mentor_cancelled: int
    no_show: int
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


def tell_activity(viewer: Viewer, activity_id: UUID) -> Told:
    """One activity with its author and goals, or `NotVisible`."""
    told = _told(_columns(viewer).where(Activity.id == activity_id))
    if not told:
        raise NotVisible
    return told[0]


def timeline_of(viewer: Viewer, client_id: UUID, before: Before | None = None, limit: int = TIMELINE) -> list[Told]:
    """The client's activities, newest first; `before` is the key of the last one already shown."""
    found = _columns(viewer).where(Activity.client_id == client_id)
    if before:
        key = sa.tuple_(Activity.held_on, Activity.starts_at, Activity.id)
        found = found.where(
            key < sa.tuple_(sa.literal(before.held_on), sa.literal(before.starts_at), sa.literal(before.id, sa.Uuid))
        )
    newest_first = (Activity.held_on.desc(), Activity.starts_at.desc(), Activity.id.desc())
    return _told(found.order_by(*newest_first).limit(limit))


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
        minutes=sum(int(found[outcome].minutes) for outcome in CONTACT if outcome in found),
    )


def touches_of(viewer: Viewer, activity_ids: Iterable[UUID]) -> dict[UUID, tuple[Touched, ...]]:
    """The goals of these activities, by activity."""
    ids = list(activity_ids)
    if not ids:
        return {}
    touches = (
        about_visible_clients(
            viewer,
            GoalTouch,
            GoalTouch.activity_id,
            GoalTouch.goal_id,
            GoalTouch.movement,
            Goal.client_words_sealed,
            Goal.wording_sealed,
        )
        .join(Goal, Goal.id == GoalTouch.goal_id)
        .where(GoalTouch.activity_id.in_(ids))
        .order_by(Goal.created_at, Goal.id)
    )
    found: dict[UUID, tuple[Touched, ...]] = {}
    for activity_id, goal_id, movement, words, wording in db.session.execute(touches):
        touched = Touched(goal_id, title_of(goal_id, wording, words), movement)
        found[activity_id] = (*found.get(activity_id, ()), touched)
    return found


def title_of(goal_id: UUID, wording: bytes | None, words: bytes | None) -> str:
    """A goal's title out of its sealed columns: the agreed wording, else the client's own words."""
    return Goal.wording.open(goal_id, wording) or Goal.client_words.open(goal_id, words)


def _took_place(day: date) -> Sequence[sa.ColumnElement[bool]]:
    # The same rule as `rules.counts_as_contact`; a test proves that they agree.
    return Activity.outcome.in_(CONTACT), Activity.error_at.is_(None), Activity.held_on <= day


def _columns(viewer: Viewer) -> sa.Select[tuple[object, ...]]:
    return about_visible_clients(
        viewer,
        Activity,
        Activity.id,
        Activity.client_id,
        Activity.mentor_id,
        User.name.label("author"),
        Activity.held_on,
        Activity.starts_at,
        Activity.minutes,
        Activity.mode,
        Activity.outcome,
        Activity.safety,
        Activity.note_sealed,
        Activity.client_words_sealed,
        Activity.next_step_sealed,
        Activity.next_step_on,
        Activity.error_at,
        Activity.error_reason_sealed,
    ).join(User, User.id == Activity.mentor_id)


def _told(found: sa.Select[tuple[object, ...]]) -> list[Told]:
    """The activities found, newest first, with their goals: one statement, a row for each goal."""
    page = found.subquery()
    with_goals = (
        sa.select(
            page,
            GoalTouch.goal_id,
            GoalTouch.movement,
            Goal.client_words_sealed.label("goal_words_sealed"),
            Goal.wording_sealed.label("goal_wording_sealed"),
        )
        .outerjoin(GoalTouch, GoalTouch.activity_id == page.c.id)
        .outerjoin(Goal, Goal.id == GoalTouch.goal_id)
        .order_by(page.c.held_on.desc(), page.c.starts_at.desc(), page.c.id.desc(), Goal.created_at, Goal.id)
    )
    rows = db.session.execute(with_goals)
    return [_one_told(list(of_one)) for _id, of_one in groupby(rows, key=lambda row: row.id)]


def _one_told(rows: Sequence[Any]) -> Told:
    row = rows[0]
    return Told(
        id=row.id,
        client_id=row.client_id,
        mentor_id=row.mentor_id,
        author=row.author,
        held_on=row.held_on,
        starts_at=row.starts_at,
        minutes=row.minutes,
        mode=row.mode,
        outcome=row.outcome,
        safety=row.safety,
        note=Activity.note.open(row.id, row.note_sealed),
        client_words=Activity.client_words.open(row.id, row.client_words_sealed),
        next_step=Activity.next_step.open(row.id, row.next_step_sealed),
        next_step_on=row.next_step_on,
        in_error=row.error_at is not None,
        error_reason=Activity.error_reason.open(row.id, row.error_reason_sealed),
        goals=tuple(
            Touched(of.goal_id, title_of(of.goal_id, of.goal_wording_sealed, of.goal_words_sealed), of.movement)
            for of in rows
            if of.goal_id is not None
        ),
    )
