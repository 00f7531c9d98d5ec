"""Acts on the entries of the directory: add, change, confirm."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.directory.models import SupportSource
from caseapp.directory.rules import SourceDraft, check_source
from caseapp.errors import NotVisible


@transaction
def add_source(viewer: Viewer, draft: SourceDraft, key: IdempotencyKey) -> UUID:
    """Add an entry, which whoever adds it has seen to be right; its id."""
    ensure(viewer, Capability.RECORD_WORK)
    if is_repeated(key, viewer.id):
        return key.id
    check_source(draft)
    source = SupportSource(id=key.id, confirmed_on=today(), confirmed_by_id=viewer.id, created_at=now())
    source.write(draft)
    db.session.add(source)
    db.session.flush()
    record(Act.SOURCE_ADDED, viewer, about=source)
    return source.id


@transaction
def change_source(
    viewer: Viewer, source_id: UUID, draft: SourceDraft, version: int | None, *, is_confirmed: bool
) -> None:
    """Change an entry, and confirm it where that was said; `Conflict` where somebody changed it meanwhile."""
    ensure(viewer, Capability.RECORD_WORK)
    source = _get(source_id)
    expect_version(source, version)
    check_source(draft)
    if draft == source.draft and not is_confirmed:
        return
    source.write(draft)
    if is_confirmed:
        _confirm(viewer, source)
    record(Act.SOURCE_CHANGED, viewer, about=source)


@transaction
def confirm_source(viewer: Viewer, source_id: UUID) -> None:
    """Say that an entry is right today; whoever says so is asked again in half a year."""
    ensure(viewer, Capability.RECORD_WORK)
    source = _get(source_id)
    if source.confirmed_on == today() and source.confirmed_by_id == viewer.id:
        return
    _confirm(viewer, source)
    record(Act.SOURCE_CONFIRMED, viewer, about=source)


def _confirm(viewer: Viewer, source: SupportSource) -> None:
    source.confirmed_on, source.confirmed_by_id = today(), viewer.id


def _get(source_id: UUID) -> SupportSource:
    source = db.session.get(SupportSource, source_id)
    if source is None:
        raise NotVisible
    return source
