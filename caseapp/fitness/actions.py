"""Recording what was seen of mentors' papers, and setting what is asked for."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.fitness.models import FitnessKind, FitnessPaper
from caseapp.fitness.queries import find_kind, find_paper, find_standing
from caseapp.fitness.rules import (
    KINDS,
    BuiltInKind,
    KindDraft,
    PaperDraft,
    check_kind,
    check_paper,
    check_withdrawal,
    months_after,
    new_code,
)
from caseapp.i18n import _


@transaction
def record_paper(viewer: Viewer, person_id: UUID, code: str, draft: PaperDraft, key: IdempotencyKey) -> FitnessPaper:
    """Keep that the viewer has seen a mentor's paper, or that an administrator exempts the mentor from it.

    A paper without a last day of its own gets the one of its kind; an exemption lasts as long as it says.
    """
    find_standing(viewer, person_id)
    kind = find_kind(viewer, code)
    if draft.is_exempt:
        ensure(viewer, Capability.EXEMPT_FROM_PAPERS)
    check_paper(draft, today())
    if is_repeated(key, viewer.id):
        return find_paper(viewer, key.id)
    last = draft.expires_on
    if last is None and kind.months and not draft.is_exempt:
        last = months_after(draft.given_on, kind.months)
    paper = FitnessPaper(id=key.id, person_id=person_id, kind=code, is_exempt=draft.is_exempt)
    paper.given_on, paper.expires_on, paper.reason = draft.given_on, last, draft.reason
    paper.seen_by_id, paper.seen_at = viewer.id, now()
    db.session.add(paper)
    db.session.flush()
    record(Act.PAPER_RECORDED, viewer, about=paper, person=person_id.hex, kind=code, exempt=draft.is_exempt)
    return paper


@transaction
def withdraw_paper(viewer: Viewer, paper_id: UUID, reason: str) -> None:
    """Let a record count no longer; it stays, struck through, with the reason."""
    paper = find_paper(viewer, paper_id)
    if paper.is_exempt:
        ensure(viewer, Capability.EXEMPT_FROM_PAPERS)
    check_withdrawal(reason)
    if paper.is_in_error:
        raise RuleBroken(_("This has already been taken back."))
    paper.mark_in_error(reason, now())
    record(Act.PAPER_WITHDRAWN, viewer, about=paper, person=paper.person_id.hex, kind=paper.kind)


@transaction
def add_kind(viewer: Viewer, draft: KindDraft, key: IdempotencyKey) -> None:
    """Add a kind of paper."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    check_kind(draft)
    if is_repeated(key, viewer.id):
        return
    row = FitnessKind(id=key.id, code=new_code(), **vars(draft))
    db.session.add(row)
    db.session.flush()
    record(Act.PAPER_KIND_CHANGED, viewer, about=row, kind=row.code)


@transaction
def change_kind(viewer: Viewer, code: str, draft: KindDraft, version: int | None) -> None:
    """Change a kind: what it is called, its source, how long it holds, whether every mentor needs it. Words that equal
    the built-in ones are not stored, so that they stay in every language."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    find_kind(viewer, code)
    check_kind(draft)
    row = db.session.scalar(sa.select(FitnessKind).where(FitnessKind.code == code))
    if row is None:
        row = FitnessKind(code=code)
        db.session.add(row)
    else:
        expect_version(row, version)
    own = KINDS.get(code, BuiltInKind("", ""))
    row.label = "" if draft.label == str(own.label) else draft.label
    row.source = "" if draft.source == str(own.source) else draft.source
    row.months, row.is_required = draft.months, draft.is_required
    db.session.flush()
    record(Act.PAPER_KIND_CHANGED, viewer, about=row, kind=code)
