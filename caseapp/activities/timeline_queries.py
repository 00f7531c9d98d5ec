"""Activities with their goals and authors, for the timeline and for the page of a note."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, Amendment, GoalTouch
from caseapp.activities.rules import MODE_NAMES, MOVEMENT_NAMES, OUTCOME_NAMES, Mode, Movement, Outcome, sum_figure
from caseapp.clients.queries import about_visible_clients, in_charge
from caseapp.db import db
from caseapp.db.prepared import Prepared, Rows, prepared
from caseapp.errors import NotVisible
from caseapp.followups.rules import SAFETY_NAMES, Safety
from caseapp.goals.models import Goal

TIMELINE = 50
MORE_TEXTS = ("place_words", "others_present", "went_well", "feedback", "safety_action", "remark")


class TouchedGoal(NamedTuple):
    """A goal that an activity was about."""

    goal_id: UUID
    title: str
    movement: Movement | None
    words: str = ""

    @property
    def movement_name(self) -> str:
        """How it moved, in words; empty if nobody said."""
        return str(MOVEMENT_NAMES[self.movement]) if self.movement else ""


KEY_TYPES = (sa.Date(), sa.Time(), sa.Uuid())


class TimelineKey(NamedTuple):
    """The place of a record in the timeline; the next page begins after it."""

    held_on: date
    starts_at: time
    id: UUID


class ActivityDetails(NamedTuple):
    """One activity as the timeline and its own page show it."""

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
    is_in_error: bool
    error_reason: str
    goals: tuple[TouchedGoal, ...]
    noted_at: datetime
    kinds: tuple[str, ...]
    place: str
    discreet: bool
    mood: int | None
    with_client: bool
    amended_at: datetime | None
    place_words: str
    others_present: str
    went_well: str
    feedback: str
    safety_action: str
    remark: str
    expenses: Decimal | None
    kilometres: int | None

    @property
    def outcome_name(self) -> str:
        """The outcome in words."""
        return str(OUTCOME_NAMES[self.outcome])

    @property
    def mode_name(self) -> str:
        """How they met, in words."""
        return str(MODE_NAMES[self.mode])

    @property
    def safety_name(self) -> str:
        """The safety concern in words."""
        return str(SAFETY_NAMES[self.safety])

    @property
    def expenses_figure(self) -> str:
        """The expenses in shekels, without needless zeros."""
        return sum_figure(self.expenses) if self.expenses else ""

    @property
    def key(self) -> TimelineKey:
        """Its place in the timeline."""
        return TimelineKey(self.held_on, self.starts_at, self.id)


def find_activity_details(viewer: Viewer, activity_id: UUID) -> ActivityDetails:
    """One activity with its author and goals, or `NotVisible`."""
    found = _list_details(viewer, _one(viewer, activity_id))
    if not found:
        raise NotVisible
    return found[0]


@prepared
def _one(viewer: Viewer, activity_id: UUID) -> Rows:
    return _with_goals(viewer, _columns(viewer).where(Activity.id == activity_id))


def timeline_of(
    viewer: Viewer,
    client_id: UUID,
    before: TimelineKey | None = None,
    limit: int = TIMELINE,
    only: Iterable[sa.ColumnElement[bool]] | None = None,
) -> list[ActivityDetails]:
    """The client's activities, newest first, after the one with the key `before`. `only` narrows them; without it,
    all but the planned ones are listed."""
    if only is not None:
        return _list_details(viewer, Prepared(_timeline(viewer, client_id, before, limit, only), {}))
    day, clock, id_ = before or (None, None, None)
    return _list_details(viewer, _whole_timeline(viewer, client_id, day, clock, id_, limit))


@prepared
def _whole_timeline(
    viewer: Viewer, client_id: UUID, day: date | None, clock: time | None, id_: UUID | None, limit: int
) -> Rows:
    before = None if day is None else (day, clock, id_)
    return _timeline(viewer, client_id, before, limit, (Activity.outcome != Outcome.PLANNED,))


def _timeline(
    viewer: Viewer, client_id: UUID, before: Any, limit: int, which: Iterable[sa.ColumnElement[bool]]
) -> Rows:
    found = _columns(viewer).where(Activity.client_id == client_id, *which)
    if before is not None:
        key = sa.tuple_(Activity.held_on, Activity.starts_at, Activity.id)
        found = found.where(key < sa.tuple_(*before, types=KEY_TYPES))
    newest_first = (Activity.held_on.desc(), Activity.starts_at.desc(), Activity.id.desc())
    return _with_goals(viewer, found.order_by(*newest_first).limit(limit))


def touches_of(viewer: Viewer, activity_ids: Iterable[UUID]) -> dict[UUID, tuple[TouchedGoal, ...]]:
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
            GoalTouch.id.label("touch_id"),
            GoalTouch.words_sealed.label("touch_words_sealed"),
            Goal.client_words_sealed.label("goal_words_sealed"),
            Goal.wording_sealed.label("goal_wording_sealed"),
        )
        .join(Goal, Goal.id == GoalTouch.goal_id)
        .where(GoalTouch.activity_id.in_(ids), Goal.not_in_error())
        .order_by(Goal.created_at, Goal.id)
    )
    found: dict[UUID, tuple[TouchedGoal, ...]] = {}
    for row in db.session.execute(touches):
        found[row.activity_id] = (*found.get(row.activity_id, ()), _touched_goal(row))
    return found


def title_of(goal_id: UUID, wording: bytes | None, words: bytes | None) -> str:
    """A goal's title from its sealed columns: the agreed wording, or else the client's own words."""
    return Goal.wording.open(goal_id, wording) or Goal.client_words.open(goal_id, words)


def _columns(viewer: Viewer) -> Rows:
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
        sa.func.coalesce(Activity.noted_at, Activity.created_at, type_=Activity.created_at.type).label("noted_at"),
        Activity.kinds,
        Activity.place,
        Activity.discreet,
        Activity.mood,
        Activity.with_client,
        Activity.expenses,
        Activity.kilometres,
        _amended_at().label("amended_at"),
        *(getattr(Activity, f"{name}_sealed") for name in MORE_TEXTS),
    ).join(User, User.id == Activity.mentor_id)


def _amended_at() -> sa.ScalarSelect[datetime]:
    newest = sa.select(sa.func.max(Amendment.created_at)).where(Amendment.activity_id == Activity.id)
    return newest.correlate(Activity).scalar_subquery()


def _list_details(viewer: Viewer, found: Prepared) -> list[ActivityDetails]:
    rows = groupby(db.session.execute(*found), key=lambda row: row.id)
    return [_activity_details(viewer, list(of_one)) for _id, of_one in rows]


def _with_goals(viewer: Viewer, found: Rows) -> Rows:
    """The activities found, newest first, with a row for each of their goals."""
    page = found.subquery()
    return (
        sa.select(
            page,
            Goal.id.label("goal_id"),
            GoalTouch.movement,
            GoalTouch.id.label("touch_id"),
            GoalTouch.words_sealed.label("touch_words_sealed"),
            Goal.client_words_sealed.label("goal_words_sealed"),
            Goal.wording_sealed.label("goal_wording_sealed"),
            in_charge(viewer, page.c.client_id).label("is_in_charge"),
        )
        .outerjoin(GoalTouch, GoalTouch.activity_id == page.c.id)
        .outerjoin(Goal, sa.and_(Goal.id == GoalTouch.goal_id, Goal.not_in_error()))
        .order_by(page.c.held_on.desc(), page.c.starts_at.desc(), page.c.id.desc(), Goal.created_at, Goal.id)
    )


def _activity_details(viewer: Viewer, rows: Sequence[Any]) -> ActivityDetails:
    row = rows[0]
    texts = {name: getattr(Activity, name).open(row.id, getattr(row, f"{name}_sealed")) for name in MORE_TEXTS}
    if viewer.id != row.mentor_id and not row.is_in_charge:
        texts["remark"] = ""
    return ActivityDetails(
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
        is_in_error=row.error_at is not None,
        error_reason=Activity.error_reason.open(row.id, row.error_reason_sealed),
        goals=tuple(_touched_goal(of) for of in rows if of.goal_id is not None),
        noted_at=row.noted_at,
        kinds=tuple(row.kinds.split()),
        place=row.place,
        discreet=row.discreet,
        mood=row.mood,
        with_client=row.with_client,
        expenses=row.expenses,
        kilometres=row.kilometres,
        amended_at=row.amended_at,
        **texts,
    )


def _touched_goal(row: Any) -> TouchedGoal:
    return TouchedGoal(
        goal_id=row.goal_id,
        title=title_of(row.goal_id, row.goal_wording_sealed, row.goal_words_sealed),
        movement=row.movement,
        words=GoalTouch.words.open(row.touch_id, row.touch_words_sealed),
    )
