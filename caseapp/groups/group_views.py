"""Pages of groups: the list, a new one, one group."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.groups.actions import change_group, draft_of, open_group
from caseapp.groups.attendance.forms import meeting_form
from caseapp.groups.attendance.queries import MEETINGS, attendance_by_member, meetings_of
from caseapp.groups.attendance.roll_call_queries import last_marks
from caseapp.groups.blueprint import bp
from caseapp.groups.forms import GroupEditForm, GroupForm, TapForm, stored_group
from caseapp.groups.members.queries import count_members, members_of, waiting_of
from caseapp.groups.notes.queries import topics_of
from caseapp.groups.queries import (
    find_group,
    find_group_to_keep,
    leaders_of,
    may_call_the_roll,
    may_keep,
    people_to_lead,
)
from caseapp.groups.rules import MARK_NAMES, RUN_MOST, places_left
from caseapp.groups.schedule.queries import days_of, groups_of
from caseapp.groups.words import told_members
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts


@bp.route("/groups")
@requires(Capability.RECORD_ATTENDANCE)
def list_groups():
    groups = groups_of(current_user)
    record_reading(current_user, "groups", [])
    return render_template("groups/list.html", groups=groups, today=today())


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(Capability.KEEP_GROUPS)
def new_group():
    form = GroupForm(starts_on=today()).offer(people_to_lead(current_user), *_lists())
    form.offer_teams(list_teams_in_charge(current_user))
    if form.validate_on_submit():
        try:
            group_id = open_group(current_user, form.draft(), form.idempotency_key(), form.team())
            flash(_("The group is open. Now choose its members."), "success")
            return redirect(url_for(".list_members", group_id=group_id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    return render_template("groups/form.html", form=form, heading=_("New group"), back_url=url_for(".list_groups"))


@bp.route("/groups/<uuid:group_id>/edit", methods=["GET", "POST"])
@requires(Capability.KEEP_GROUPS)
def edit_group(group_id):
    group = find_group_to_keep(current_user, group_id)
    people = people_to_lead(current_user, group_id)
    form = GroupEditForm(**_stored(group)).offer(people, *_lists(group.kind, group.place))
    back = url_for(".show_group", group_id=group_id)
    if form.validate_on_submit():
        try:
            return _changed(group_id, form, back)
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "group_edit", [])
    return render_template("groups/form.html", form=form, heading=_("Edit group"), back_url=back)


@bp.route("/groups/<uuid:group_id>")
@requires(Capability.RECORD_ATTENDANCE)
def show_group(group_id):
    group = find_group(current_user, group_id)
    members, waiting = members_of(current_user, group_id), waiting_of(current_user, group_id)
    found = meetings_of(current_user, group_id, _before(), MEETINGS + 1)
    shown = [*(member.client_id for member in members), *(wait.client_id for wait in waiting)]
    record_reading(current_user, "group", shown)
    told = {**_meetings_told(found), **_told(group), **_people_told(group, members, waiting)}
    return render_template("groups/show.html", group=group, **told)


def _changed(group_id, form, back):
    try:
        change_group(current_user, group_id, form.draft(), form.edited_version())
        flash(_("Saved."), "success")
        return redirect(back, 303)
    except Conflict:
        newest = find_group_to_keep(current_user, group_id)
        record_reading(current_user, "group_two_texts", [])
        return show_two_texts(form, _stored(newest), newest.version, _("Two versions of this group"))


def _meetings_told(found):
    older = found[MEETINGS - 1].held_on.isoformat() if len(found) > MEETINGS else None
    return {"meetings": found[:MEETINGS], "older": older}


def _told(group):
    return {
        "days": days_of(current_user, group),
        "today": today(),
        "leaders": leaders_of(current_user, group.id),
        "meeting_form": meeting_form,
        "may_call": may_call_the_roll(current_user, group),
        "may_keep": may_keep(current_user, group),
        "topics": topics_of(current_user, group),
        "names": MARK_NAMES,
    }


def _people_told(group, members, waiting):
    taken = count_members(current_user, group.id) if group.capacity else len(members)
    marks = last_marks(current_user, group.id, date.max, RUN_MOST)
    return {
        "members": told_members(group, members, marks, attendance_by_member(current_user, group.id)),
        "waiting": waiting,
        "taken": taken,
        "left": places_left(group.capacity, taken),
        "tap": TapForm(),
    }


def _lists(kind="", place=""):
    return offered(ListKind.GROUP_KINDS, kind), offered(ListKind.PLACES, place)


def _stored(group):
    return stored_group(draft_of(current_user, group), group.version)


def _before():
    try:
        return date.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
