"""For whom of the viewer's clients nothing moves, what was chosen for them, and what has helped before."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.queries import MOVES_GOAL, count_met
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.goals.models import Goal, GoalChange, GoalStep, Rating
from caseapp.goals.queries import CHANGES_LEVEL
from caseapp.goals.rules import GoalStatus
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.rules import (
    BEFORE_DAYS,
    OBSTACLE_NAMES,
    HelpTally,
    NextAct,
    Obstacle,
    StepOutcome,
    Stuck,
    StuckFacts,
    StuckLimits,
    find_stuck,
    is_asked,
    lately_from,
)

OF_CLIENT = kept_alias(StuckStep)
OPEN_FIRST = sa.case((OF_CLIENT.outcome.is_(None), 0), else_=1)


class StuckState(NamedTuple):
    """How it stands with a client: why nothing moves, or the step under way and when it is asked about; the goal that
    has stood still the longest."""

    client_id: UUID
    client_name: str
    found: Stuck | None
    step_id: UUID | None
    way: NextAct | None
    ask_on: date | None
    goal_id: UUID | None

    @property
    def is_asked(self) -> bool:
        """Whether it is time to ask if the step helped."""
        return is_asked(self.ask_on, today())


def stuck_limits() -> StuckLimits:
    """The organisation's thresholds today."""
    return StuckLimits(today(), threshold(Threshold.STUCK_DAYS), threshold(Threshold.FADING_PERCENT))


def list_stuck(viewer: Viewer) -> list[StuckState]:
    """The viewer's active clients for whom nothing moves, or of whom it is asked today whether a step helped."""
    found = db.session.execute(*_of_everybody(viewer, *_days(stuck_limits().today)))
    return [state for state in _states(found) if state.found or state.is_asked]


def find_state(viewer: Viewer, client_id: UUID) -> StuckState | None:
    """How it stands with one client; nothing where the client is not active."""
    found = db.session.execute(*_of_one(viewer, client_id, *_days(stuck_limits().today)))
    return next(iter(_states(found)), None)


def changed_columns(day: date) -> tuple[sa.Label[Any], ...]:
    """The last days up to `day` on which a goal changed, as columns of a statement about goals: by a note that it
    moved, a rating other than the one before, a step that was done, or a new status."""
    return (
        _last_moving_note(day).label("noted_change"),
        _last_other_rating(day).label("rated_change"),
        _last_of(GoalStep, GoalStep.done_on, day).label("step_change"),
        _last_of(GoalChange, GoalChange.changed_on, day).label("status_change"),
    )


def changed_on(row: Any) -> date:
    """The last day on which the goal of a row with `changed_columns` changed, at least the day when it began."""
    days = (row.starts_on, row.agreed_on, row.noted_change, row.rated_change, row.step_change, row.status_change)
    last: date = max(day for day in days if day)
    return last


def join_step(found: Rows) -> Rows:
    """A statement about clients with the step that waits for its answer, or else the last one that was answered."""
    newest = (
        sa.select(OF_CLIENT.id)
        .where(OF_CLIENT.client_id == Client.id)
        .order_by(OPEN_FIRST, OF_CLIENT.created_at.desc(), OF_CLIENT.id.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    columns = (StuckStep.id.label("step_id"), StuckStep.way, StuckStep.ask_on, StuckStep.outcome, StuckStep.answered_on)
    return found.outerjoin(StuckStep, StuckStep.id == newest).add_columns(*columns)


def step_days(row: Any) -> tuple[date | None, date | None]:
    """Of a row with a step: when it is asked about, if it waits for its answer, and when it had helped."""
    waits = row.step_id is not None and row.outcome is None
    return row.ask_on if waits else None, row.answered_on if row.outcome is StepOutcome.HELPED else None


def _days(day: date) -> tuple[date, date, date, date]:
    lately_on = lately_from(day)
    return day, lately_on, lately_on - timedelta(days=BEFORE_DAYS), lately_on - timedelta(days=1)


@prepared
def _of_everybody(viewer: Viewer, day: date, lately_on: date, before_from: date, before_to: date) -> Rows:
    return _active(viewer, day, lately_on, before_from, before_to)


@prepared
def _of_one(viewer: Viewer, client_id: UUID, day: date, lately_on: date, before_from: date, before_to: date) -> Rows:
    return _active(viewer, day, lately_on, before_from, before_to).where(Client.id == client_id)


def _active(viewer: Viewer, day: date, lately_on: date, before_from: date, before_to: date) -> Rows:
    found = (
        about_visible_clients(
            viewer,
            Client,
            Client.id.label("client_id"),
            Client.name.label("client_name"),
            Client.meeting_every_days,
            count_met(lately_on, day).label("lately"),
            count_met(before_from, before_to).label("before"),
            Goal.id.label("goal_id"),
            Goal.starts_on,
            Goal.agreed_on,
            *changed_columns(day),
        )
        .outerjoin(Goal, sa.and_(Goal.client_id == Client.id, Goal.status == GoalStatus.ACTIVE))
        .where(Client.status == ClientStatus.ACTIVE)
        .order_by(Client.search_name, Client.id)
    )
    return join_step(found)


def _states(rows: Iterable[Any]) -> list[StuckState]:
    limits, expected = stuck_limits(), threshold(Threshold.EXPECTED_MEETING_DAYS)
    of_client: dict[UUID, list[Any]] = {}
    for row in rows:
        of_client.setdefault(row.client_id, []).append(row)
    return [_state(each, limits, expected) for each in of_client.values()]


def _state(rows: list[Any], limits: StuckLimits, expected: int) -> StuckState:
    client, goals = rows[0], [row for row in rows if row.goal_id]
    ask_on, helped_on = step_days(client)
    facts = StuckFacts(
        still_since=max((changed_on(row) for row in goals), default=None),
        lately=client.lately,
        before=client.before,
        every=meeting_interval(client.meeting_every_days, expected),
        ask_on=ask_on,
        helped_on=helped_on,
    )
    return StuckState(
        client_id=client.client_id,
        client_name=client.client_name,
        found=find_stuck(facts, limits),
        step_id=client.step_id if ask_on else None,
        way=client.way if ask_on else None,
        ask_on=ask_on,
        goal_id=min(goals, key=changed_on).goal_id if goals else None,
    )


def _last_moving_note(day: date) -> sa.ScalarSelect[Any]:
    return (
        sa.select(GoalTouch.held_on)
        .join(Activity, Activity.id == GoalTouch.activity_id)
        .where(*MOVES_GOAL, GoalTouch.held_on <= day)
        .order_by(GoalTouch.held_on.desc())
        .limit(1)
        .correlate(Goal)
        .scalar_subquery()
    )


def _last_other_rating(day: date) -> sa.ScalarSelect[Any]:
    found = sa.select(sa.func.max(Rating.rated_on)).where(*CHANGES_LEVEL, Rating.rated_on <= day)
    return found.correlate(Goal).scalar_subquery()


def _last_of(of: type[GoalStep] | type[GoalChange], column: Any, day: date) -> sa.ScalarSelect[Any]:
    found = sa.select(sa.func.max(column)).where(of.goal_id == Goal.id, column <= day)
    return found.correlate(Goal).scalar_subquery()


class StuckStepRow(NamedTuple):
    """One step in the list of a client's."""

    id: UUID
    way: NextAct
    hindrances: tuple[str, ...]
    words: str
    by: str
    created_at: datetime
    ask_on: date
    outcome: StepOutcome | None
    answered_on: date | None


def find_step(viewer: Viewer, step_id: UUID) -> StuckStep:
    """The step, or `NotVisible`."""
    step: StuckStep | None = db.session.scalar(about_visible_clients(viewer, StuckStep).where(StuckStep.id == step_id))
    if step is None:
        raise NotVisible
    return step


def has_open_step(viewer: Viewer, client_id: UUID) -> bool:
    """Whether a step of the client waits for its answer."""
    found = about_visible_clients(viewer, StuckStep, StuckStep.id)
    return db.session.scalar(found.where(StuckStep.client_id == client_id, StuckStep.outcome.is_(None))) is not None


def list_steps(viewer: Viewer, client_id: UUID) -> list[StuckStepRow]:
    """The steps that were chosen for a client, the newest first."""
    of = StuckStep
    found = (
        about_visible_clients(viewer, of, of, User.name.label("by"))
        .join(User, User.id == of.chosen_by_id)
        .where(of.client_id == client_id)
        .order_by(of.created_at.desc(), of.id.desc())
    )
    return [
        StuckStepRow(
            id=step.id,
            way=step.way,
            hindrances=tuple(str(OBSTACLE_NAMES[Obstacle(each)]) for each in step.hindrances),
            words=step.words,
            by=by,
            created_at=step.created_at,
            ask_on=step.ask_on,
            outcome=step.outcome,
            answered_on=step.answered_on,
        )
        for step, by in db.session.execute(found)
    ]


def list_tallies(viewer: Viewer) -> list[HelpTally]:
    """What was answered for here, and how often it had helped; it is about nobody."""
    ensure(viewer, Capability.RECORD_WORK)
    of = StuckAnswer
    helped = sa.func.sum(sa.case((of.has_helped, 1), else_=0)).label("helped")
    found = sa.select(of.obstacles, of.way, sa.func.count().label("answered"), helped).group_by(of.obstacles, of.way)
    rows = db.session.execute(found)
    return [HelpTally(frozenset(row.obstacles.split()), row.way, row.answered, row.helped) for row in rows]
