"""Whole files that were asked for, and what waits to be made."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import answered_for, for_maintenance, in_charge
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.privacy.whole_file.models import BlackenedPassage, WholeFile
from caseapp.privacy.whole_file.rules import FileState


class FileJob(NamedTuple):
    """A file to be made, and who asked for it."""

    file: WholeFile
    person: User


def files_of(viewer: Viewer, client_id: UUID) -> list[WholeFile]:
    """The client's files that were asked for, the latest first."""
    found = sa.select(WholeFile).where(WholeFile.client_id == client_id, in_charge(viewer, WholeFile.client_id))
    return list(db.session.scalars(found.order_by(WholeFile.created_at.desc(), WholeFile.id)))


class FileStanding(NamedTuple):
    """How far a file is that was asked for; nothing of what it holds, and nothing of what was typed."""

    asked_at: datetime
    asked_by: str
    state: FileState
    removed_at: datetime | None


def file_states(viewer: Viewer, client_id: UUID) -> list[FileStanding]:
    """How far the files of a client are for whom the viewer answers, the latest first."""
    of = WholeFile
    found = (
        sa.select(of.created_at, User.name, of.state, of.removed_at)
        .join(User, User.id == of.by_id)
        .where(of.client_id == client_id, answered_for(viewer, of.client_id))
        .order_by(of.created_at.desc(), of.id)
    )
    return [FileStanding(*row) for row in db.session.execute(found)]


def find_file(viewer: Viewer, file_id: UUID) -> WholeFile:
    """A file of a client of the viewer's teams, or `NotVisible`."""
    found = sa.select(WholeFile).where(WholeFile.id == file_id, in_charge(viewer, WholeFile.client_id))
    file: WholeFile | None = db.session.scalar(found)
    if file is None:
        raise NotVisible
    return file


def find_passage(viewer: Viewer, client_id: UUID, passage_id: UUID) -> BlackenedPassage:
    """A passage that is blackened in this client's files, or `NotVisible`."""
    of = BlackenedPassage
    passage: BlackenedPassage | None = db.session.scalar(
        sa.select(of).where(of.id == passage_id, of.client_id == client_id, in_charge(viewer, of.client_id))
    )
    if passage is None:
        raise NotVisible
    return passage


def find_file_job(viewer: None, file_id: UUID) -> FileJob | None:
    """A file to be made; nothing where it was made or removed."""
    found = sa.select(WholeFile, User).join(User, User.id == WholeFile.by_id)
    row = db.session.execute(found.where(WholeFile.id == file_id, *_waits())).first()
    return FileJob(row.WholeFile, row.User) if row else None


def waiting_files(viewer: None) -> list[UUID]:
    """The ids of all files that are still to be made, for the worker."""
    return list(db.session.scalars(sa.select(WholeFile.id).where(*_waits()).order_by(WholeFile.id)))


def _waits() -> tuple[sa.ColumnElement[bool], ...]:
    return WholeFile.state == FileState.WAITING, WholeFile.removed_at.is_(None), for_maintenance()
