"""What the trail says, as tests ask for it."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.audit.models import Entry, set_members
from caseapp.db import db


def clients_of(entry_id: UUID) -> set[UUID]:
    """The clients whom an entry is about."""
    found = sa.select(set_members.c.client_id).join(Entry, Entry.client_set_id == set_members.c.set_id)
    return set(db.session.scalars(found.where(Entry.id == entry_id)))
