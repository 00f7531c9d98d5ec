"""Goals of the viewer's clients, and how they were rated."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.goals.models import FormerLadder, Goal, Rating, read_ladder
from caseapp.goals.rules import GOAL_STATUS_NAMES, GoalStatus

NEWEST = (Rating.rated_on.desc(), Rating.created_at.desc(), Rating.id.desc())
OLDEST = (Rating.rated_on, Rating.created_at, Rating.id)
VALID = (Rating.goal_id == Goal.id, Rating.ladder_number == Goal.ladder_number, Rating.not_in_error())
STATUS_ORDER = {GoalStatus.ACTIVE: 0, GoalStatus.DRAFT: 1, GoalStatus.ON_HOLD: 2}
EARLIER = kept_alias(Rating)

# The latest rating of a goal, and the latest level that the client gave.
LATEST = sa.select(Rating.id).where(*VALID).order_by(*NEWEST).limit(1).correlate(Goal).scalar_subquery()
LATEST_BY_CLIENT = (
    sa.select(Rating.client_level)
    .where(*VALID, Rating.client_level.is_not(None))
    .order_by(*NEWEST)
    .limit(1)
    .correlate(Goal)
    .scalar_subquery()
)

# The level of the rating before another of the same goal on the same ladder, and the level at which a ladder began.
LEVEL_BEFORE = (
    sa.select(EARLIER.mentor_level)
    .where(
        EARLIER.goal_id == Rating.goal_id,
        EARLIER.ladder_number == Rating.ladder_number,
        EARLIER.not_in_error(),
        sa.or_(
            EARLIER.rated_on < Rating.rated_on,
            sa.and_(EARLIER.rated_on == Rating.rated_on, EARLIER.created_at < Rating.created_at),
        ),
    )
    .order_by(EARLIER.rated_on.desc(), EARLIER.created_at.desc())
    .limit(1)
    .correlate(Rating)
    .scalar_subquery()
)
FORMER_START = (
    sa.select(FormerLadder.baseline)
    .where(FormerLadder.goal_id == Rating.goal_id, FormerLadder.number == Rating.ladder_number)
    .limit(1)
    .correlate(Rating)
    .scalar_subquery()
)
# The ratings of a goal that say something else than the one before, or than the level at which their ladder began: a
# level of one ladder says nothing beside that of another.
CHANGES_LEVEL = (
    Rating.goal_id == Goal.id,
    Rating.not_in_error(),
    Rating.mentor_level != sa.func.coalesce(LEVEL_BEFORE, FORMER_START, Goal.baseline),
)


class GoalRow(NamedTuple):
    """One goal of a client, opened, with its latest ratings; levels are None until somebody has rated."""

    id: UUID
    domain: str
    status: GoalStatus
    baseline: int
    starts_on: date
    target_on: date | None
    client_words: str
    wording: str
    ladder: dict[int, str]
    mentor_level: int | None
    client_level: int | None
    rated_on: date | None
    weight: int = 1
    ladder_number: int = 1
    error_reason: str = ""

    @property
    def is_in_error(self) -> bool:
        """Whether it was entered in error."""
        return self.status is GoalStatus.IN_ERROR

    @property
    def title(self) -> str:
        """The agreed wording, or the client's words where none is agreed yet."""
        return self.wording or self.client_words

    @property
    def status_name(self) -> str:
        """Where the goal stands, in words."""
        return str(GOAL_STATUS_NAMES[self.status])


def find_goal(viewer: Viewer, goal_id: UUID) -> Goal:
    """The goal, or `NotVisible`."""
    goal: Goal | None = db.session.scalar(about_visible_clients(viewer, Goal).where(Goal.id == goal_id))
    if goal is None:
        raise NotVisible
    return goal


def find_rating(viewer: Viewer, rating_id: UUID) -> Rating:
    """The rating, or `NotVisible`."""
    rating: Rating | None = db.session.scalar(about_visible_clients(viewer, Rating).where(Rating.id == rating_id))
    if rating is None:
        raise NotVisible
    return rating


def list_goals(viewer: Viewer, client_id: UUID, also_in_error: bool = False) -> list[GoalRow]:
    """All goals of a client: active ones first, then drafts, then the rest; the oldest first. Those entered in error
    only if asked for."""
    return [_goal_row(row) for row in db.session.execute(*_goals(viewer, client_id, also_in_error))]


@prepared
def _goals(viewer: Viewer, client_id: UUID, also_in_error: bool) -> Rows:
    order = sa.case(STATUS_ORDER, value=Goal.status, else_=len(STATUS_ORDER))
    return (
        about_visible_clients(viewer, Goal, *_goal_columns())
        .outerjoin(Rating, Rating.id == LATEST)
        .where(Goal.client_id == client_id, sa.true() if also_in_error else Goal.not_in_error())
        .order_by(order, Goal.starts_on, Goal.id)
    )


def goals_in_progress(viewer: Viewer, client_id: UUID) -> dict[UUID, str]:
    """A client's goals that are agreed and in progress, in the client's own words."""
    found = about_visible_clients(viewer, Goal, Goal.id, Goal.client_words_sealed)
    found = found.where(Goal.client_id == client_id, Goal.status == GoalStatus.ACTIVE).order_by(Goal.starts_on, Goal.id)
    return {row.id: Goal.client_words.open(row.id, row.client_words_sealed) for row in db.session.execute(found)}


class RatingRow(NamedTuple):
    """One rating; its words are opened where they are shown. A rating entered in error, or of a goal entered in error,
    is struck through and counts nowhere."""

    id: UUID
    goal_id: UUID
    rated_on: date
    mentor_level: int
    client_level: int | None
    evidence_sealed: bytes | None
    rated_by_id: UUID
    rated_by: str
    error_at: datetime | None
    error_reason_sealed: bytes | None
    ladder_number: int
    goal_error_sealed: bytes | None

    @property
    def evidence(self) -> str:
        """What the rating rests on."""
        return Rating.evidence.open(self.id, self.evidence_sealed)

    @property
    def error_reason(self) -> str:
        """Why it, or its goal, was an error."""
        own = Rating.error_reason.open(self.id, self.error_reason_sealed)
        return own or Goal.error_reason.open(self.goal_id, self.goal_error_sealed)

    @property
    def is_in_error(self) -> bool:
        """Whether it, or its goal, was entered in error."""
        return self.error_at is not None


def ratings_of(viewer: Viewer, client_id: UUID) -> list[RatingRow]:
    """All ratings of a client's goals, oldest first, including those entered in error."""
    return [RatingRow(*row) for row in db.session.execute(*_ratings_of_client(viewer, client_id))]


@prepared
def _ratings_of_client(viewer: Viewer, client_id: UUID) -> Rows:
    return _ratings(viewer).where(Rating.client_id == client_id).order_by(*OLDEST)


def history_of(viewer: Viewer, goal_id: UUID) -> list[RatingRow]:
    """All ratings of a goal, latest first, including those entered in error."""
    found = _ratings(viewer).where(Rating.goal_id == goal_id).order_by(*NEWEST)
    return [RatingRow(*row) for row in db.session.execute(found)]


def _goal_columns() -> tuple[Any, ...]:
    return (
        Goal.id,
        Goal.domain,
        Goal.status,
        Goal.baseline,
        Goal.starts_on,
        Goal.target_on,
        Goal.client_words_sealed,
        Goal.wording_sealed,
        Goal.ladder_sealed,
        Rating.mentor_level,
        LATEST_BY_CLIENT.label("client_level"),
        Rating.rated_on,
        Goal.weight,
        Goal.ladder_number,
        Goal.error_reason_sealed,
    )


def _goal_row(row: Any) -> GoalRow:
    return GoalRow(
        id=row.id,
        domain=row.domain,
        status=row.status,
        baseline=row.baseline,
        starts_on=row.starts_on,
        target_on=row.target_on,
        client_words=Goal.client_words.open(row.id, row.client_words_sealed),
        wording=Goal.wording.open(row.id, row.wording_sealed),
        ladder=read_ladder(Goal.ladder_text.open(row.id, row.ladder_sealed)),
        mentor_level=row.mentor_level,
        client_level=row.client_level,
        rated_on=row.rated_on,
        weight=row.weight,
        ladder_number=row.ladder_number,
        error_reason=Goal.error_reason.open(row.id, row.error_reason_sealed),
    )


def _ratings(viewer: Viewer) -> sa.Select[Any]:
    columns = (
        Rating.id,
        Rating.goal_id,
        Rating.rated_on,
        Rating.mentor_level,
        Rating.client_level,
        Rating.evidence_sealed,
        Rating.rated_by_id,
        User.name,
        sa.func.coalesce(Rating.error_at, Goal.error_at, type_=Rating.error_at.type).label("error_at"),
        Rating.error_reason_sealed,
        Rating.ladder_number,
        Goal.error_reason_sealed.label("goal_error_sealed"),
    )
    found = about_visible_clients(viewer, Rating, *columns).join(User, User.id == Rating.rated_by_id)
    return found.join(Goal, Goal.id == Rating.goal_id)
