"""Acts about final notes."""

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.models import Activity, Amendment
from caseapp.activities.queries import is_final_now, wrote
from caseapp.activities.rules import check_amendment
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import _


@transaction
def amend(viewer: Viewer, activity: Activity, words: str, reason: str, key: IdempotencyKey) -> None:
    """Put something right beside a final note of one's own; the note itself stays as it was written."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, activity.client_id)
    if not wrote(viewer, activity.mentor_id, activity.client_id):
        raise NotAllowed
    if is_repeated(key, viewer.id):
        return
    check_amendment(words, reason)
    if not is_final_now(activity.outcome, activity.written_at):
        raise RuleBroken(_("This note can still be edited directly."))
    amendment = Amendment(
        id=key.id,
        activity_id=activity.id,
        client_id=activity.client_id,
        created_by_id=viewer.id,
        created_at=now(),
    )
    amendment.words, amendment.reason = words, reason
    db.session.add(amendment)
    db.session.flush()
    record(Act.ACTIVITY_AMENDED, viewer, about=amendment, clients=[activity.client_id])
