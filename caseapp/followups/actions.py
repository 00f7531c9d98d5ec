"""Acts about follow-ups and concerns."""

from datetime import date
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.queries import find_follow_up, rows_from
from caseapp.followups.rules import (
    FollowUpState,
    Safety,
    Source,
    check_closing,
    check_due,
    check_reason,
    check_words,
)
from caseapp.i18n import _


@transaction
def plan_follow_up(
    viewer: Viewer, client_id: UUID, words: str, due_on: date | None, *, key: IdempotencyKey
) -> FollowUp:
    """Write down by hand what is to be done for a client of one's own."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_follow_up(viewer, key.id)
    return raise_follow_up(viewer, client_id, words, due_on, follow_up_id=key.id)


@transaction
def raise_follow_up(
    viewer: Viewer,
    client_id: UUID,
    words: str,
    due_on: date | None,
    *,
    owner_id: UUID | None = None,
    source: Source = Source.HAND,
    source_id: UUID | None = None,
    follow_up_id: UUID | None = None,
) -> FollowUp:
    """What must be done next, out of a note or a roll-call whose own act has checked that `by` may write it."""
    check_words(words)
    check_due(due_on, today())
    follow_up = FollowUp(
        id=follow_up_id,
        client_id=client_id,
        owner_id=owner_id or viewer.id,
        source=source,
        source_id=source_id,
        due_on=due_on,
        state=FollowUpState.OPEN,
        created_by_id=viewer.id,
        created_at=now(),
    )
    follow_up.words = words
    db.session.add(follow_up)
    db.session.flush()
    record(Act.FOLLOW_UP_RAISED, viewer, about=follow_up, clients=[client_id], source=str(source))
    return follow_up


@transaction
def change_follow_up(viewer: Viewer, follow_up: FollowUp, words: str, due_on: date | None, version: int | None) -> None:
    """Say otherwise what is to be done, or until when."""
    _check(viewer, follow_up, version)
    _expect_open(follow_up)
    check_words(words)
    check_due(due_on, today())
    follow_up.words, follow_up.due_on = words, due_on
    record(Act.FOLLOW_UP_CHANGED, viewer, about=follow_up, clients=[follow_up.client_id])


@transaction
def finish_follow_up(viewer: Viewer, follow_up: FollowUp) -> None:
    """It is done. A second tap changes nothing."""
    _check(viewer, follow_up, follow_up.version)
    if follow_up.state is FollowUpState.DONE:
        return
    _close(viewer, follow_up, FollowUpState.DONE, "")


@transaction
def drop_follow_up(viewer: Viewer, follow_up: FollowUp, reason: str, version: int | None) -> None:
    """It will not be done, and why."""
    _check(viewer, follow_up, version)
    _expect_open(follow_up)
    check_reason(reason)
    _close(viewer, follow_up, FollowUpState.DROPPED, reason)


@transaction
def reopen_follow_up(viewer: Viewer, follow_up: FollowUp) -> None:
    """It was ended too early."""
    _check(viewer, follow_up, follow_up.version)
    if follow_up.state is FollowUpState.OPEN:
        return
    follow_up.state, follow_up.closed_at, follow_up.closed_by_id = FollowUpState.OPEN, None, None
    follow_up.closing = ""
    record(Act.FOLLOW_UP_CHANGED, viewer, about=follow_up, clients=[follow_up.client_id], state="open")


@transaction
def raise_concern(
    viewer: Viewer,
    client_id: UUID,
    level: Safety,
    words: str,
    *,
    happened_on: date,
    source: Source = Source.ACTIVITY,
    source_id: UUID | None = None,
) -> Concern:
    """A worry, out of a note whose own act has checked that `by` may write it."""
    concern = Concern(
        client_id=client_id,
        level=level,
        source=source,
        source_id=source_id,
        happened_on=happened_on,
        raised_by_id=viewer.id,
        raised_at=now(),
    )
    concern.words = words
    db.session.add(concern)
    db.session.flush()
    record(Act.CONCERN_RAISED, viewer, about=concern, clients=[client_id], level=str(level))
    return concern


@transaction
def acknowledge_concern(viewer: Viewer, concern: Concern) -> None:
    """A supervisor has seen it; whoever raised it is not alone with it any more. A second tap changes nothing."""
    _check_supervisor(viewer, concern)
    if concern.acknowledged_at is not None:
        return
    concern.acknowledged_at, concern.acknowledged_by_id = now(), viewer.id
    record(Act.CONCERN_ACKNOWLEDGED, viewer, about=concern, clients=[concern.client_id])


@transaction
def close_concern(viewer: Viewer, concern: Concern, words: str, version: int | None) -> None:
    """A supervisor ends it, in words; who closes it has seen it."""
    _check_supervisor(viewer, concern)
    expect_version(concern, version)
    if concern.closed_at is not None:
        raise RuleBroken(_("This concern has already been closed."))
    check_closing(words)
    if concern.acknowledged_at is None:
        concern.acknowledged_at, concern.acknowledged_by_id = now(), viewer.id
    concern.closed_at, concern.closed_by_id, concern.closing = now(), viewer.id, words
    record(Act.CONCERN_CLOSED, viewer, about=concern, clients=[concern.client_id])


@transaction
def withdraw_source(viewer: Viewer, source_id: UUID) -> None:
    """The note that raised them was entered in error: what still waits because of it waits no longer."""
    follow_ups, concerns = rows_from(viewer, source_id)
    rows: list[FollowUp | Concern] = [*follow_ups, *concerns]
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
    follow_up.state, follow_up.closed_at, follow_up.closed_by_id = state, now(), viewer.id
    follow_up.closing = reason
    record(Act.FOLLOW_UP_CLOSED, viewer, about=follow_up, clients=[follow_up.client_id], state=str(state))
