"""Actions on activities: record, change, mark as entered in error."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.follow_up_actions import raise_new, update_raised
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.note_form_queries import are_goals_of, could_see_on
from caseapp.activities.overlaps.actions import ask_about_same
from caseapp.activities.queries import find_activity_to_edit, is_final_now
from caseapp.activities.rules import ActivityDraft, TouchDraft, check_draft
from caseapp.audit import Act, record
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import local, now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.drafts.actions import begin_draft
from caseapp.drafts.rules import DraftText
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.followups.actions import withdraw_source
from caseapp.i18n import _

PLAIN = (
    *("held_on", "starts_at", "minutes", "mode", "outcome", "safety", "next_step_on"),
    *("place", "discreet", "mood", "with_client", "expenses", "kilometres"),
)
SEALED = (
    *("note", "client_words", "next_step"),
    *("place_words", "others_present", "went_well", "feedback", "safety_action", "remark"),
)


@transaction
def record_activity(
    viewer: Viewer, client_id: UUID, draft: ActivityDraft, key: IdempotencyKey, is_second: bool = False
) -> UUID:
    """Record a new note and return the id of its activity; `AlreadyThere` unless it is told to be a second one.

    Whoever was the client's mentor on that day may do this, even if the assignment has ended since, and whoever is
    in charge of the client. `NotVisible` for everybody else.
    """
    ensure(viewer, Capability.RECORD_WORK)
    if is_repeated(key, viewer.id):
        return key.id
    _check_allowed(viewer, client_id, draft)
    if not is_second:
        ask_about_same(viewer, client_id, [draft.when])
    at = now()
    activity = Activity(id=key.id, client_id=client_id, mentor_id=viewer.id, created_at=at, noted_at=at)
    _write(activity, draft)
    db.session.add(activity)
    db.session.flush()
    _touch(activity, draft.goals)
    raise_new(viewer, activity, draft)
    record(
        Act.ACTIVITY_RECORDED,
        viewer,
        about=activity,
        clients=[client_id],
        outcome=draft.outcome.value,
        safety=draft.safety.value,
        goals=len(draft.goals),
    )
    return activity.id


@transaction
def change_activity(
    viewer: Viewer, activity_id: UUID, draft: ActivityDraft, version: int | None, is_second: bool = False
) -> Activity:
    """Change a note, or record the outcome of a planned meeting; `Conflict` if it was changed in the meantime, and
    `AlreadyThere` if it would be the same as another."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_activity_to_edit(viewer, activity_id)
    touches = _touches(viewer, activity)
    changed = _differences(activity, touches, draft)
    if not changed:
        return activity
    expect_version(activity, version)
    check_not_final(activity)
    _check_allowed(viewer, activity.client_id, draft)
    if not is_second and (activity.is_planned or activity.when != draft.when):
        ask_about_same(viewer, activity.client_id, [draft.when], but=activity_id)
    if activity.is_planned:
        activity.noted_at, activity.mentor_id = now(), viewer.id
    _write(activity, draft)
    for goal_id, touch in touches.items():
        if goal_id not in draft.goals:
            db.session.delete(touch)
        else:
            touch.movement, touch.words = draft.goals[goal_id].movement, draft.goals[goal_id].words
            touch.held_on = activity.held_on
    _touch(activity, {goal: touch for goal, touch in draft.goals.items() if goal not in touches})
    update_raised(viewer, activity, draft)
    flag_modified(activity, "minutes")  # goals alone may have changed, and the version must tell
    record(
        Act.ACTIVITY_CHANGED,
        viewer,
        about=activity,
        clients=[activity.client_id],
        fields=" ".join(changed),
    )
    return activity


@transaction
def mark_activity_in_error(viewer: Viewer, activity_id: UUID, reason: str, version: int | None) -> Activity:
    """Mark a note as entered in error: it stays, struck through with the reason, and counts nowhere."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_activity_to_edit(viewer, activity_id, also_in_error=True)
    if activity.is_in_error:
        return activity
    expect_version(activity, version)
    if not reason:
        raise RuleBroken(_("Say in a few words what is wrong with this note."), "reason")
    activity.mark_in_error(reason, now())
    activity.error_by_id = viewer.id
    withdraw_source(viewer, activity.id)
    record(Act.ENTERED_IN_ERROR, viewer, about=activity, clients=[activity.client_id])
    return activity


@transaction
def undo_activity(viewer: Viewer, activity_id: UUID, text: DraftText, version: int | None) -> Activity:
    """Take back a note that its writer has just saved: it stays, entered in error, what it asked to do goes, and its
    text is an unfinished note again. A safety concern stays. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_activity_to_edit(viewer, activity_id, also_in_error=True)
    if activity.mentor_id != viewer.id:
        raise NotAllowed
    if activity.is_in_error:
        return activity
    expect_version(activity, version)
    if activity.is_planned:
        raise RuleBroken(_("This meeting has no note yet."))
    activity.mark_in_error(_("Undone at once"), now())
    activity.error_by_id = viewer.id
    withdraw_source(viewer, activity.id, keeps_concerns=True)
    begin_draft(viewer, text, activity.client_id)
    record(Act.ENTERED_IN_ERROR, viewer, about=activity, clients=[activity.client_id])
    return activity


def check_not_final(activity: Activity) -> None:
    """`RuleBroken` if the note has become final: it can only be corrected beside it."""
    if is_final_now(activity.outcome, activity.written_at):
        raise RuleBroken(_("This note is now final. Add a correction beside it instead; your text is kept here."))


def _check_allowed(viewer: Viewer, client_id: UUID, draft: ActivityDraft) -> None:
    if not could_see_on(viewer, client_id, draft.held_on):
        if not could_see_on(viewer, client_id, today()):
            raise NotVisible
        if draft.held_on <= today():
            raise RuleBroken(_("You were not yet this client's mentor on that date."), "held_on")
    check_draft(draft, local(now()))
    if not are_goals_of(viewer, client_id, draft.goals, draft.held_on):
        raise NotVisible


def _write(activity: Activity, draft: ActivityDraft) -> None:
    for name in (*PLAIN, *SEALED):
        setattr(activity, name, getattr(draft, name))
    activity.kinds = " ".join(draft.kinds)


def _touch(activity: Activity, goals: Mapping[UUID, TouchDraft]) -> None:
    for goal_id, draft in goals.items():
        touch = GoalTouch(
            activity_id=activity.id,
            client_id=activity.client_id,
            goal_id=goal_id,
            held_on=activity.held_on,
            movement=draft.movement,
        )
        touch.words = draft.words
        db.session.add(touch)


def _touches(viewer: Viewer, activity: Activity) -> dict[UUID, GoalTouch]:
    found = about_visible_clients(viewer, GoalTouch).where(GoalTouch.activity_id == activity.id)
    return {touch.goal_id: touch for touch in db.session.scalars(found)}


def _differences(activity: Activity, touches: Mapping[UUID, GoalTouch], draft: ActivityDraft) -> list[str]:
    names = [name for name in (*PLAIN, *SEALED) if getattr(activity, name) != getattr(draft, name)]
    if activity.kinds != " ".join(draft.kinds):
        names.append("kinds")
    if {goal_id: TouchDraft(touch.movement, touch.words) for goal_id, touch in touches.items()} != dict(draft.goals):
        names.append("goals")
    return names
