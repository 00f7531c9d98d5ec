"""Actions on supervision points."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.supervision.models import SupervisionPoint
from caseapp.supervision.points.queries import find_point
from caseapp.supervision.points.rules import check_outcome, check_point


@transaction
def add_point(viewer: Viewer, client_id: UUID, words: str, key: IdempotencyKey) -> None:
    """Keep something to discuss at the next supervision meeting."""
    ensure(viewer, Capability.SUPERVISE)
    ensure_visible(viewer, client_id, in_charge)
    if is_repeated(key, viewer.id):
        return
    check_point(words)
    point = SupervisionPoint(id=key.id, client_id=client_id, created_by_id=viewer.id, created_at=now())
    point.words = words
    db.session.add(point)
    db.session.flush()
    record(Act.POINT_ADDED, viewer, about=point, clients=[client_id])


@transaction
def close_point(viewer: Viewer, point_id: UUID, outcome: str, version: int | None) -> SupervisionPoint:
    """Mark a point as discussed, with what came out of it."""
    ensure(viewer, Capability.SUPERVISE)
    point = find_point(viewer, point_id)
    expect_version(point, version)
    check_outcome(outcome)
    if point.talked_at is not None:
        raise RuleBroken(_("This point has already been closed."))
    point.talked_at, point.outcome = now(), outcome
    record(Act.POINT_CLOSED, viewer, about=point, clients=[point.client_id])
    return point
