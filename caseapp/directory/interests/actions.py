"""Acts on what clients chose from the cards."""

from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import about_visible_clients, ensure_visible
from caseapp.clock import today
from caseapp.db import db, expect_version, transaction
from caseapp.directory.interests.models import InterestChoice
from caseapp.directory.interests.rules import ChosenInterests, chosen_from, read_interests, written_interests
from caseapp.errors import Conflict


@transaction
def choose_interests(viewer: Viewer, client_id: UUID, draft: ChosenInterests, version: int | None) -> None:
    """Keep what the client chose; `Conflict` where somebody changed it since that version was read."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    chosen = chosen_from(draft.enjoys, draft.tries)
    mine = about_visible_clients(viewer, InterestChoice).where(InterestChoice.client_id == client_id)
    row = db.session.scalar(mine)
    if row is None:
        if version is not None:
            raise Conflict
        row = InterestChoice(id=uuid7(), client_id=client_id)
        db.session.add(row)
    else:
        if read_interests(row.chosen) == chosen:
            return
        expect_version(row, version)
    row.chosen = written_interests(chosen)
    row.changed_on, row.changed_by_id = today(), viewer.id
    db.session.flush()
    record(Act.INTERESTS_CHOSEN, viewer, about=row, clients=[client_id])
