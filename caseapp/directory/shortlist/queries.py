"""What stands on clients' lists."""

from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.directory.queries import SourceRow, rows_among
from caseapp.directory.shortlist.models import ShortlistEntry


def ids_on_list(viewer: Viewer, client_id: UUID) -> list[UUID]:
    """The entries on the client's list, in the order in which they were put there."""
    of = ShortlistEntry
    found = about_visible_clients(viewer, of, of.source_id).where(of.client_id == client_id, of.removed_at.is_(None))
    return list(db.session.scalars(found.order_by(of.added_at, of.id)))


def shortlist_of(viewer: Viewer, client_id: UUID) -> list[SourceRow]:
    """The client's list."""
    ids = ids_on_list(viewer, client_id)
    rows = {row.id: row for row in rows_among(viewer, ids)} if ids else {}
    return [rows[source_id] for source_id in ids]
