"""Ties that came out of entries of the directory."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients, for_maintenance
from caseapp.db import db
from caseapp.directory.lasting.models import SourceTie
from caseapp.directory.lasting.rules import FollowedTie, LastingCount, lasting_count
from caseapp.ties.models import Tie


def lasting_counts(viewer: Viewer, ids: Collection[UUID], today: date) -> dict[UUID, LastingCount]:
    """How many ties lasted that came out of each of these entries, whoever's they are: a count below five is left out
    before it leaves this function, so that nobody whom the viewer does not see can be known by it."""
    ties: dict[UUID, list[FollowedTie]] = {source_id: [] for source_id in ids}
    found = (
        sa.select(SourceTie.source_id, Tie.alone_on, Tie.lasting_on, Tie.ended_on, Tie.known_on)
        .join(Tie, Tie.id == SourceTie.tie_id)
        .where(SourceTie.source_id.in_(ids), Tie.alone_on.is_not(None), Tie.not_in_error(), for_maintenance())
    )
    for source_id, *stands in db.session.execute(found) if ids else ():
        ties[source_id].append(FollowedTie(*stands))
    return {source_id: lasting_count(rows, today) for source_id, rows in ties.items()}


def followed_sources(viewer: Viewer, client_id: UUID) -> set[UUID]:
    """The entries out of which the client has a tie that is followed."""
    found = (
        about_visible_clients(viewer, SourceTie, SourceTie.source_id)
        .join(Tie, Tie.id == SourceTie.tie_id)
        .where(SourceTie.client_id == client_id, Tie.not_in_error())
    )
    return set(db.session.scalars(found))
