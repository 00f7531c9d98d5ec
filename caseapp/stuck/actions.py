"""Actions for a client for whom nothing moves: choose one act, and say later whether it helped."""

from datetime import timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.queries import ensure_visible, hold_client, is_in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.followups.actions import raise_follow_up
from caseapp.followups.rules import FollowUpDraft
from caseapp.goals.queries import find_goal
from caseapp.goals.rules import Owner
from caseapp.goals.steps.actions import add_step
from caseapp.goals.steps.rules import StepDraft
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.queries import find_state
from caseapp.stuck.rules import OF_SUPERVISOR, WAY_NAMES, NextAct, StepOutcome, StuckDraft, check_draft, check_free
from caseapp.stuck.step_queries import find_answer_like, find_step, has_open_step


@transaction
def choose_way(viewer: Viewer, client_id: UUID, draft: StuckDraft, key: IdempotencyKey) -> StuckStep:
    """Choose the one act, with what is in the way. A smaller step goes to the goal that has stood still the
    longest, what a mentor asks the supervisor for becomes the supervisor's task, words about another act a task of the
    mentor's."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_step(viewer, key.id)
    check_draft(draft)
    hold_client(viewer, client_id)
    check_free(has_open_step(viewer, client_id))
    state = find_state(viewer, client_id)
    found = state.found if state else None
    step = StuckStep(
        id=key.id,
        client_id=client_id,
        still_days=found.still_days if found else None,
        was_fading=bool(found and found.is_fading),
        obstacles=" ".join(draft.obstacles),
        way=draft.way,
        ask_on=today() + timedelta(days=threshold(Threshold.STUCK_ASK_DAYS)),
        chosen_by_id=viewer.id,
        created_at=now(),
    )
    step.words = draft.words
    db.session.add(step)
    db.session.flush()
    record(Act.STUCK_STEP_CHOSEN, viewer, about=step, clients=[client_id])
    if draft.words and draft.way is NextAct.SMALLER_STEP and state and state.goal_id:
        words = StepDraft(draft.words, Owner.CLIENT, None)
        add_step(viewer, find_goal(viewer, state.goal_id), words, IdempotencyKey(uuid7(), key.body))
    else:
        _give_task(viewer, client_id, draft)
    return step


@transaction
def answer_step(viewer: Viewer, step: StuckStep, outcome: StepOutcome) -> None:
    """Say whether a step helped. A second tap changes nothing, nor does one about a step that was struck
    out. What was not done counts neither for nor against."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, step.client_id)
    db.session.refresh(step, with_for_update=True)
    if step.outcome is not None or step.is_in_error:
        return
    step.answer(outcome, viewer.id, today())
    if outcome is not StepOutcome.NOT_DONE:
        has_helped = outcome is StepOutcome.HELPED
        db.session.add(StuckAnswer(obstacles=step.obstacles, way=step.way, has_helped=has_helped))
    record(Act.STUCK_STEP_ANSWERED, viewer, about=step, clients=[step.client_id])


@transaction
def mark_step_in_error(viewer: Viewer, step: StuckStep, reason: str) -> None:
    """Strike a step out: it is asked about no more, and nobody is told of what was answered."""
    if strike_out(viewer, step, step.chosen_by_id, reason) and step.outcome in (
        StepOutcome.HELPED,
        StepOutcome.NO_HELP,
    ):
        answer = find_answer_like(viewer, step.obstacles, step.way, has_helped=step.outcome is StepOutcome.HELPED)
        if answer is not None:
            db.session.delete(answer)


def _give_task(viewer: Viewer, client_id: UUID, draft: StuckDraft) -> None:
    name = str(WAY_NAMES[draft.way])
    task = _("%(act)s: %(words)s", act=name, words=draft.words) if draft.words else name
    if draft.way in OF_SUPERVISOR and not is_in_charge(viewer, client_id):
        owner_id = next((person.id for person in list_in_charge(viewer, client_id)), viewer.id)
        raise_follow_up(viewer, client_id, FollowUpDraft(str(task), today()), owner_id=owner_id)
    elif draft.words:
        raise_follow_up(viewer, client_id, FollowUpDraft(draft.words))
