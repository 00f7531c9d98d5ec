"""What the top of a client's page reads."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.progress.people_queries import approved_until


class OpenFile(NamedTuple):
    """A client, and until when mentoring is approved today."""

    client: Client
    approved_until: date | None


def open_file(viewer: Viewer, client_id: UUID) -> OpenFile:
    """The client's file, or `NotVisible`."""
    found = about_visible_clients(viewer, Client, Client, approved_until()).where(Client.id == client_id)
    row = db.session.execute(found).first()
    if row is None:
        raise NotVisible
    return OpenFile(*row)
