"""Writing group notes."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import db, expect_version, transaction
from caseapp.groups.models import GroupNote, Meeting
from caseapp.groups.notes.queries import draft_of_note, find_meeting_to_note, note_of
from caseapp.groups.notes.rules import GroupNoteDraft
from caseapp.groups.rules import check_not_ahead


@transaction
def save_group_note(viewer: Viewer, meeting_id: UUID, draft: GroupNoteDraft, version: int | None) -> None:
    """Save the note of a meeting; `Conflict` if somebody else has changed it. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_ATTENDANCE)
    meeting, _group = find_meeting_to_note(viewer, meeting_id)
    db.session.get(Meeting, meeting_id, with_for_update=True)
    check_not_ahead(meeting.held_on, today())
    note = note_of(viewer, meeting_id)
    if draft == draft_of_note(note):
        return
    if note is None:
        note = GroupNote(meeting_id=meeting_id)
        db.session.add(note)
    else:
        expect_version(note, version)
    note.topic, note.themes, note.next = draft.topic, draft.themes, draft.next
    note.written_by_id, note.written_at = viewer.id, now()
    db.session.flush()
    record(Act.GROUP_NOTE_WRITTEN, viewer, about=note)
