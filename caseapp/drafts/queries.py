"""A person's own drafts. Each statement asks for the person: nobody else ever reads them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import registered, sees
from caseapp.clients.refusal_queries import clients_behind
from caseapp.clock import local
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.drafts.models import Draft
from caseapp.drafts.rules import FormPlace, kept_until, read_fields
from caseapp.errors import Unreadable


class OpenDraft(NamedTuple):
    """A draft that its form goes on with."""

    key: UUID
    number: int
    saved_at: datetime
    content: str

    @property
    def fields(self) -> dict[str, list[str]]:
        """The values of each field."""
        return read_fields(self.content)


class Unfinished(NamedTuple):
    """A draft in the list. `client_name` is empty where it is about nobody, or about somebody whom its writer no longer
    sees: `is_closed` then."""

    key: UUID
    path: str
    title: str
    client_id: UUID | None
    client_name: str
    is_closed: bool
    saved_at: datetime

    @property
    def kept_until(self) -> date:
        """The day on which it is removed."""
        return local(kept_until(self.saved_at)).date()


def find_open_draft(viewer: Viewer, place: FormPlace, key: UUID | None = None) -> OpenDraft | None:
    """What the person wrote last in that form and has not saved; `key` chooses among several."""
    row = db.session.execute(*_open_draft(viewer, place.path, place.form, key)).first()
    content = Draft.content.open(row.id, row.content_sealed) if row else ""
    if row is None or isinstance(content, Unreadable):
        return None
    return OpenDraft(row.key, row.number, row.saved_at, content)


@prepared
def _open_draft(viewer: Viewer, path: str, form: str, key: UUID | None) -> Rows:
    found = sa.select(Draft.id, Draft.key, Draft.number, Draft.saved_at, Draft.content_sealed).where(
        Draft.person_id == viewer.id, Draft.path == path, Draft.form == form, Draft.ended_at.is_(None)
    )
    if key is not None:
        found = found.where(Draft.key == key)
    return found.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(1)


def list_unfinished(viewer: Viewer, limit: int = 50) -> list[Unfinished]:
    """What the person wrote and has not saved, the latest first, with the names of clients whom they see; the page that
    shows it records the reading."""
    found = []
    for row in db.session.execute(*_unfinished(viewer)).all()[:limit]:
        is_closed = row.client_id is not None and row.name is None
        title = "" if is_closed else Draft.title.open(row.id, row.title_sealed)
        found.append(Unfinished(row.key, row.path, title, row.client_id, row.name or "", is_closed, row.saved_at))
    return found


@prepared
def _unfinished(viewer: Viewer) -> Rows:
    is_known = sa.or_(sees(viewer, Client.id), registered(viewer, Client.id))
    return (
        sa.select(Draft.id, Draft.key, Draft.path, Draft.client_id, Client.name, Draft.saved_at, Draft.title_sealed)
        .outerjoin(Client, sa.and_(Client.id == Draft.client_id, is_known))
        .where(Draft.person_id == viewer.id, Draft.ended_at.is_(None))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )


def client_of(viewer: Viewer, ids: Collection[UUID]) -> UUID | None:
    """Whom the rows of a page's address are about, if the viewer sees that client or was the client's mentor."""
    about = clients_behind(viewer, ids)
    own = sa.select(Assignment.client_id).where(Assignment.mentor_id == viewer.id)
    known = sa.or_(sees(viewer, Client.id), registered(viewer, Client.id), Client.id.in_(own))
    return db.session.scalar(sa.select(Client.id).where(Client.id.in_(about), known)) if about else None
