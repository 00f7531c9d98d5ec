"""Corrections of final notes."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Amendment
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db


class AmendmentRow(NamedTuple):
    """A correction of a final note."""

    words: str
    reason: str
    author: str
    at: datetime


def amendments_of(viewer: Viewer, activity_ids: Iterable[UUID]) -> dict[UUID, list[AmendmentRow]]:
    """The corrections of these notes by note, oldest first."""
    found = (
        about_visible_clients(
            viewer,
            Amendment,
            Amendment.activity_id,
            Amendment.id,
            Amendment.words_sealed,
            Amendment.reason_sealed,
            User.name.label("author"),
            Amendment.created_at,
        )
        .join(User, User.id == Amendment.created_by_id)
        .where(Amendment.activity_id.in_(list(activity_ids)))
        .order_by(Amendment.created_at, Amendment.id)
    )
    by_note: dict[UUID, list[AmendmentRow]] = {}
    for row in db.session.execute(found):
        amendment = AmendmentRow(
            words=Amendment.words.open(row.id, row.words_sealed),
            reason=Amendment.reason.open(row.id, row.reason_sealed),
            author=row.author,
            at=row.created_at,
        )
        by_note.setdefault(row.activity_id, []).append(amendment)
    return by_note
