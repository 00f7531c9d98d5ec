"""Pages of groups: the list, one group, its members, its meetings and the roll-call."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import teams_in_charge
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.groups.actions import add_members, change_group, draft_of, end_membership, open_group
from caseapp.groups.attendance_actions import call_roll, plan_meeting
from caseapp.groups.attendance_queries import MEETINGS, attendance_by_member, find_meeting, meeting_on, meetings_of
from caseapp.groups.forms import EndForm, GroupEditForm, GroupForm, MeetingForm, MembersForm, roll_form, start_roll
from caseapp.groups.queries import (
    clients_to_add,
    find_group,
    find_group_to_keep,
    find_group_to_lead,
    groups_of,
    leaders_of,
    may_call_the_roll,
    may_keep,
    members_of,
    people_to_lead,
)
from caseapp.groups.roll_queries import called_roll, last_marks, roll_of
from caseapp.groups.rules import MARK_NAMES, next_meeting_on, percentage
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("groups", __name__)


@bp.route("/groups")
@requires(Capability.RECORD_ATTENDANCE)
def list_groups():
    groups = groups_of(current_user)
    record_reading(current_user, "groups", [])
    return render_template("groups/list.html", groups=groups)


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(Capability.KEEP_GROUPS)
def new_group():
    form = GroupForm().offer(people_to_lead(current_user)).offer_teams(teams_in_charge(current_user))
    if form.validate_on_submit():
        group_id = open_group(current_user, form.draft(), form.submission(), form.team())
        flash(_("The group is open. Now choose who belongs to it."), "success")
        return redirect(url_for(".list_members", group_id=group_id), 303)
    return render_template("groups/form.html", form=form, heading=_("A new group"), back_url=url_for(".list_groups"))


@bp.route("/groups/<uuid:group_id>/edit", methods=["GET", "POST"])
@requires(Capability.KEEP_GROUPS)
def edit_group(group_id):
    group = find_group_to_keep(current_user, group_id)
    form = GroupEditForm(**_stored(group)).offer(people_to_lead(current_user, group_id))
    back = url_for(".show_group", group_id=group_id)
    if form.validate_on_submit():
        try:
            change_group(current_user, group_id, form.draft(), form.edited_version())
            flash(_("Saved."), "success")
            return redirect(back, 303)
        except Conflict:
            newest = find_group_to_keep(current_user, group_id)
            record_reading(current_user, "group_two_texts", [])
            return show_two_texts(form, _stored(newest), newest.version, _("Two texts of one group"))
    record_reading(current_user, "group_edit", [])
    return render_template("groups/form.html", form=form, heading=_("Change the group"), back_url=back)


@bp.route("/groups/<uuid:group_id>")
@requires(Capability.RECORD_ATTENDANCE)
def show_group(group_id):
    group = find_group(current_user, group_id)
    members = members_of(current_user, group_id)
    found = meetings_of(current_user, group_id, _before(), MEETINGS + 1)
    record_reading(current_user, "group", [member.client_id for member in members])
    return render_template("groups/show.html", group=group, members=members, **_meetings_told(found), **_told(group))


def _meetings_told(found):
    older = found[MEETINGS - 1].held_on.isoformat() if len(found) > MEETINGS else None
    return {"meetings": found[:MEETINGS], "older": older}


def _told(group):
    met_today = meeting_on(current_user, group.id, today()) is not None
    return {
        "marks": last_marks(current_user, group.id, date.max),
        "attended": attendance_by_member(current_user, group.id),
        "percentage": percentage,
        "names": MARK_NAMES,
        "leaders": [name for _user_id, name in leaders_of(current_user, group.id)],
        "next_on": next_meeting_on(group.weekday, today(), met_today),
        "form": MeetingForm(held_on=today()) if may_call_the_roll(current_user, group) else None,
        "may_keep": may_keep(current_user, group),
    }


@bp.route("/groups/<uuid:group_id>/members", methods=["GET", "POST"])
@requires(Capability.KEEP_GROUPS)
def list_members(group_id):
    group = find_group(current_user, group_id)
    members, free = members_of(current_user, group_id), clients_to_add(current_user, group_id)
    form = _members_form(free, members)
    if form.validate_on_submit():
        try:
            _add(group_id, form)
            return redirect(url_for(".list_members", group_id=group_id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    shown = [member.client_id for member in members] + [client_id for client_id, _name in free]
    record_reading(current_user, "group_members", shown)
    return render_template(
        "groups/members.html", group=group, members=members, form=form, free=free, end_form=EndForm(), today=today()
    )


def _members_form(free, members):
    form = MembersForm(starts_on=today())
    offered = [*free, *_joined(members)] if request.method == "POST" else free  # whoever just joined may come twice
    form.clients.choices = [(str(client_id), name) for client_id, name in offered]
    return form


@bp.route("/groups/<uuid:group_id>/members/<uuid:membership_id>/end", methods=["POST"])
@requires(Capability.KEEP_GROUPS)
def end_member(group_id, membership_id):
    end_membership(current_user, group_id, membership_id)
    flash(_("The membership ends today."), "success")
    return redirect(url_for(".list_members", group_id=group_id), 303)


@bp.route("/groups/<uuid:group_id>/meetings/new", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def new_meeting(group_id):
    group = find_group_to_lead(current_user, group_id)
    form = MeetingForm(held_on=today())
    if form.validate_on_submit():
        try:
            meeting_id = plan_meeting(current_user, group_id, form.held_on.data, form.submission())
            return redirect(url_for(".call_the_roll", meeting_id=meeting_id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "new_meeting", [])
    return render_template("groups/new_meeting.html", group=group, form=form)


@bp.route("/meetings/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def call_the_roll(meeting_id):
    meeting, group = find_meeting(current_user, meeting_id)
    rows = roll_of(current_user, meeting)
    start = _start(meeting, rows)
    form = roll_form([(row.client_id, row.name) for row in rows], start, _reasons())
    if form.validate_on_submit():
        roll = form.roll(row.client_id for row in rows)
        try:
            call_roll(current_user, meeting_id, roll, form.edited_version())
            return _called(group)
        except Conflict:
            return _show_two_rolls(form, roll, meeting_id)
    return _show_roll(meeting, group, rows, form)


def _show_roll(meeting, group, rows, form):
    record_reading(current_user, "roll_call", [row.client_id for row in rows])
    shown = "groups/attendance.html" if may_call_the_roll(current_user, group) else "groups/marks.html"
    return render_template(shown, meeting=meeting, group=group, rows=rows, form=form, names=MARK_NAMES)


def _show_two_rolls(form, roll, meeting_id):
    meeting, group = find_meeting(current_user, meeting_id)
    rows = roll_of(current_user, meeting)
    if roll == called_roll(meeting, rows):
        return _called(group)
    record_reading(current_user, "two_rolls", [row.client_id for row in rows])
    return show_two_texts(form, _start(meeting, rows), meeting.version, _("Two roll-calls of one meeting"))


def _called(group):
    flash(_("Attendance saved."), "success")
    return redirect(url_for(".show_group", group_id=group.id), 303)


def _start(meeting, rows):
    return start_roll(called_roll(meeting, rows), meeting.version, [row.client_id for row in rows], _reasons())


def _reasons():
    return offered(ListKind.ABSENCE_REASONS)


def _add(group_id, form):
    added = add_members(current_user, group_id, form.chosen(), form.starts_on.data, form.submission())
    flash(ngettext("%(num)d client joined.", "%(num)d clients joined.", added), "success")


def _joined(members):
    return [(member.client_id, member.name) for member in members if member.is_own]


def _stored(group):
    draft = draft_of(current_user, group)
    return {
        "version": group.version,
        "name": draft.name,
        "weekday": "" if draft.weekday is None else str(draft.weekday),
        "starts_at": draft.starts_at,
        "minutes": draft.minutes,
        "leaders": [str(user_id) for user_id in draft.facilitators],
    }


def _before():
    try:
        return date.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
