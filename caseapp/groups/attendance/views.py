"""Pages of the roll-call."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.groups.attendance.actions import call_roll, plan_meeting
from caseapp.groups.attendance.forms import MeetingForm, roll_form, start_roll
from caseapp.groups.attendance.queries import find_meeting
from caseapp.groups.attendance.roll_call_queries import called_roll, roll_to_call
from caseapp.groups.blueprint import bp
from caseapp.groups.queries import find_group_to_lead, may_call_the_roll, may_write_note
from caseapp.groups.rules import MARK_NAMES
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts


@bp.route("/meetings/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def call_the_roll(meeting_id):
    meeting, group = find_meeting(current_user, meeting_id)
    found = roll_to_call(current_user, meeting)
    form = roll_form(found, _start(meeting, found), _reasons())
    if form.validate_on_submit():
        try:
            return _call(meeting_id, group, form, form.roll(found))
        except RuleBroken as fault:
            form.refuse(fault)
    return _show_roll(meeting, group, found, form)


def _call(meeting_id, group, form, roll):
    try:
        return _called(group, call_roll(current_user, meeting_id, roll, form.edited_version()))
    except Conflict:
        return _show_two_rolls(form, roll, meeting_id)


def _show_roll(meeting, group, found, form):
    record_reading(current_user, "roll_call", [row.client_id for row in found.rows])
    return render_template(
        "groups/attendance/roll_call.html"
        if may_call_the_roll(current_user, group)
        else "groups/attendance/marks.html",
        meeting=meeting,
        group=group,
        rows=found.members,
        guests=[row for row in found.rows if not row.is_member],
        form=form,
        names=MARK_NAMES,
        may_note=may_write_note(current_user, group),
    )


def _show_two_rolls(form, roll, meeting_id):
    meeting, group = find_meeting(current_user, meeting_id)
    found = roll_to_call(current_user, meeting)
    if roll == called_roll(meeting, found.rows, found.calls):
        return _called(group, 0)
    record_reading(current_user, "two_rolls", [row.client_id for row in found.rows])
    return show_two_texts(form, _start(meeting, found), meeting.version, _("Two versions of this attendance"))


def _called(group, new):
    created = ngettext("%(num)d follow-up created.", "%(num)d follow-ups created.", new) if new else ""
    flash(f"{_('Attendance saved.')} {created}".strip(), "success")
    return redirect(url_for(".show_group", group_id=group.id), 303)


def _start(meeting, found):
    return start_roll(called_roll(meeting, found.rows, found.calls), meeting.version, found, _reasons())


def _reasons():
    return offered(ListKind.ABSENCE_REASONS)


@bp.route("/groups/<uuid:group_id>/meetings/new", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def new_meeting(group_id):
    group = find_group_to_lead(current_user, group_id)
    form = MeetingForm(held_on=today())
    if form.validate_on_submit():
        try:
            meeting_id = plan_meeting(current_user, group_id, form.held_on.data, form.idempotency_key())
            return redirect(url_for(".call_the_roll", meeting_id=meeting_id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "new_meeting", [])
    return render_template("groups/attendance/new_meeting.html", group=group, form=form)
