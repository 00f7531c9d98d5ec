"""Ties of the viewer's clients, and their steps."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.goals.models import Goal
from caseapp.groups.models import Group, Membership
from caseapp.ties.models import Tie, TieStep
from caseapp.ties.rules import (
    GoesAlong,
    StillThere,
    TieDraft,
    TieKind,
    TieStanding,
    TieState,
    TieStepKind,
    is_counted,
    standing_of,
    state_of,
    week_asked,
)

IN_ORDER = (TieStep.happened_on, TieStep.created_at, TieStep.id)
QUESTIONS = 50


class TieStepRow(NamedTuple):
    """One step of a tie, opened."""

    id: UUID
    tie_id: UUID
    kind: TieStepKind
    on: date
    visit_on: date | None
    along: GoesAlong | None
    week: int | None
    answer: StillThere | None
    by_client: bool
    way: str
    say: str
    words: str
    created_at: datetime


class TieRow(NamedTuple):
    """One tie of a client, opened, with its steps in the order in which they happened."""

    id: UUID
    kind: TieKind
    name: str
    detail: str
    thought_on: date
    goal_id: UUID | None
    activity_id: UUID | None
    group_id: UUID | None
    error_reason: str
    is_in_error: bool
    steps: tuple[TieStepRow, ...]

    @property
    def state(self) -> TieState:
        """Where it stands after its steps."""
        return state_of(self.steps)

    def first(self, kind: TieStepKind) -> date | None:
        """The day of the first step of that kind."""
        return next((step.on for step in self.steps if step.kind is kind), None)

    def standing(self, on: date) -> TieStanding | None:
        """How it counts on that day; nothing before the twelve weeks are over."""
        state = self.state
        if not is_counted(state.alone_on, on):
            return None
        return standing_of(state.lasting_on, state.ended_on, state.known_on)

    def stays(self, on: date) -> bool:
        """Whether it lasts and is still there: one that has ended since counts as lasting, and stays no more."""
        return self.standing(on) is TieStanding.LASTING and self.state.ended_on is None

    @property
    def learnt(self) -> str:
        """What was learnt at its last end."""
        ends = [step for step in self.steps if step.kind in (TieStepKind.ENDED, TieStepKind.RETURNED)]
        back = max((at for at, step in enumerate(ends) if step.kind is TieStepKind.RETURNED), default=-1)
        return next((step.words for step in reversed(ends[back + 1 :]) if step.words), "")


class OpenQuestion(NamedTuple):
    """A tie about which the program asks today: since when alone, and after how many weeks it asks."""

    tie_id: UUID
    client_id: UUID
    client_name: str
    called: str
    name: str
    kind: TieKind
    since_on: date
    week: int


class JoinedGroup(NamedTuple):
    """A group that the client has joined and that is not followed as a tie."""

    id: UUID
    name: str


def find_tie(viewer: Viewer, tie_id: UUID) -> Tie:
    """The tie, or `NotVisible`."""
    tie: Tie | None = db.session.scalar(about_visible_clients(viewer, Tie).where(Tie.id == tie_id))
    if tie is None:
        raise NotVisible
    return tie


def find_tie_step(viewer: Viewer, step_id: UUID) -> TieStep:
    """The step, or `NotVisible`."""
    step: TieStep | None = db.session.scalar(about_visible_clients(viewer, TieStep).where(TieStep.id == step_id))
    if step is None:
        raise NotVisible
    return step


def list_ties(viewer: Viewer, client_id: UUID, until: date | None = None) -> list[TieRow]:
    """All ties of a client, the newest first; with a day, as they were at its end."""
    steps: dict[UUID, list[TieStepRow]] = {}
    for row in db.session.execute(*_steps_of_client(viewer, client_id)):
        if until is None or row.happened_on <= until:
            steps.setdefault(row.tie_id, []).append(_step_row(row))
    return [
        _tie_row(row, steps)
        for row in db.session.execute(*_ties_of_client(viewer, client_id))
        if until is None or row.thought_on <= until
    ]


def ties_to_export(viewer: Viewer) -> list[tuple[UUID, TieRow]]:
    """All ties of the viewer's clients but those entered in error, each with its client."""
    steps: dict[UUID, list[TieStepRow]] = {}
    for row in db.session.execute(_steps(viewer).order_by(*IN_ORDER)):
        steps.setdefault(row.tie_id, []).append(_step_row(row))
    found = _ties(viewer).where(Tie.not_in_error()).order_by(Tie.client_id, Tie.thought_on, Tie.id)
    return [(row.client_id, _tie_row(row, steps)) for row in db.session.execute(found)]


def _tie_row(row: Any, steps: dict[UUID, list[TieStepRow]]) -> TieRow:
    return TieRow(
        id=row.id,
        kind=row.kind,
        name=Tie.name.open(row.id, row.name_sealed),
        detail=Tie.detail.open(row.id, row.detail_sealed),
        thought_on=row.thought_on,
        goal_id=row.goal_id,
        activity_id=row.activity_id,
        group_id=row.group_id,
        error_reason=Tie.error_reason.open(row.id, row.error_reason_sealed),
        is_in_error=row.error_at is not None,
        steps=tuple(steps.get(row.id, ())),
    )


def _ties(viewer: Viewer) -> sa.Select[Any]:
    of = Tie
    columns = (of.kind, of.name_sealed, of.detail_sealed, of.thought_on, of.error_reason_sealed, of.error_at)
    return about_visible_clients(viewer, of, of.id, of.client_id, *columns, of.goal_id, of.activity_id, of.group_id)


@prepared
def _ties_of_client(viewer: Viewer, client_id: UUID) -> Rows:
    found = _ties(viewer).where(Tie.client_id == client_id)
    return found.order_by(Tie.thought_on.desc(), Tie.created_at.desc(), Tie.id)


@prepared
def _steps_of_client(viewer: Viewer, client_id: UUID) -> Rows:
    return _steps(viewer).where(TieStep.client_id == client_id).order_by(*IN_ORDER)


def steps_of(viewer: Viewer, tie_id: UUID) -> list[TieStepRow]:
    """The steps of one tie, in the order in which they happened."""
    return [
        _step_row(row) for row in db.session.execute(_steps(viewer).where(TieStep.tie_id == tie_id).order_by(*IN_ORDER))
    ]


def newest_step(steps: Iterable[TieStepRow]) -> TieStepRow | None:
    """The step that was recorded last, which alone can be taken back."""
    return max(steps, key=lambda step: (step.created_at, step.id), default=None)


def _steps(viewer: Viewer) -> sa.Select[Any]:
    of = TieStep
    what = (of.kind, of.happened_on, of.visit_on, of.along, of.week, of.answer, of.by_client)
    words = (of.way_sealed, of.say_sealed, of.words_sealed)
    return about_visible_clients(viewer, of, of.id, of.tie_id, *what, *words, of.created_at).where(of.counts())


def _step_row(row: Any) -> TieStepRow:
    return TieStepRow(
        id=row.id,
        tie_id=row.tie_id,
        kind=row.kind,
        on=row.happened_on,
        visit_on=row.visit_on,
        along=row.along,
        week=row.week,
        answer=row.answer,
        by_client=row.by_client,
        way=TieStep.way.open(row.id, row.way_sealed),
        say=TieStep.say.open(row.id, row.say_sealed),
        words=TieStep.words.open(row.id, row.words_sealed),
        created_at=row.created_at,
    )


def open_questions(viewer: Viewer) -> list[OpenQuestion]:
    """The questions of today about the viewer's clients whose file is open, the longest waiting first."""
    return [_question(row) for row in db.session.execute(*_questions(viewer, today(), QUESTIONS))]


def questions_about(ties: Iterable[TieRow]) -> dict[UUID, int]:
    """The week that is asked about today, by tie."""
    asked = {}
    for tie in ties:
        state = tie.state
        if state.ask_on and state.since_on and state.ask_on <= today() and not tie.is_in_error:
            asked[tie.id] = week_asked(state.since_on, today())
    return asked


def _question(row: Any) -> OpenQuestion:
    return OpenQuestion(
        tie_id=row.id,
        client_id=row.client_id,
        client_name=row.client_name,
        called=row.called,
        name=Tie.name.open(row.id, row.name_sealed),
        kind=row.kind,
        since_on=row.since_on,
        week=week_asked(row.since_on, today()),
    )


@prepared
def _questions(viewer: Viewer, day: date, most: int) -> Rows:
    person = (Client.name.label("client_name"), Client.called.label("called"))
    return (
        about_visible_clients(viewer, Tie, Tie.id, Tie.client_id, *person, Tie.name_sealed, Tie.kind, Tie.since_on)
        .join(Client, Client.id == Tie.client_id)
        .where(Tie.ask_on <= day, Tie.not_in_error(), Client.status != ClientStatus.CLOSED)
        .order_by(Tie.ask_on, Tie.id)
        .limit(most)
    )


def groups_not_followed(viewer: Viewer, client_id: UUID) -> list[JoinedGroup]:
    """The groups in which the client is today and that are no tie yet."""
    followed = sa.select(Tie.group_id).where(Tie.client_id == client_id, Tie.group_id.is_not(None), Tie.not_in_error())
    found = (
        about_visible_clients(viewer, Membership, Group.id, Group.name)
        .join(Group, Group.id == Membership.group_id)
        .where(
            Membership.client_id == client_id,
            Membership.starts_on <= today(),
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
            Group.id.not_in(followed),
        )
        .distinct()
        .order_by(Group.name, Group.id)
    )
    return [JoinedGroup(row.id, row.name) for row in db.session.execute(found)]


def ensure_sources(viewer: Viewer, client_id: UUID, draft: TieDraft) -> None:
    """`NotVisible` unless what a tie came out of is the client's own: the goal, the note, the group."""
    sources = ((Goal, Goal.id, draft.goal_id), (Activity, Activity.id, draft.activity_id))
    for entity, column, source_id in (*sources, (Membership, Membership.group_id, draft.group_id)):
        if source_id is None:
            continue
        found = about_visible_clients(viewer, entity, column).where(column == source_id, entity.client_id == client_id)
        if db.session.scalar(found.limit(1)) is None:
            raise NotVisible
