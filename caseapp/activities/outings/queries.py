"""How the people of an outing are called."""

from collections.abc import Collection
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db


def names_of(viewer: Viewer, client_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The names of those of these clients whom the viewer sees."""
    columns = (Client.id, Client.given_name, Client.family_name, Client.preferred_name)
    rows = db.session.execute(about_visible_clients(viewer, Client, *columns).where(Client.id.in_(client_ids)))
    return {row.id: (row.given_name, row.family_name, row.preferred_name) for row in rows}
