"""Keeping what is typed, and letting it go."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import changed_rows, db, transaction, writing
from caseapp.drafts.models import Draft
from caseapp.drafts.queries import client_of
from caseapp.drafts.rules import ENDED_FOR, KEPT_FOR, SAVE_WAIT, DraftText, FormPlace, Save
from caseapp.errors import NotVisible


def keep_draft(viewer: Viewer, text: DraftText, ids: Collection[UUID]) -> datetime | None:
    """Keep what was typed, whatever it says; returns when, or nothing where the form was accepted meanwhile.

    `ids` are those of the page's address. The page's own draft is overwritten. Another one, which the page goes on
    with, only as it was when the page read it: if somebody typed there since, in another tab, both texts are kept.
    """
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    with writing(SAVE_WAIT):
        return _keep(viewer, text, ids)


def _keep(viewer: Viewer, text: DraftText, ids: Collection[UUID]) -> datetime | None:
    at = now()
    own = _find(viewer, text.save.key)
    if own and own.ended_at:
        return None
    if own and own.number >= text.save.number:
        return own.saved_at
    row = own or (text.goes_on and _find(viewer, text.goes_on.key))
    if not own and row and (row.ended_at or text.goes_on != Save(row.key, row.number)):
        row = None
    if row:
        row.keep(text, at)
        return at
    return _begin(viewer, viewer.id, text, client_of(viewer, ids), at)


def _begin(by: Viewer, person_id: UUID, text: DraftText, client_id: UUID | None, at: datetime) -> datetime:
    place = {"path": text.place.path, "form": text.place.form, "client_id": client_id}
    row = Draft(person_id=person_id, begun_at=at, **place)
    row.keep(text, at)
    db.session.add(row)
    db.session.flush()
    record(Act.DRAFT_BEGUN, by, about=row, clients=[client_id] if client_id else ())
    return at


@transaction
def begin_draft(viewer: Viewer, text: DraftText, client_id: UUID) -> None:
    """Keep a text that an action took back, as if its writer had just typed it: a part of that action."""
    _begin(viewer, viewer.id, text, client_id, now())


@transaction
def leave_draft(writer: Viewer, reader_id: UUID, text: DraftText, client_id: UUID | None) -> None:
    """Hand on what somebody whose account was closed had written: an unfinished text of somebody else. A second time
    changes nothing."""
    if db.session.scalar(sa.select(Draft.id).where(Draft.person_id == reader_id, Draft.key == text.save.key)) is None:
        _begin(writer, reader_id, text, client_id, now())


@transaction
def end_draft(viewer: Viewer, key: UUID, goes_on: Save | None, place: FormPlace) -> None:
    """Let the draft go, as a part of the act that saved what it says, and the one that it went on with. Its key stays
    known, so that a save that is still on its way changes nothing."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    at = now()
    earlier = goes_on and _find(viewer, goes_on.key)
    if earlier and goes_on == Save(earlier.key, earlier.number):
        _end(viewer, earlier, "saved", at)
    row = _find(viewer, key)
    if row is None:
        own = {"person_id": viewer.id, "key": key, "path": place.path, "form": place.form}
        db.session.add(Draft(**own, number=0, begun_at=at, saved_at=at, ended_at=at))
    else:
        _end(viewer, row, "saved", at)


@transaction
def drop_draft(viewer: Viewer, key: UUID) -> None:
    """Let the person's draft go, because the person says so."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    row = _find(viewer, key)
    if row is None:
        raise NotVisible
    _end(viewer, row, "dropped", now())


@transaction
def remove_old_drafts() -> int:
    """Remove what nobody went on with for 30 days, and the keys of those that ended; returns how many texts."""
    at = now()
    old = sa.select(Draft).where(Draft.ended_at.is_(None), Draft.saved_at < at - KEPT_FOR)
    rows = db.session.scalars(old).all()
    for row in rows:
        _end(None, row, "removed", at)
    changed_rows(sa.delete(Draft).where(Draft.ended_at < at - ENDED_FOR))
    return len(rows)


def _find(viewer: Viewer, key: UUID) -> Draft | None:
    return db.session.scalar(sa.select(Draft).where(Draft.person_id == viewer.id, Draft.key == key))


def _end(by: Viewer | None, row: Draft, how: str, at: datetime) -> None:
    if not row.ended_at:
        row.end(at)
        record(Act.DRAFT_ENDED, by, about=row, clients=[row.client_id] if row.client_id else (), how=how)
