"""For whom of the viewer's clients nothing moves, and which step is under way for them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.queries import MOVES_GOAL, count_met
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.goals.models import Goal, GoalChange, GoalStep, Rating
from caseapp.goals.queries import CHANGES_LEVEL
from caseapp.goals.rules import GoalStatus
from caseapp.measures.queries import pulse_low_on
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.stuck.models import StuckStep
from caseapp.stuck.rules import (
    BEFORE_DAYS,
    LostTie,
    NextAct,
    StepOutcome,
    Stuck,
    StuckFacts,
    StuckLimits,
    find_stuck,
    is_asked,
    lately_from,
    lost_between,
)
from caseapp.ties.sign_queries import tie_begun_on, tie_lost_on

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
    return StuckLimits(
        today(),
        still_days=threshold(Threshold.STUCK_DAYS),
        fading_percent=threshold(Threshold.FADING_PERCENT),
        lost_days=threshold(Threshold.TIE_LOST_DAYS),
    )


def list_stuck(viewer: Viewer) -> list[StuckState]:
    """The viewer's active clients for whom nothing moves, or of whom it is asked today whether a step helped."""
    found = db.session.execute(*_of_everybody(viewer, *_days(stuck_limits())))
    return [state for state in _states(found) if state.found or state.is_asked]


def find_state(viewer: Viewer, client_id: UUID) -> StuckState | None:
    """How it stands with one client; nothing where the client is not active."""
    found = db.session.execute(*_of_one(viewer, client_id, *_days(stuck_limits())))
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
    last: date = max(filter(None, days))
    return last


def lost_columns(day: date, first_on: date, last_on: date) -> tuple[sa.Label[Any], ...]:
    """The last sign between these days that a tie is lost, and the newest tie up to `day`, as columns of a statement
    about clients."""
    return tie_lost_on(first_on, last_on).label("lost_on"), tie_begun_on(day).label("begun_on")


def lost_tie(row: Any) -> LostTie:
    """The lost tie of a row with `lost_columns`."""
    return LostTie(row.lost_on, row.begun_on)


def join_step(found: Rows) -> Rows:
    """A statement about clients with the step that waits for its answer, or else the last one that was answered."""
    newest = (
        sa.select(OF_CLIENT.id)
        .where(OF_CLIENT.client_id == Client.id, OF_CLIENT.error_at.is_(None))
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


class _Days(NamedTuple):
    """The days of one statement."""

    day: date
    lately_on: date
    before_from: date
    before_to: date
    lost_from: date
    lost_to: date


def _days(limits: StuckLimits) -> _Days:
    day, lately_on = limits.today, lately_from(limits.today)
    before = lately_on - timedelta(days=BEFORE_DAYS), lately_on - timedelta(days=1)
    return _Days(day, lately_on, *before, *lost_between(limits.today, limits.lost_days))


@prepared
def _of_everybody(
    viewer: Viewer, day: date, lately_on: date, before_from: date, before_to: date, lost_from: date, lost_to: date
) -> Rows:
    return _active(viewer, _Days(day, lately_on, before_from, before_to, lost_from, lost_to))


@prepared
def _of_one(
    viewer: Viewer,
    client_id: UUID,
    day: date,
    lately_on: date,
    before_from: date,
    before_to: date,
    lost_from: date,
    lost_to: date,
) -> Rows:
    days = _Days(day, lately_on, before_from, before_to, lost_from, lost_to)
    return _active(viewer, days).where(Client.id == client_id)


def _active(viewer: Viewer, days: _Days) -> Rows:
    found = (
        about_visible_clients(
            viewer,
            Client,
            Client.id.label("client_id"),
            Client.name.label("client_name"),
            Client.meeting_every_days,
            count_met(days.lately_on, days.day).label("lately"),
            count_met(days.before_from, days.before_to).label("before"),
            *lost_columns(days.day, days.lost_from, days.lost_to),
            pulse_low_on(days.lately_on, days.day).label("pulse_low_on"),
            Goal.id.label("goal_id"),
            Goal.starts_on,
            Goal.agreed_on,
            *changed_columns(days.day),
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
        lost=lost_tie(client),
        pulse_low_on=client.pulse_low_on,
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
