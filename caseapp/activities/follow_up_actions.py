"""What a note raises: its next step as a follow-up, its safety concern as a concern; both follow the note's edits."""

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import ActivityDraft
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.followups.actions import raise_concern, raise_follow_up
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.queries import raised_by
from caseapp.followups.rules import ConcernDraft, FollowUpDraft, FollowUpSource, FollowUpState, Safety


def update_raised(viewer: Viewer, activity: Activity, draft: ActivityDraft) -> None:
    """Raise what the note asks for, and update what it raised before."""
    follow_ups, concerns = raised_by(viewer, activity.id)
    _update_follow_up(viewer, activity, draft, next((row for row in follow_ups if not row.is_in_error), None))
    _update_concern(viewer, activity, draft, next((row for row in concerns if not row.is_in_error), None))


def raise_new(viewer: Viewer, activity: Activity, draft: ActivityDraft) -> None:
    """Raise what a note asks for that has just been made: nothing can have been raised by it before."""
    _update_follow_up(viewer, activity, draft, None)
    _update_concern(viewer, activity, draft, None)


def _update_follow_up(viewer: Viewer, activity: Activity, draft: ActivityDraft, raised: FollowUp | None) -> None:
    if raised is None:
        if draft.next_step:
            step = FollowUpDraft(draft.next_step, draft.next_step_on)
            raise_follow_up(viewer, activity.client_id, step, source=FollowUpSource.ACTIVITY, source_id=activity.id)
    elif raised.state is not FollowUpState.OPEN:
        return
    elif not draft.next_step:
        raised.withdraw(now())
        record(Act.FOLLOW_UP_CHANGED, viewer, about=raised, clients=[raised.client_id])
    elif (raised.words, raised.due_on) != (draft.next_step, draft.next_step_on):
        raised.words, raised.due_on = draft.next_step, draft.next_step_on
        record(Act.FOLLOW_UP_CHANGED, viewer, about=raised, clients=[raised.client_id])


def _update_concern(viewer: Viewer, activity: Activity, draft: ActivityDraft, raised: Concern | None) -> None:
    """A concern stays until a supervisor closes it, even where the note no longer states it."""
    if draft.safety is Safety.NONE:
        return
    if raised is None:
        concern = ConcernDraft(draft.safety, draft.note, draft.held_on)
        raise_concern(viewer, activity.client_id, concern, source=FollowUpSource.ACTIVITY, source_id=activity.id)
    elif raised.closed_at is None and (raised.level, raised.words) != (draft.safety, draft.note):
        raised.level, raised.words = draft.safety, draft.note
        record(Act.CONCERN_RAISED, viewer, about=raised, clients=[raised.client_id], level=str(draft.safety))
