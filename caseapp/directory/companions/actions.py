"""Acts on what mentors chose for themselves."""

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import today
from caseapp.db import db, expect_version, transaction
from caseapp.directory.companions.models import OwnCards
from caseapp.directory.interests.rules import ChosenInterests, chosen_from, read_interests, written_interests
from caseapp.errors import Conflict


@transaction
def choose_own_cards(viewer: Viewer, draft: ChosenInterests, version: int | None) -> None:
    """Keep what somebody chose for themselves; `Conflict` where it was changed since that version was read."""
    ensure(viewer, Capability.RECORD_WORK)
    chosen = chosen_from(draft.enjoys, draft.tries)
    row = db.session.scalar(sa.select(OwnCards).where(OwnCards.user_id == viewer.id))
    if row is None:
        if version is not None:
            raise Conflict
        row = OwnCards(id=uuid7(), user_id=viewer.id)
        db.session.add(row)
    else:
        if read_interests(row.chosen) == chosen:
            return
        expect_version(row, version)
    row.chosen = written_interests(chosen)
    row.changed_on = today()
    db.session.flush()
    record(Act.OWN_CARDS_CHOSEN, viewer, about=row)
