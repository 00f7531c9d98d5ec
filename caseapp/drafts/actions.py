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
    What was typed after a draft had ended is a draft again.
    """
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    with writing(SAVE_WAIT):
        return _keep(viewer, text, ids)


def _keep(viewer: Viewer, text: DraftText, ids: Collection[UUID]) -> datetime | None:
    at = now()
    own = _find(viewer, text.save.key)
    if own and own.number >= text.save.number:
        return None if own.ended_at else own.saved_at
    if own and own.ended_at:
        db.session.delete(own)
        db.session.flush()
    elif own:
        own.keep(text, at)
        return at
    elif text.goes_on and (row := _find_as_it_was(viewer, text.goes_on)):
        row.keep(text, at)
        db.session.flush()
        _remember_end(viewer, text.goes_on, text.place, at)
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
def end_draft(viewer: Viewer, last: Save, goes_on: Save | None, place: FormPlace) -> None:
    """Let the draft go, as a part of the act that saved what it says, and the one that it went on with. Its key stays
    known, so that a save up to `last` that is still on its way changes nothing; what was typed after it stays."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    at = now()
    if goes_on and (earlier := _find_as_it_was(viewer, goes_on)):
        _end(viewer, earlier, "saved", at)
    row = _find(viewer, last.key)
    if row is None:
        _remember_end(viewer, last, place, at)
    elif row.number <= last.number:
        row.number = last.number
        _end(viewer, row, "saved", at)


@transaction
def drop_draft(viewer: Viewer, key: UUID, number: int | None = None) -> None:
    """Let the person's draft go, because the person says so; with a number only as it was when the person read it:
    what was typed there since stays."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    row = _find(viewer, key)
    if row is None:
        raise NotVisible
    if number in (None, row.number):
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


def _find_as_it_was(viewer: Viewer, save: Save) -> Draft | None:
    row = _find(viewer, save.key)
    return row if row and not row.ended_at and row.number == save.number else None


def _remember_end(viewer: Viewer, last: Save, place: FormPlace, at: datetime) -> None:
    own = {"person_id": viewer.id, "key": last.key, "number": last.number, "path": place.path, "form": place.form}
    db.session.add(Draft(**own, begun_at=at, saved_at=at, ended_at=at))


def _end(by: Viewer | None, row: Draft, how: str, at: datetime) -> None:
    if not row.ended_at:
        row.end(at)
        record(Act.DRAFT_ENDED, by, about=row, clients=[row.client_id] if row.client_id else (), how=how)
