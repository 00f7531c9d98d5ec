"""Files are sent to be imported, something is said of them, and they come in or go."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, changed_rows, db, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.exchange.uploads.models import KnownShape, Upload, UploadedFile
from caseapp.exchange.uploads.queries import find_upload, names_of, shape_hash
from caseapp.exchange.uploads.rejected_folder import remove_folders_but
from caseapp.exchange.uploads.rules import AT_WORK, ChoicesDraft, SentFile, UploadState, WantedDraft, check_files
from caseapp.i18n import _, language


@transaction
def send_files(viewer: Viewer, sent: Sequence[SentFile], key: IdempotencyKey) -> Upload:
    """Keep the files, sealed, for the worker to look at; a second tap keeps nothing more."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    if is_repeated(key, viewer.id):
        return find_upload(viewer, key.id)
    files = check_files(sent)
    upload = Upload(id=key.id, by_id=viewer.id, role=viewer.role, language=language(), created_at=now())
    db.session.add(upload)
    db.session.flush()
    _keep(upload, files)
    record(Act.FILES_SENT, viewer, about=upload, number=len(files))
    return upload


@transaction
def add_files(viewer: Viewer, upload: Upload, sent: Sequence[SentFile]) -> None:
    """Add files; all of them are looked at again."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    _check_undecided(upload)
    files = check_files(sent, names_of(viewer, upload))
    _keep(upload, files)
    _check_again(upload)
    record(Act.FILES_SENT, viewer, about=upload, number=len(files))


@transaction
def choose(viewer: Viewer, upload: Upload, draft: ChoicesDraft) -> None:
    """Keep what was said of the files, which are looked at again."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    _check_undecided(upload)
    upload.choices_text = json.dumps(asdict(draft), ensure_ascii=False)
    _check_again(upload)


@transaction
def start_import(viewer: Viewer, upload: Upload) -> None:
    """Leave the import to the worker. A second tap changes nothing."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    if upload.state is UploadState.READY:
        upload.state, upload.taken_at, upload.done = UploadState.IMPORTING, None, 0
        record(Act.IMPORT_STARTED, viewer, about=upload)


@transaction
def start_taking(viewer: Viewer, upload: Upload, draft: WantedDraft) -> None:
    """Leave it to the worker to take these differences. A second tap changes nothing."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    ensure(viewer, Capability.RECORD_WORK)
    if upload.state not in (UploadState.READY, UploadState.DONE):
        return
    if not draft.fields and not draft.columns:
        raise RuleBroken(_("Choose at least one row or column."), "columns")
    wanted = {"wanted": asdict(draft), "state_after": upload.state.value}
    upload.findings_text = json.dumps({**upload.findings, **wanted}, ensure_ascii=False)
    upload.state, upload.taken_at, upload.done, upload.total = UploadState.TAKING, None, 0, 0
    record(Act.DIFFERENCES_WANTED, viewer, about=upload)


@transaction
def remove_upload(viewer: Viewer, upload: Upload) -> None:
    """Remove the files and what was found in them, but not while they come in."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    if upload.state in (UploadState.IMPORTING, UploadState.TAKING):
        raise RuleBroken(_("These files are being imported. They can be removed afterwards."))
    _remove([upload.id])
    record(Act.UPLOADS_REMOVED, viewer, about=upload, number=1)


@transaction
def remove_old_uploads(before: datetime) -> int:
    """Remove the files that were sent before that instant; return of how many uploads."""
    old = sa.select(Upload.id).where(Upload.created_at <= before, Upload.removed_at.is_(None))
    ids = list(db.session.scalars(old))
    if ids:
        _remove(ids)
        record(Act.UPLOADS_REMOVED, None, number=len(ids))
    return len(ids)


@transaction
def remove_idle_uploads() -> int:
    """Remove all files that nobody works at, and the rejected rows that lie on this host: a person who was in one of
    them is being erased. Return of how many uploads, and how many folders."""
    at_work = Upload.state.in_(AT_WORK)
    ids = list(db.session.scalars(sa.select(Upload.id).where(~at_work, Upload.removed_at.is_(None))))
    if ids:
        _remove(ids)
        record(Act.UPLOADS_REMOVED, None, number=len(ids))
    return len(ids) + remove_folders_but(db.session.scalars(sa.select(Upload.id).where(at_work)))


@transaction
def record_rejected_fetched(viewer: Viewer, upload: Upload) -> None:
    """Write in the trail that the rejected rows were downloaded."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    record(Act.REJECTED_ROWS_FETCHED, viewer, about=upload)


@transaction
def remember(shapes: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
    """Remember what was said of files with these headings, for the next ones."""
    known = sa.select(KnownShape).where(KnownShape.headings_hash.in_([shape_hash(shape) for shape in shapes]))
    there = {shape.headings_hash: shape for shape in db.session.scalars(known)}
    for headings, said in shapes.items():
        hashed = shape_hash(headings)
        shape = there.get(hashed) or KnownShape(headings_hash=hashed)
        shape.choices_text, shape.used_at = json.dumps(said, ensure_ascii=False), now()
        db.session.add(shape)


def _keep(upload: Upload, files: Sequence[SentFile]) -> None:
    for sent in files:
        file = UploadedFile(upload_id=upload.id)
        file.name, file.content = sent
        db.session.add(file)
        db.session.flush()


def _check_undecided(upload: Upload) -> None:
    if upload.state not in (UploadState.READY, UploadState.FAILED):
        raise RuleBroken(_("These files are being read or are already imported. Send a new one by itself."))


def _check_again(upload: Upload) -> None:
    upload.state, upload.taken_at, upload.language = UploadState.CHECKING, None, language()


def _remove(ids: Sequence[object]) -> None:
    db.session.execute(sa.delete(UploadedFile).where(UploadedFile.upload_id.in_(ids)))
    nothing = {"choices_sealed": None, "findings_sealed": None, "rejected_sealed": None, "removed_at": now()}
    changed_rows(sa.update(Upload).where(Upload.id.in_(ids)).values(nothing))
