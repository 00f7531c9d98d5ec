"""What clients chose from the cards."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.directory.interests.models import InterestChoice
from caseapp.directory.interests.rules import ChosenInterests, read_interests


class InterestRow(NamedTuple):
    """A client's choice, and when it was made."""

    chosen: ChosenInterests
    version: int | None = None
    changed_on: date | None = None


def interests_of(viewer: Viewer, client_id: UUID) -> InterestRow:
    """What the client chose; nothing where no card was chosen yet."""
    of = InterestChoice
    found = about_visible_clients(viewer, of, of.id, of.chosen_sealed, of.version, of.changed_on)
    row = db.session.execute(found.where(of.client_id == client_id)).first()
    if row is None:
        return InterestRow(ChosenInterests())
    return InterestRow(read_interests(of.chosen.open(row.id, row.chosen_sealed)), row.version, row.changed_on)
