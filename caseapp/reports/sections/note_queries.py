"""The notes whose sentences can be quoted in a section."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.reports.record_queries import within_period
from caseapp.reports.rules import Period
from caseapp.reports.sections.sentence_rules import sentences_of

NOTES = 200


class QuotableNote(NamedTuple):
    """A note whose sentences can be quoted."""

    id: UUID
    held_on: date
    note: str
    client_words: str
    went_well: str
    next_step: str

    @property
    def sentences(self) -> list[str]:
        """What can be quoted, in one fixed order."""
        return sentences_of(self.note, self.went_well, self.client_words, self.next_step)


def notes_in(viewer: Viewer, client_id: UUID, period: Period, limit: int = NOTES) -> list[QuotableNote]:
    """The notes of these days that say something, the newest first; none that was entered in error."""
    of = Activity
    texts = (of.note_sealed, of.client_words_sealed, of.went_well_sealed, of.next_step_sealed)
    found = (
        about_visible_clients(viewer, of, of.id, of.held_on, *texts)
        .where(of.client_id == client_id, *within_period(period), sa.or_(*(text.is_not(None) for text in texts)))
        .order_by(of.held_on.desc(), of.starts_at.desc(), of.id.desc())
        .limit(limit)
    )
    return [
        QuotableNote(
            id=row.id,
            held_on=row.held_on,
            note=of.note.open(row.id, row.note_sealed),
            client_words=of.client_words.open(row.id, row.client_words_sealed),
            went_well=of.went_well.open(row.id, row.went_well_sealed),
            next_step=of.next_step.open(row.id, row.next_step_sealed),
        )
        for row in db.session.execute(found)
    ]
