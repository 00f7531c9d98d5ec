"""Actions on ties: follow one, record its steps, answer the program's questions, take back."""

from datetime import date
from uuid import UUID

from caseapp.access import BESIDE, Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.ties.models import Tie, TieStep
from caseapp.ties.queries import ensure_sources, find_tie, find_tie_step, newest_step, steps_of
from caseapp.ties.rules import (
    StillThere,
    TieDraft,
    TieState,
    TieStepDraft,
    TieStepKind,
    check_tie,
    check_tie_step,
    state_of,
    week_asked,
)


@transaction
def add_tie(viewer: Viewer, client_id: UUID, draft: TieDraft, key: IdempotencyKey) -> Tie:
    """Begin to follow a person, a group or a place."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_tie(viewer, key.id)
    check_tie(draft, today())
    ensure_sources(viewer, client_id, draft)
    tie = Tie(
        id=key.id,
        client_id=client_id,
        thought_on=draft.thought_on or today(),
        goal_id=draft.goal_id,
        activity_id=draft.activity_id,
        group_id=draft.group_id,
        created_by_id=viewer.id,
        created_at=now(),
    )
    tie.write(draft)
    db.session.add(tie)
    db.session.flush()
    record(Act.TIE_ADDED, viewer, about=tie, clients=[client_id])
    return tie


@transaction
def change_tie(viewer: Viewer, tie: Tie, draft: TieDraft, version: int | None) -> None:
    """Change what a tie is called; its steps stay as they are."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, tie.client_id)
    expect_version(tie, version)
    check_tie(draft, today())
    tie.write(draft)
    record(Act.TIE_CHANGED, viewer, about=tie, clients=[tie.client_id])


@transaction
def add_tie_step(viewer: Viewer, tie: Tie, draft: TieStepDraft, key: IdempotencyKey) -> TieStep:
    """Record what happened to a tie."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, tie.client_id)
    if is_repeated(key, viewer.id):
        return find_tie_step(viewer, key.id)
    _ensure_followed(tie)
    steps = steps_of(viewer, tie.id)
    check_tie_step(draft, state_of(steps), [tie.thought_on, *(step.on for step in steps)], today())
    step = _step(viewer, tie, key, draft.kind, draft.on)
    step.visit_on, step.along = draft.visit_on, draft.along
    step.way, step.say, step.words = draft.way, draft.say, draft.words
    _follow(viewer, tie, step, Act.TIE_STEP_ADDED)
    return step


@transaction
def answer_question(viewer: Viewer, tie: Tie, week: int, answer: StillThere, key: IdempotencyKey) -> TieStep:
    """Answer today's question about a tie."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, tie.client_id)
    if is_repeated(key, viewer.id):
        return find_tie_step(viewer, key.id)
    _ensure_followed(tie)
    state = state_of(steps_of(viewer, tie.id))
    if not _is_open(state, week, today()):
        raise RuleBroken(_("This question has been answered already."))
    step = _step(viewer, tie, key, TieStepKind.ANSWER, today())
    step.week, step.answer, step.by_client = week, answer, viewer.role == BESIDE
    _follow(viewer, tie, step, Act.TIE_ANSWERED)
    return step


@transaction
def undo_tie_step(viewer: Viewer, step: TieStep) -> None:
    """Take back the newest step of a tie; it counts nowhere from now on. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, step.client_id)
    if step.undone_at is not None:
        return
    newest = newest_step(steps_of(viewer, step.tie_id))
    if newest is None or newest.id != step.id:
        raise RuleBroken(_("Something was recorded after this. Take that back first."))
    step.undone_at = now()
    _follow(viewer, find_tie(viewer, step.tie_id), step, Act.TIE_STEP_UNDONE)


def mark_tie_in_error(viewer: Viewer, tie: Tie, reason: str) -> None:
    """Strike a tie through, with the reason: it counts nowhere. Who added it and the supervisor may do this."""
    strike_out(viewer, tie, tie.created_by_id, reason)


def _ensure_followed(tie: Tie) -> None:
    if tie.is_in_error:
        raise RuleBroken(_("This tie was entered in error, so nothing can be recorded about it."))


def _is_open(state: TieState, week: int, day: date) -> bool:
    if state.since_on is None or state.ask_on is None or state.ask_on > day:
        return False
    return week == week_asked(state.since_on, day)


def _step(viewer: Viewer, tie: Tie, key: IdempotencyKey, kind: TieStepKind, on: date) -> TieStep:
    return TieStep(
        id=key.id,
        tie_id=tie.id,
        client_id=tie.client_id,
        kind=kind,
        happened_on=on,
        created_by_id=viewer.id,
        created_at=now(),
    )


def _follow(viewer: Viewer, tie: Tie, step: TieStep, act: Act) -> None:
    db.session.add(step)
    db.session.flush()
    tie.follow(state_of(steps_of(viewer, tie.id)))
    record(act, viewer, about=step, clients=[tie.client_id])
