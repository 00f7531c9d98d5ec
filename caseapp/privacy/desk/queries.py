"""The people for whom a privacy officer answers, looked for by name."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import PAGE, answered_for
from caseapp.clients.rules import search_words
from caseapp.db import db


class DeskRow(NamedTuple):
    """Somebody about whom something can be asked: the name alone, and what tells people of the same name apart."""

    id: UUID
    name: str
    apart: str


def search_desk(viewer: Viewer, words: str, limit: int = PAGE) -> list[DeskRow]:
    """The people whose names contain all these words; nobody where no word was typed."""
    ensure(viewer, Capability.USE_PRIVACY_DESK)
    if not search_words(words):
        return []
    found = (
        sa.select(Client.id, Client.name.label("name"), Client.birth_on)
        .where(answered_for(viewer, Client.id), Client.is_named(words))
        .order_by(Client.search_name, Client.id)
        .limit(limit)
    )
    rows = db.session.execute(found).all()
    apart = disambiguate(ListedPerson(row.id, row.name, row.birth_on) for row in rows)
    return [DeskRow(row.id, row.name, apart.get(row.id, "")) for row in rows]
