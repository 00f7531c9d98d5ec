"""Acts about final notes."""

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.models import Activity, Amendment
from caseapp.activities.queries import is_final_now, wrote
from caseapp.activities.rules import check_amendment
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now
from caseapp.db import Submission, act, db, is_repeated
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import _


@act
def amend(activity: Activity, words: str, reason: str, *, by: Viewer, submission: Submission) -> None:
    """Put something right beside a final note of one's own; the note itself stays as it was written."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, activity.client_id)
    if not wrote(by, activity.mentor_id, activity.client_id):
        raise NotAllowed
    if is_repeated(submission, by.id):
        return
    check_amendment(words, reason)
    if not is_final_now(activity.outcome, activity.written_at):
        raise RuleBroken(_("This note can still be edited directly."))
    amendment = Amendment(
        id=submission.id,
        activity_id=activity.id,
        client_id=activity.client_id,
        created_by_id=by.id,
        created_at=now(),
    )
    amendment.words, amendment.reason = words, reason
    db.session.add(amendment)
    db.session.flush()
    record(Act.ACTIVITY_AMENDED, by, about=amendment, clients=[activity.client_id])
