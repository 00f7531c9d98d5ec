"""Following a place of the directory as a tie."""

from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.clients.queries import ensure_visible
from caseapp.db import IdempotencyKey, db, transaction
from caseapp.directory.lasting.models import SourceTie
from caseapp.directory.lasting.queries import followed_sources
from caseapp.directory.queries import find_source
from caseapp.directory.words import day_words
from caseapp.ties.actions import add_tie
from caseapp.ties.rules import DETAIL_MAX, NAME_MAX, TieDraft, TieKind


@transaction
def follow_source(viewer: Viewer, client_id: UUID, source_id: UUID, key: IdempotencyKey) -> None:
    """Begin to follow an entry as a tie of the client. Where it is followed already, nothing is done."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    entry = find_source(viewer, source_id).draft
    if source_id in followed_sources(viewer, client_id):
        return
    draft = TieDraft(entry.name[:NAME_MAX], TieKind.GROUP, day_words(entry)[:DETAIL_MAX])
    tie = add_tie(viewer, client_id, draft, key)
    db.session.add(SourceTie(id=uuid7(), client_id=client_id, tie_id=tie.id, source_id=source_id))
    db.session.flush()
