"""The files that somebody sent, and what is remembered of their shapes."""

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible
from caseapp.exchange.uploads.models import KnownShape, Upload, UploadedFile
from caseapp.exchange.uploads.rules import AT_WORK, GIVEN_UP, SentFile


class UploadJob(NamedTuple):
    """Work to be done, and in whose name."""

    upload: Upload
    person: User


def find_upload(viewer: Viewer, upload_id: UUID) -> Upload:
    """The viewer's own files, or `NotVisible`: nobody else finds them, and nobody once they are removed."""
    upload: Upload | None = db.session.scalar(sa.select(Upload).where(Upload.id == upload_id, _own(viewer)))
    if upload is None:
        raise NotVisible
    return upload


def list_uploads(viewer: Viewer) -> list[Upload]:
    """The viewer's own files that are still kept, newest first."""
    own = sa.select(Upload).where(_own(viewer))
    return list(db.session.scalars(own.order_by(Upload.created_at.desc(), Upload.id.desc())))


def files_of(viewer: Viewer, upload: Upload) -> list[SentFile]:
    """The files, in the order in which they were sent."""
    own = (
        sa.select(UploadedFile)
        .join(Upload, Upload.id == UploadedFile.upload_id)
        .where(Upload.id == upload.id, _own(viewer))
    )
    return [SentFile(file.name, file.content) for file in db.session.scalars(own.order_by(UploadedFile.id))]


def names_of(viewer: Viewer, upload: Upload) -> list[str]:
    """The names of the files."""
    own = (
        sa.select(UploadedFile.id, UploadedFile.name_sealed)
        .join(Upload, Upload.id == UploadedFile.upload_id)
        .where(Upload.id == upload.id, _own(viewer))
    )
    return [UploadedFile.name.open(row.id, row.name_sealed) for row in db.session.execute(own)]


def find_upload_job(viewer: None, upload_id: UUID) -> UploadJob | None:
    """Files with which something is to be done and nobody does it."""
    found = sa.select(Upload, User).join(User, User.id == Upload.by_id).where(Upload.id == upload_id, _waits())
    row = db.session.execute(found).first()
    return UploadJob(row.Upload, row.User) if row else None


def waiting_uploads(viewer: None) -> list[UUID]:
    """The ids of all files with which something is to be done and nobody does it, for the worker."""
    return list(db.session.scalars(sa.select(Upload.id).where(_waits()).order_by(Upload.id)))


def known_shapes(viewer: Viewer, shapes: Collection[str]) -> dict[str, Mapping[str, dict[str, str]]]:
    """What was said of files with these headings."""
    hashes = {shape_hash(shape): shape for shape in shapes}
    found = db.session.scalars(sa.select(KnownShape).where(KnownShape.headings_hash.in_(hashes)))
    return {hashes[shape.headings_hash]: json.loads(shape.choices_text) for shape in found}


def shape_hash(shape: str) -> bytes:
    """A keyed hash of folded headings."""
    return key_ring().blind("headings", shape)


def _own(viewer: Viewer) -> sa.ColumnElement[bool]:
    """What a supervisor sent is not for the eyes of an administrator, though it be the same person."""
    return sa.and_(Upload.by_id == viewer.id, Upload.role == viewer.role, Upload.removed_at.is_(None))


def _waits() -> sa.ColumnElement[bool]:
    given_up = sa.or_(Upload.taken_at.is_(None), Upload.taken_at <= now() - GIVEN_UP)
    return sa.and_(Upload.state.in_(AT_WORK), Upload.removed_at.is_(None), given_up)
