"""What mentors chose for themselves: each sees their own cards, and nobody those of others."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.db import db
from caseapp.directory.companions.models import OwnCards
from caseapp.directory.companions.rules import CommonGround, common_ground
from caseapp.directory.interests.queries import InterestRow
from caseapp.directory.interests.rules import ChosenInterests, read_interests


def own_cards(viewer: Viewer) -> InterestRow:
    """What the viewer chose; nothing where no card was chosen yet."""
    of = OwnCards
    row = db.session.execute(
        sa.select(of.id, of.chosen_sealed, of.version, of.changed_on).where(of.user_id == viewer.id)
    ).first()
    if row is None:
        return InterestRow(ChosenInterests())
    return InterestRow(read_interests(of.chosen.open(row.id, row.chosen_sealed)), row.version, row.changed_on)


def shared_with(viewer: Viewer, chosen: ChosenInterests, mentor_ids: Collection[UUID]) -> dict[UUID, CommonGround]:
    """What each of these mentors shares with this choice; only those who share something."""
    of = OwnCards
    rows = db.session.execute(sa.select(of.id, of.user_id, of.chosen_sealed).where(of.user_id.in_(mentor_ids)))
    found = {
        row.user_id: common_ground(chosen, read_interests(of.chosen.open(row.id, row.chosen_sealed))) for row in rows
    }
    return {mentor_id: ground for mentor_id, ground in found.items() if ground}
