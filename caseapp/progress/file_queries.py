"""What the top of a client's page reads, and the ratings of its charts and its timeline."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.goals.models import Rating
from caseapp.progress.people_queries import approved_until


class OpenFile(NamedTuple):
    """A client, and until when mentoring is approved today."""

    client: Client
    approved_until: date | None


class RatingTold(NamedTuple):
    """One rating; its words stay sealed until the page shows them."""

    id: UUID
    goal_id: UUID
    rated_on: date
    mentor_level: int
    client_level: int | None
    in_error: bool
    evidence_sealed: bytes | None
    error_reason_sealed: bytes | None

    @property
    def evidence(self) -> str:
        """What the rating is based on."""
        return Rating.evidence.open(self.id, self.evidence_sealed)

    @property
    def error_reason(self) -> str:
        """Why it should not be there."""
        return Rating.error_reason.open(self.id, self.error_reason_sealed)


def open_file(viewer: Viewer, client_id: UUID) -> OpenFile:
    """The client's file, or `NotVisible`."""
    found = about_visible_clients(viewer, Client, Client, approved_until()).where(Client.id == client_id)
    row = db.session.execute(found).first()
    if row is None:
        raise NotVisible
    return OpenFile(*row)


def ratings_told(viewer: Viewer, client_id: UUID) -> list[RatingTold]:
    """All ratings of a client's goals in the order of time, those entered in error among them."""
    found = (
        about_visible_clients(
            viewer,
            Rating,
            Rating.id,
            Rating.goal_id,
            Rating.rated_on,
            Rating.mentor_level,
            Rating.client_level,
            Rating.error_at.is_not(None),
            Rating.evidence_sealed,
            Rating.error_reason_sealed,
        )
        .where(Rating.client_id == client_id)
        .order_by(Rating.rated_on, Rating.created_at, Rating.id)
    )
    return [RatingTold(*row) for row in db.session.execute(found)]
