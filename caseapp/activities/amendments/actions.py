"""Actions on final notes."""

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.models import Activity, Amendment
from caseapp.activities.queries import is_final_now
from caseapp.activities.rules import AmendmentDraft, check_amendment
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, is_own_or_in_charge
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import _


@transaction
def amend(viewer: Viewer, activity: Activity, draft: AmendmentDraft, key: IdempotencyKey) -> None:
    """Add a correction beside a final note; the note itself stays as it was written."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, activity.client_id)
    if not is_own_or_in_charge(viewer, activity.mentor_id, activity.client_id):
        raise NotAllowed
    if is_repeated(key, viewer.id):
        return
    check_amendment(draft)
    if not is_final_now(activity.outcome, activity.written_at):
        raise RuleBroken(_("This note can still be edited directly."))
    amendment = Amendment(
        id=key.id,
        activity_id=activity.id,
        client_id=activity.client_id,
        created_by_id=viewer.id,
        created_at=now(),
    )
    amendment.words, amendment.reason = draft.words, draft.reason
    db.session.add(amendment)
    db.session.flush()
    record(Act.ACTIVITY_AMENDED, viewer, about=amendment, clients=[activity.client_id])
