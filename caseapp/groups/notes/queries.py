"""Group notes: read by whoever leads the group, and by the supervisor of the group's team."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotAllowed
from caseapp.groups.attendance.queries import MeetingWithGroup, find_meeting
from caseapp.groups.models import GroupNote, Meeting
from caseapp.groups.notes.rules import GroupNoteDraft
from caseapp.groups.queries import GroupDetails, may_write_note, visible_groups


def find_meeting_to_note(viewer: Viewer, meeting_id: UUID) -> MeetingWithGroup:
    """The meeting, where the viewer may write its note; `NotAllowed` where the viewer only sees the group."""
    found = find_meeting(viewer, meeting_id)
    if not may_write_note(viewer, found.group):
        raise NotAllowed
    return found


def note_of(viewer: Viewer, meeting_id: UUID) -> GroupNote | None:
    """The note of a meeting, where there is one that the viewer may read."""
    find_meeting_to_note(viewer, meeting_id)
    found: GroupNote | None = db.session.scalar(sa.select(GroupNote).where(GroupNote.meeting_id == meeting_id))
    return found


def draft_of_note(note: GroupNote | None) -> GroupNoteDraft:
    """What the note says; nothing where there is none."""
    return GroupNoteDraft(note.topic, note.themes, note.next) if note else GroupNoteDraft()


def topics_of(viewer: Viewer, group: GroupDetails) -> dict[UUID, str]:
    """What each noted meeting of the group was about, by meeting; nothing for whoever may not read notes."""
    if not may_write_note(viewer, group):
        return {}
    found = db.session.execute(*_topics(viewer, group.id))
    return {row.meeting_id: GroupNote.topic.open(row.id, row.topic_sealed) for row in found}


@prepared
def _topics(viewer: Viewer, group_id: UUID) -> Rows:
    return (
        sa.select(GroupNote.id, GroupNote.meeting_id, GroupNote.topic_sealed)
        .join(Meeting, Meeting.id == GroupNote.meeting_id)
        .where(Meeting.group_id == group_id, Meeting.group_id.in_(visible_groups(viewer)))
    )
