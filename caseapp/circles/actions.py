"""Actions on maps of support: adding one, and striking one out."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.circles.models import CircleSnapshot
from caseapp.circles.queries import find_snapshot, latest_ties
from caseapp.circles.rules import CircleDraft, check_circle
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction


@transaction
def draw_circle(viewer: Viewer, client_id: UUID, draft: CircleDraft, key: IdempotencyKey) -> CircleSnapshot:
    """Add a map; earlier ones stay as they are. Ties keep the angle that they had on the last one."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_snapshot(viewer, key.id)
    check_circle(draft, today())
    before = latest_ties(viewer, client_id)
    snapshot = CircleSnapshot(
        id=key.id,
        client_id=client_id,
        drawn_on=draft.drawn_on,
        drawn_by=draft.drawn_by,
        recorded_by_id=viewer.id,
        created_at=now(),
    )
    snapshot.draw(draft.ties, before)
    db.session.add(snapshot)
    db.session.flush()
    record(Act.CIRCLE_DRAWN, viewer, about=snapshot, clients=[client_id])
    return snapshot


def mark_circle_in_error(viewer: Viewer, snapshot: CircleSnapshot, reason: str) -> None:
    """Strike a map out, with the reason: nothing is compared with it any more, and the next one does not begin from it.
    Its writer and whoever is in charge may do this."""
    strike_out(viewer, snapshot, snapshot.recorded_by_id, reason)
