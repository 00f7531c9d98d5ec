"""Actions on follow-ups and concerns."""

from collections.abc import Iterable
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.queries import find_follow_up, raised_by
from caseapp.followups.rules import (
    ConcernDraft,
    FollowUpDraft,
    FollowUpSource,
    FollowUpState,
    check_closing,
    check_follow_up,
    check_reason,
)
from caseapp.i18n import _


@transaction
def plan_follow_up(viewer: Viewer, client_id: UUID, draft: FollowUpDraft, key: IdempotencyKey) -> FollowUp:
    """Add a follow-up by hand."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_follow_up(viewer, key.id)
    return raise_follow_up(viewer, client_id, draft, follow_up_id=key.id)


@transaction
def raise_follow_up(
    viewer: Viewer,
    client_id: UUID,
    draft: FollowUpDraft,
    *,
    owner_id: UUID | None = None,
    source: FollowUpSource = FollowUpSource.HAND,
    source_id: UUID | None = None,
    follow_up_id: UUID | None = None,
) -> FollowUp:
    """Add a follow-up for an action that has checked that the viewer may write about the client."""
    check_follow_up(draft, today())
    follow_up = FollowUp(
        id=follow_up_id,
        client_id=client_id,
        owner_id=owner_id or viewer.id,
        source=source,
        source_id=source_id,
        due_on=draft.due_on,
        state=FollowUpState.OPEN,
        created_by_id=viewer.id,
        created_at=now(),
    )
    follow_up.words = draft.words
    db.session.add(follow_up)
    db.session.flush()
    record(Act.FOLLOW_UP_RAISED, viewer, about=follow_up, clients=[client_id], source=str(source))
    return follow_up


@transaction
def finish_follow_up(viewer: Viewer, follow_up: FollowUp) -> None:
    """Mark a follow-up as done. A second tap changes nothing."""
    _check(viewer, follow_up, follow_up.version)
    if follow_up.state is FollowUpState.DONE:
        return
    _close(viewer, follow_up, FollowUpState.DONE, "")


@transaction
def finish_raised(viewer: Viewer, follow_ups: Iterable[FollowUp]) -> None:
    """Mark open follow-ups as done, for the action that they ask for: it has checked that the viewer may do it."""
    for follow_up in follow_ups:
        _close(viewer, follow_up, FollowUpState.DONE, "")


@transaction
def drop_follow_up(viewer: Viewer, follow_up: FollowUp, reason: str, version: int | None) -> None:
    """Drop a follow-up, with the reason."""
    _check(viewer, follow_up, version)
    _expect_open(follow_up)
    check_reason(reason)
    _close(viewer, follow_up, FollowUpState.DROPPED, reason)


@transaction
def reopen_follow_up(viewer: Viewer, follow_up: FollowUp) -> None:
    """Put a follow-up that was closed too early back on the list."""
    _check(viewer, follow_up, follow_up.version)
    if follow_up.state is FollowUpState.OPEN:
        return
    follow_up.reopen()
    record(Act.FOLLOW_UP_CHANGED, viewer, about=follow_up, clients=[follow_up.client_id], state="open")


@transaction
def pass_on_follow_up(viewer: Viewer, follow_up: FollowUp, owner_id: UUID) -> None:
    """Give an open follow-up to somebody else, for an action that has checked that this person sees the client."""
    ensure(viewer, Capability.SUPERVISE)
    ensure_visible(viewer, follow_up.client_id, in_charge)
    _expect_open(follow_up)
    follow_up.owner_id = owner_id
    record(Act.FOLLOW_UP_CHANGED, viewer, about=follow_up, clients=[follow_up.client_id], owner=owner_id.hex)


@transaction
def raise_concern(
    viewer: Viewer,
    client_id: UUID,
    draft: ConcernDraft,
    *,
    source: FollowUpSource = FollowUpSource.ACTIVITY,
    source_id: UUID | None = None,
) -> Concern:
    """Add a concern for an action that has checked that the viewer may write about the client."""
    concern = Concern(
        client_id=client_id,
        level=draft.level,
        source=source,
        source_id=source_id,
        happened_on=draft.happened_on,
        raised_by_id=viewer.id,
        raised_at=now(),
    )
    concern.words = draft.words
    db.session.add(concern)
    db.session.flush()
    record(Act.CONCERN_RAISED, viewer, about=concern, clients=[client_id], level=str(draft.level))
    return concern


@transaction
def acknowledge_concern(viewer: Viewer, concern: Concern) -> None:
    """Record that a supervisor has seen a concern, which its mentor is shown. A second tap changes nothing."""
    _check_supervisor(viewer, concern)
    if concern.acknowledged_at is not None:
        return
    concern.acknowledge(viewer.id, now())
    record(Act.CONCERN_ACKNOWLEDGED, viewer, about=concern, clients=[concern.client_id])


@transaction
def close_concern(viewer: Viewer, concern: Concern, words: str, version: int | None) -> None:
    """Close a concern, with what was found and done. Only a supervisor may."""
    _check_supervisor(viewer, concern)
    expect_version(concern, version)
    if concern.closed_at is not None:
        raise RuleBroken(_("This concern has already been closed."))
    check_closing(words)
    concern.close(words, viewer.id, now())
    record(Act.CONCERN_CLOSED, viewer, about=concern, clients=[concern.client_id])


@transaction
def withdraw_source(viewer: Viewer, source_id: UUID, keeps_concerns: bool = False) -> None:
    """Take back what is still open of the follow-ups and concerns raised by a note that was entered in error; concerns
    stay where they are to be kept."""
    follow_ups, concerns = raised_by(viewer, source_id)
    rows: list[FollowUp | Concern] = [*follow_ups, *([] if keeps_concerns else concerns)]
    for row in rows:
        if not row.is_in_error and row.closed_at is None:
            row.withdraw(now())
            record(Act.ENTERED_IN_ERROR, viewer, about=row, clients=[row.client_id])


def _check(viewer: Viewer, follow_up: FollowUp, version: int | None) -> None:
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, follow_up.client_id)
    expect_version(follow_up, version)


def _check_supervisor(viewer: Viewer, concern: Concern) -> None:
    ensure(viewer, Capability.CLOSE_CONCERNS)
    ensure_visible(viewer, concern.client_id, in_charge)


def _expect_open(follow_up: FollowUp) -> None:
    if follow_up.state is not FollowUpState.OPEN:
        raise RuleBroken(_("This follow-up has already ended."))


def _close(viewer: Viewer, follow_up: FollowUp, state: FollowUpState, reason: str) -> None:
    follow_up.close(state, reason, viewer.id, now())
    record(Act.FOLLOW_UP_CLOSED, viewer, about=follow_up, clients=[follow_up.client_id], state=str(state))
