"""Actions at an end: plan a goodbye, change it, say why there was none, look back."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, ensure_visible, find_client, hold_client, in_charge
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.goodbyes.models import Goodbye, GoodbyeTie, LookBack
from caseapp.goodbyes.queries import (
    draft_of,
    find_goodbye,
    find_look_back,
    has_other,
    is_answered,
    is_past,
    ties_that_stay,
)
from caseapp.goodbyes.rules import (
    GoodbyeDraft,
    GoodbyeKind,
    LookBackDraft,
    check_goodbye,
    check_look_back,
    check_reason,
)
from caseapp.i18n import _


@transaction
def plan_goodbye(viewer: Viewer, client_id: UUID, draft: GoodbyeDraft, key: IdempotencyKey) -> Goodbye:
    """Keep a goodbye that is planned, or that was held and not written down yet."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_goodbye(viewer, key.id)
    check_goodbye(draft, [tie.id for tie in ties_that_stay(viewer, client_id)], today())
    _ensure_only_one(viewer, client_id, draft)
    goodbye = _keep(viewer, client_id, draft, key)
    record(Act.GOODBYE_PLANNED, viewer, about=goodbye, clients=[client_id])
    return goodbye


@transaction
def change_goodbye(viewer: Viewer, goodbye: Goodbye, draft: GoodbyeDraft, version: int | None) -> None:
    """Change a goodbye until somebody looked back on it. The day of the look back follows its day."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goodbye.client_id)
    expect_version(goodbye, version)
    _ensure_counts(viewer, goodbye)
    if is_answered(viewer, goodbye.id):
        raise RuleBroken(_("Somebody has looked back on this goodbye, so it stays as it is."))
    named = draft_of(viewer, goodbye).tie_ids
    check_goodbye(draft, [tie.id for tie in ties_that_stay(viewer, goodbye.client_id, named)], today())
    _ensure_only_one(viewer, goodbye.client_id, draft, goodbye.id)
    goodbye.write(draft)
    of = GoodbyeTie
    dropped = about_visible_clients(viewer, of).where(of.goodbye_id == goodbye.id, of.tie_id.not_in(draft.tie_ids))
    for tie in db.session.scalars(dropped):
        db.session.delete(tie)
    _name_ties(goodbye, draft.tie_ids - named)
    record(Act.GOODBYE_CHANGED, viewer, about=goodbye, clients=[goodbye.client_id])


@transaction
def explain_no_goodbye(viewer: Viewer, client: Client, why: str, key: IdempotencyKey) -> Goodbye:
    """Say why a file was closed without a goodbye; it leaves the list of those."""
    ensure(viewer, Capability.OPEN_FILES)
    ensure_visible(viewer, client.id, in_charge)
    if is_repeated(key, viewer.id):
        return find_goodbye(viewer, key.id)
    check_reason(why)
    if find_client(viewer, client.id).status is not ClientStatus.CLOSED:
        raise RuleBroken(_("This file is open, so a goodbye can still be planned."))
    draft = GoodbyeDraft(GoodbyeKind.NONE, client.status_on, why)
    _ensure_only_one(viewer, client.id, draft)
    goodbye = _keep(viewer, client.id, draft, key)
    record(Act.GOODBYE_EXPLAINED, viewer, about=goodbye, clients=[client.id])
    return goodbye


@transaction
def look_back(viewer: Viewer, goodbye: Goodbye, draft: LookBackDraft, key: IdempotencyKey) -> LookBack:
    """Keep how it is three months after a goodbye."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goodbye.client_id)
    if is_repeated(key, viewer.id):
        return find_look_back(viewer, key.id)
    _ensure_counts(viewer, goodbye)
    check_look_back(draft, goodbye.look_on, today())
    hold_client(viewer, goodbye.client_id)
    if is_answered(viewer, goodbye.id):
        raise RuleBroken(_("This question has been answered already."))
    look = LookBack(id=key.id, goodbye_id=goodbye.id, client_id=goodbye.client_id, answered_on=today())
    look.how, look.holds, look.words = draft.how, draft.holds, draft.words
    look.by_id, look.created_at = viewer.id, now()
    db.session.add(look)
    db.session.flush()
    record(Act.LOOKED_BACK, viewer, about=look, clients=[goodbye.client_id])
    return look


def _keep(viewer: Viewer, client_id: UUID, draft: GoodbyeDraft, key: IdempotencyKey) -> Goodbye:
    goodbye = Goodbye(id=key.id, client_id=client_id, by_id=viewer.id, created_at=now())
    goodbye.write(draft)
    db.session.add(goodbye)
    db.session.flush()
    _name_ties(goodbye, draft.tie_ids)
    return goodbye


def _name_ties(goodbye: Goodbye, tie_ids: frozenset[UUID]) -> None:
    for tie_id in sorted(tie_ids):
        db.session.add(GoodbyeTie(goodbye_id=goodbye.id, tie_id=tie_id, client_id=goodbye.client_id))
    db.session.flush()


def _ensure_only_one(viewer: Viewer, client_id: UUID, draft: GoodbyeDraft, besides: UUID | None = None) -> None:
    if draft.kind is GoodbyeKind.MENTOR:
        return
    hold_client(viewer, client_id)
    if has_other(viewer, client_id, besides):
        raise RuleBroken(_("The end of this client's time is recorded already. Change what stands there."))


def _ensure_counts(viewer: Viewer, goodbye: Goodbye) -> None:
    if is_past(viewer, goodbye.id):
        raise RuleBroken(_("This goodbye no longer counts. Plan a new one."))
