"""What a note raises: its next step as a follow-up, its worry as a concern, kept in step while the note is mended."""

from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import ActivityDraft
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.followups.actions import raise_concern, raise_follow_up
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.queries import rows_from
from caseapp.followups.rules import FollowUpState, Safety, Source


def keep_in_step(viewer: Viewer, activity: Activity, draft: ActivityDraft) -> None:
    """Raise what the note asks for, and bring what it raised before in line with what it says now."""
    follow_ups, concerns = rows_from(viewer, activity.id)
    _keep_follow_up(viewer, activity, draft, next((row for row in follow_ups if not row.is_in_error), None))
    _keep_concern(viewer, activity, draft, next((row for row in concerns if not row.is_in_error), None))


def _keep_follow_up(viewer: Viewer, activity: Activity, draft: ActivityDraft, raised: FollowUp | None) -> None:
    if raised is None:
        if draft.next_step:
            _raise_follow_up(viewer, activity.client_id, activity.id, draft)
    elif raised.state is not FollowUpState.OPEN:
        return
    elif not draft.next_step:
        raised.withdraw(now())
        record(Act.FOLLOW_UP_CHANGED, viewer, about=raised, clients=[raised.client_id])
    elif (raised.words, raised.due_on) != (draft.next_step, draft.next_step_on):
        raised.words, raised.due_on = draft.next_step, draft.next_step_on
        record(Act.FOLLOW_UP_CHANGED, viewer, about=raised, clients=[raised.client_id])


def _raise_follow_up(viewer: Viewer, client_id: UUID, activity_id: UUID, draft: ActivityDraft) -> None:
    raise_follow_up(
        viewer, client_id, draft.next_step, draft.next_step_on, source=Source.ACTIVITY, source_id=activity_id
    )


def _keep_concern(viewer: Viewer, activity: Activity, draft: ActivityDraft, raised: Concern | None) -> None:
    """A worry that was raised stays until a supervisor closes it, even where the note no longer says it."""
    if draft.safety is Safety.NONE:
        return
    if raised is None:
        raise_concern(
            viewer,
            activity.client_id,
            draft.safety,
            draft.note,
            happened_on=draft.held_on,
            source=Source.ACTIVITY,
            source_id=activity.id,
        )
    elif raised.closed_at is None and (raised.level, raised.words) != (draft.safety, draft.note):
        raised.level, raised.words = draft.safety, draft.note
        record(Act.CONCERN_RAISED, viewer, about=raised, clients=[raised.client_id], level=str(draft.safety))
