"""Processors are recorded and changed."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.oversight.processing.models import Processor
from caseapp.oversight.processing.queries import find_processor
from caseapp.oversight.processing.rules import ProcessorDraft, check_processor


@transaction
def add_processor(viewer: Viewer, draft: ProcessorDraft, key: IdempotencyKey) -> None:
    """Keep who handles records for the organisation."""
    ensure(viewer, Capability.OVERSEE)
    if is_repeated(key, viewer.id):
        return
    check_processor(draft, today())
    row = Processor(id=key.id, **vars(draft), created_by_id=viewer.id, created_at=now())
    db.session.add(row)
    db.session.flush()
    record(Act.PROCESSOR_ADDED, viewer, about=row)


@transaction
def change_processor(viewer: Viewer, processor_id: UUID, draft: ProcessorDraft, version: int | None) -> None:
    """Keep what changed; one with a last day handles nothing any more."""
    row = find_processor(viewer, processor_id)
    expect_version(row, version)
    check_processor(draft, today())
    for name, value in vars(draft).items():
        setattr(row, name, value)
    record(Act.PROCESSOR_CHANGED, viewer, about=row, ended=draft.ended_on is not None)
