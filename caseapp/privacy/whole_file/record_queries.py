"""Everything that goes into one client's file."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import find_client, in_charge
from caseapp.db import db
from caseapp.organisation.queries import organisation_settings
from caseapp.privacy.contents.excused_words import left_out
from caseapp.privacy.contents.queries import kept_tables, readers_table
from caseapp.privacy.contents.rules import WholeRecord, blackening
from caseapp.privacy.whole_file.models import BlackenedPassage


def whole_record(viewer: Viewer, client_id: UUID) -> WholeRecord:
    """Everything about a client of the viewer's teams, in the current language, with the passages blackened."""
    client = find_client(viewer, client_id, in_charge)
    passages = [words for _id, words in passages_of(viewer, client_id)]
    return WholeRecord(
        called=client.name,
        organisation=organisation_settings().details.name,
        tables=(*kept_tables(viewer, client_id, blackening(passages)), readers_table(viewer, client_id)),
        left_out=left_out(),
        passages=len(passages),
    )


def passages_of(viewer: Viewer, client_id: UUID) -> list[tuple[UUID, str]]:
    """The passages that no file of this client shows, in the order in which they were marked."""
    of = BlackenedPassage
    found = sa.select(of.id, of.words_sealed).where(
        of.client_id == client_id, of.removed_at.is_(None), in_charge(viewer, of.client_id)
    )
    return [(row.id, of.words.open(row.id, row.words_sealed)) for row in db.session.execute(found.order_by(of.id))]
