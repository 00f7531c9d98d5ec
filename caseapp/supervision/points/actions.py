"""Acts about points for supervision."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now
from caseapp.db import Submission, act, db, expect_version, is_repeated
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.supervision.models import SupervisionPoint
from caseapp.supervision.points.queries import find_point
from caseapp.supervision.points.rules import check_outcome, check_point


@act
def add_point(client_id: UUID, words: str, *, by: Viewer, submission: Submission) -> None:
    """Something to talk about in supervision."""
    ensure(by, Capability.SUPERVISE)
    ensure_visible(by, client_id, in_charge)
    if is_repeated(submission, by.id):
        return
    check_point(words)
    point = SupervisionPoint(id=submission.id, client_id=client_id, created_by_id=by.id, created_at=now())
    point.words = words
    db.session.add(point)
    db.session.flush()
    record(Act.POINT_ADDED, by, about=point, clients=[client_id])


@act
def close_point(point_id: UUID, outcome: str, version: int | None, *, by: Viewer) -> SupervisionPoint:
    """It was talked about, and what came of it."""
    ensure(by, Capability.SUPERVISE)
    point = find_point(by, point_id)
    expect_version(point, version)
    check_outcome(outcome)
    if point.talked_at is not None:
        raise RuleBroken(_("This point has already been closed."))
    point.talked_at, point.outcome = now(), outcome
    record(Act.POINT_CLOSED, by, about=point, clients=[point.client_id])
    return point
