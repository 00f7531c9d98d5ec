"""Pages of a group note, and of a concern that comes out of a meeting."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import NotAllowed
from caseapp.followups.rules import EMERGENCY_NUMBERS
from caseapp.groups.attendance.follow_up_actions import raise_group_concern
from caseapp.groups.attendance.queries import find_meeting, find_meeting_row
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.blueprint import bp
from caseapp.groups.notes.actions import save_group_note
from caseapp.groups.notes.forms import GroupConcernForm, GroupNoteForm
from caseapp.groups.notes.queries import draft_of_note, find_meeting_to_note, note_of
from caseapp.groups.queries import may_take_attendance
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/meetings/<uuid:meeting_id>/note", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def note_meeting(meeting_id: UUID) -> ResponseReturnValue:
    meeting, group = find_meeting_to_note(current_user, meeting_id)
    form = GroupNoteForm(**_stored(meeting_id))
    if form.carry_out(
        lambda: save_group_note(current_user, meeting_id, form.draft(), form.edited_version()),
        conflict=lambda: _both_notes(meeting_id, form),
    ):
        return saved(_("Saved."), url_for(".show_group", group_id=group.id))
    counts = find_meeting_row(current_user, meeting)
    record_reading(current_user, "group_note", [])
    return render_template("groups/notes/note.html", meeting=meeting, group=group, counts=counts, form=form)


@bp.route("/meetings/<uuid:meeting_id>/concern", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def new_concern(meeting_id: UUID) -> ResponseReturnValue:
    meeting, group = find_meeting(current_user, meeting_id)
    if not may_take_attendance(current_user, group):
        raise NotAllowed
    people = [(row.client_id, row.name) for row in attendance_rows_of(current_user, meeting)]
    form = GroupConcernForm().offer(people)
    if form.carry_out(lambda: raise_group_concern(current_user, meeting_id, form.draft(), form.idempotency_key())):
        return saved(_("The supervisor will see it."), url_for(".record_attendance", meeting_id=meeting_id))
    record_reading(current_user, "group_concern", [client_id for client_id, _name in people])
    return render_template(
        "groups/notes/concern.html", meeting=meeting, group=group, form=form, numbers=EMERGENCY_NUMBERS
    )


def _both_notes(meeting_id: UUID, form: GroupNoteForm) -> ResponseReturnValue:
    stored = _stored(meeting_id)
    record_reading(current_user, "group_note_two_texts", [])
    return show_two_texts(form, stored, stored["version"], _("Two versions of this group note"))


def _stored(meeting_id: UUID) -> dict[str, Any]:
    note = note_of(current_user, meeting_id)
    return {"version": note.version if note else 0, **vars(draft_of_note(note))}
