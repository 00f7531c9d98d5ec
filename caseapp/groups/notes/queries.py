"""Every SELECT about group notes: whoever leads the group reads them, and the supervisor whose team keeps it."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.db import db
from caseapp.errors import NotAllowed
from caseapp.groups.attendance.queries import MeetingFound, find_meeting
from caseapp.groups.models import GroupNote, Meeting
from caseapp.groups.queries import GroupTold, may_write_note, visible_groups


class NoteSaid(NamedTuple):
    """What a group note says."""

    topic: str = ""
    themes: str = ""
    next: str = ""


def find_meeting_to_note(viewer: Viewer, meeting_id: UUID) -> MeetingFound:
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


def said(note: GroupNote | None) -> NoteSaid:
    """What the note says; nothing where there is none."""
    return NoteSaid(note.topic, note.themes, note.next) if note else NoteSaid()


def topics_of(viewer: Viewer, group: GroupTold) -> dict[UUID, str]:
    """What each noted meeting of the group was about, by meeting; nothing for whoever may not read notes."""
    if not may_write_note(viewer, group):
        return {}
    found = (
        sa.select(GroupNote.id, GroupNote.meeting_id, GroupNote.topic_sealed)
        .join(Meeting, Meeting.id == GroupNote.meeting_id)
        .where(Meeting.group_id == group.id, Meeting.group_id.in_(visible_groups(viewer)))
    )
    return {meeting_id: GroupNote.topic.open(id_, topic) for id_, meeting_id, topic in db.session.execute(found)}
