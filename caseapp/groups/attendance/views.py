"""Pages for taking attendance."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.groups.attendance.actions import plan_meeting, take_attendance
from caseapp.groups.attendance.forms import AttendanceForm, MeetingForm, attendance_form, stored_form
from caseapp.groups.attendance.queries import MeetingWithGroup, find_meeting, people_at
from caseapp.groups.attendance.rules import AttendanceToRecord
from caseapp.groups.attendance.sheet_queries import find_attendance_sheet, is_stored, last_marks, stored_attendance
from caseapp.groups.blueprint import bp
from caseapp.groups.queries import GroupDetails, find_group_to_lead, may_take_attendance, may_write_note
from caseapp.groups.rules import MARK_NAMES, MeetingList
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/meetings/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def record_attendance(meeting_id: UUID) -> ResponseReturnValue:
    found = find_meeting(current_user, meeting_id)
    sheet = find_attendance_sheet(current_user, found.meeting)
    form = attendance_form(sheet, _start(found, sheet), _reasons())
    if done := form.carry_out(
        lambda: take_attendance(current_user, meeting_id, form.draft(sheet), form.edited_version()),
        conflict=lambda: _both_sheets(form, sheet, meeting_id),
    ):
        return _saved(found.group, done.result)
    may_take = may_take_attendance(current_user, found.group)
    template = "groups/attendance/sheet.html" if may_take else "groups/attendance/marks.html"
    record_reading(current_user, "attendance", sheet.named)
    return render_template(template, form=form, **_parts(found, sheet))


@bp.route("/meetings/<uuid:meeting_id>/people")
@requires(Capability.RECORD_ATTENDANCE)
def list_people_at(meeting_id: UUID) -> ResponseReturnValue:
    found, which = find_meeting(current_user, meeting_id), _list_asked_for()
    people = people_at(current_user, found.meeting, which)
    record_reading(current_user, "attendance", [person.client_id for person in people])
    parts = {"meeting": found.meeting, "group": found.group, "people": people, "which": which}
    return render_template("groups/attendance/people.html", **parts)


def _list_asked_for() -> MeetingList:
    try:
        return MeetingList(request.args.get("which", MeetingList.THERE))
    except ValueError:
        raise NotVisible from None


def _parts(found: MeetingWithGroup, sheet: AttendanceToRecord) -> dict[str, Any]:
    return {
        "meeting": found.meeting,
        "group": found.group,
        "rows": sheet.members,
        "guests": [row for row in sheet.rows if not row.is_member],
        "before": last_marks(current_user, found.meeting.group_id, found.meeting.held_on),
        "names": {mark: str(name) for mark, name in MARK_NAMES.items()},
        "may_note": may_write_note(current_user, found.group),
    }


def _both_sheets(form: AttendanceForm, sent: AttendanceToRecord, meeting_id: UUID) -> ResponseReturnValue:
    """Both versions, unless somebody else has saved the very same."""
    found = find_meeting(current_user, meeting_id)
    sheet = find_attendance_sheet(current_user, found.meeting)
    if is_stored(current_user, found.meeting, sheet.rows, form.draft(sent)):
        return _saved(found.group, 0)
    record_reading(current_user, "attendance_two_texts", sheet.named)
    return show_two_texts(form, _start(found, sheet), found.meeting.version, _("Two versions of this attendance"))


def _saved(group: GroupDetails, new_calls: int) -> ResponseReturnValue:
    created = ngettext("%(num)d follow-up created.", "%(num)d follow-ups created.", new_calls) if new_calls else ""
    return saved(" ".join(filter(None, (_("Attendance saved."), created))), url_for(".show_group", group_id=group.id))


def _start(found: MeetingWithGroup, sheet: AttendanceToRecord) -> dict[str, object]:
    draft = stored_attendance(found.meeting, sheet.rows, sheet.calls)
    return stored_form(draft, found.meeting.version, sheet, _reasons())


def _reasons() -> list[tuple[str, str]]:
    return offered(ListKind.ABSENCE_REASONS)


@bp.route("/groups/<uuid:group_id>/meetings/new", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def new_meeting(group_id: UUID) -> ResponseReturnValue:
    group = find_group_to_lead(current_user, group_id)
    form = MeetingForm(held_on=today())
    if done := form.carry_out(lambda: plan_meeting(current_user, group_id, form.held_on.data, form.idempotency_key())):
        return redirect(url_for(".record_attendance", meeting_id=done.result), 303)
    record_reading(current_user, "new_meeting", [])
    return render_template("groups/attendance/new_meeting.html", group=group, form=form)
