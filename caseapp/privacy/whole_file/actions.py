"""A whole file is asked for, fetched and removed; passages about others are blackened in it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.batches.confirmations.actions import take_turns
from caseapp.batches.confirmations.queries import is_many
from caseapp.clients.queries import ensure_visible, for_maintenance, in_charge
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.contents.queries import text_records
from caseapp.privacy.contents.rules import count_places
from caseapp.privacy.whole_file.models import BlackenedPassage, WholeFile
from caseapp.privacy.whole_file.queries import find_file, find_passage
from caseapp.privacy.whole_file.rules import WholeFileDraft, check_few, check_passage, check_purpose


@transaction
def ask_for_file(viewer: Viewer, client_id: UUID, draft: WholeFileDraft, key: IdempotencyKey) -> WholeFile:
    """Leave the file to the worker. It counts with what else the viewer took along: `RuleBroken` for more clients
    within a day than leave by one person's word."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    ensure_visible(viewer, client_id, in_charge)
    if is_repeated(key, viewer.id):
        return find_file(viewer, key.id)
    check_purpose(draft)
    take_turns(viewer)
    check_few(is_many(viewer, {client_id}), threshold(Threshold.MANY_LEAVE))
    file = WholeFile(id=key.id, client_id=client_id, by_id=viewer.id, language=draft.language, created_at=now())
    file.purpose = draft.purpose
    db.session.add(file)
    record(Act.WHOLE_FILE_ASKED, viewer, about=file, clients=[client_id], language=draft.language)
    return file


@transaction
def record_fetched(viewer: Viewer, file: WholeFile) -> None:
    """Write in the trail that the file was downloaded."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    record(Act.WHOLE_FILE_FETCHED, viewer, about=file, clients=[file.client_id])


def blacken_passage(viewer: Viewer, client_id: UUID, words: str, key: IdempotencyKey) -> int:
    """Blacken these words wherever they stand in the client's files; return in how many places that is now."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    ensure_visible(viewer, client_id, in_charge)
    whole = (text for record in text_records(viewer, client_id) for _name, text in record.texts)
    places = count_places(words, whole)
    check_passage(words, places)
    _keep_passage(viewer, client_id, words, key)
    return places


@transaction
def _keep_passage(viewer: Viewer, client_id: UUID, words: str, key: IdempotencyKey) -> None:
    if is_repeated(key, viewer.id):
        return
    passage = BlackenedPassage(id=key.id, client_id=client_id, by_id=viewer.id, created_at=now())
    passage.words = words
    db.session.add(passage)
    record(Act.PASSAGE_BLACKENED, viewer, about=passage, clients=[client_id])


@transaction
def show_passage(viewer: Viewer, client_id: UUID, passage_id: UUID) -> None:
    """Let the next files show the passage again. A second tap changes nothing."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    passage = find_passage(viewer, client_id, passage_id)
    if passage.removed_at is None:
        passage.removed_at = now()
        record(Act.PASSAGE_SHOWN, viewer, about=passage, clients=[client_id])


@transaction
def remove_old_files(before: datetime) -> int:
    """Remove what was made before that instant; return the number of files."""
    of = WholeFile
    old = sa.select(of).where(of.created_at <= before, of.removed_at.is_(None), for_maintenance())
    files = list(db.session.scalars(old))
    for file in files:
        file.made_sealed, file.removed_at = None, now()
    if files:
        record(Act.WHOLE_FILES_REMOVED, None, clients=[file.client_id for file in files], number=len(files))
    return len(files)
