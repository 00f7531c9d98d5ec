"""What attendance leads to: a call to whoever was absent, updated when the attendance is corrected; a concern."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, is_repeated, transaction
from caseapp.errors import NotAllowed, NotVisible
from caseapp.followups.actions import raise_concern, raise_follow_up
from caseapp.followups.models import FollowUp
from caseapp.followups.rules import ConcernDraft, FollowUpDraft, FollowUpSource, FollowUpState
from caseapp.groups.attendance.queries import find_meeting
from caseapp.groups.attendance.rules import GroupConcernDraft
from caseapp.groups.attendance.sheet_queries import attendance_rows_of, calls_raised_by, owners_for
from caseapp.groups.models import Meeting
from caseapp.groups.queries import GroupDetails, may_take_attendance
from caseapp.i18n import _


def update_calls(viewer: Viewer, meeting: Meeting, group: GroupDetails, calls: Mapping[UUID, date | None]) -> int:
    """Add the calls that are wanted, and update those added before; returns how many are new."""
    raised, owners = calls_raised_by(viewer, meeting), owners_for(viewer, meeting, calls)
    new = set(calls) - set(raised)
    for client_id in sorted(new):
        raise_follow_up(
            viewer,
            client_id,
            FollowUpDraft(_("Call to see how they are: missed %(group)s", group=group.name), calls[client_id]),
            owner_id=owners.get(client_id),
            source=FollowUpSource.MEETING,
            source_id=meeting.id,
        )
    for client_id, follow_up in raised.items():
        _keep(viewer, follow_up, calls, client_id)
    return len(new)


@transaction
def raise_group_concern(viewer: Viewer, meeting_id: UUID, draft: GroupConcernDraft, key: IdempotencyKey) -> None:
    """Tell the supervisor of a concern about somebody at the meeting, once however often it is sent."""
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    meeting, group = find_meeting(viewer, meeting_id)
    if not may_take_attendance(viewer, group):
        raise NotAllowed
    if draft.client_id not in {row.client_id for row in attendance_rows_of(viewer, meeting)}:
        raise NotVisible
    if is_repeated(key, viewer.id):
        return
    concern = ConcernDraft(draft.level, draft.words, meeting.held_on)
    raise_concern(viewer, draft.client_id, concern, source=FollowUpSource.MEETING, source_id=meeting.id)


def _keep(viewer: Viewer, follow_up: FollowUp, calls: Mapping[UUID, date | None], client_id: UUID) -> None:
    if follow_up.state is not FollowUpState.OPEN:
        return
    if client_id not in calls:
        follow_up.withdraw(now())
    elif follow_up.due_on != calls[client_id]:
        follow_up.due_on = calls[client_id]
    else:
        return
    record(Act.FOLLOW_UP_CHANGED, viewer, about=follow_up, clients=[client_id])
