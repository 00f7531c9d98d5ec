"""What was put right beside final notes."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Amendment
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db


class AmendmentTold(NamedTuple):
    """What was put right beside a final note."""

    words: str
    reason: str
    author: str
    at: datetime


def amendments_of(viewer: Viewer, activity_ids: Iterable[UUID]) -> dict[UUID, list[AmendmentTold]]:
    """The amendments beside these notes, by note, the oldest first."""
    found = (
        about_visible_clients(
            viewer,
            Amendment,
            Amendment.activity_id,
            Amendment.id,
            Amendment.words_sealed,
            Amendment.reason_sealed,
            User.name,
            Amendment.created_at,
        )
        .join(User, User.id == Amendment.created_by_id)
        .where(Amendment.activity_id.in_(list(activity_ids)))
        .order_by(Amendment.created_at, Amendment.id)
    )
    told: dict[UUID, list[AmendmentTold]] = {}
    for activity_id, id_, words, reason, author, at in db.session.execute(found):
        opened = AmendmentTold(Amendment.words.open(id_, words), Amendment.reason.open(id_, reason), author, at)
        told.setdefault(activity_id, []).append(opened)
    return told
