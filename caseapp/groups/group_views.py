"""Pages of groups: the list, a new one, one group."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.basket.rules import SOCIAL_MENTORING
from caseapp.clock import today
from caseapp.groups.actions import change_group, draft_of, open_group
from caseapp.groups.attendance.forms import meeting_form
from caseapp.groups.attendance.queries import MEETINGS, attendance_by_member, meetings_of
from caseapp.groups.attendance.sheet_queries import last_marks, runs_of
from caseapp.groups.blueprint import bp
from caseapp.groups.forms import GroupEditForm, GroupForm, stored_group
from caseapp.groups.members.queries import MemberRow, WaitRow, count_members, members_of, waiting_of
from caseapp.groups.notes.queries import topics_of
from caseapp.groups.queries import (
    GroupDetails,
    find_group,
    find_group_to_keep,
    leaders_of,
    may_keep,
    may_take_attendance,
    people_to_lead,
)
from caseapp.groups.rules import MARK_NAMES, RUN_MOST, places_left
from caseapp.groups.schedule.queries import days_of, groups_of
from caseapp.groups.words import members_with_figures
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

Choices = Sequence[tuple[str, str]]


@bp.route("/groups")
@requires(Capability.RECORD_ATTENDANCE)
def list_groups() -> ResponseReturnValue:
    groups = groups_of(current_user)
    record_reading(current_user, "groups", [])
    return render_template("groups/list.html", groups=groups, today=today())


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(Capability.MANAGE_GROUPS)
def new_group() -> ResponseReturnValue:
    form = GroupForm(starts_on=today()).offer(people_to_lead(current_user), *_lists())
    form.offer_teams(list_teams_in_charge(current_user))
    if done := form.carry_out(lambda: open_group(current_user, form.team(), form.draft(), form.idempotency_key())):
        return saved(_("The group is open. Now choose its members."), url_for(".list_members", group_id=done.result))
    return render_template("groups/form.html", form=form, heading=_("New group"), back_url=url_for(".list_groups"))


@bp.route("/groups/<uuid:group_id>/edit", methods=["GET", "POST"])
@requires(Capability.MANAGE_GROUPS)
def edit_group(group_id: UUID) -> ResponseReturnValue:
    group = find_group_to_keep(current_user, group_id)
    people, lists = people_to_lead(current_user, group_id), _lists(group.kind, group.service, group.place)
    form = GroupEditForm(**stored_group(draft_of(current_user, group), group.version)).offer(people, *lists)
    back = url_for(".show_group", group_id=group_id)
    if form.carry_out(
        lambda: change_group(current_user, group_id, form.draft(), form.edited_version()),
        conflict=lambda: _both_groups(group_id, form),
    ):
        return saved(_("Saved."), back)
    record_reading(current_user, "group_edit", [])
    return render_template("groups/form.html", form=form, heading=_("Edit group"), back_url=back)


@bp.route("/groups/<uuid:group_id>")
@requires(Capability.RECORD_ATTENDANCE)
def show_group(group_id: UUID) -> ResponseReturnValue:
    group = find_group(current_user, group_id)
    members, waiting = members_of(current_user, group_id), waiting_of(current_user, group_id)
    shown = [*(member.client_id for member in members), *(wait.client_id for wait in waiting)]
    parts = {**_meetings(group_id), **_schedule(group), **_people(group, members, waiting)}
    record_reading(current_user, "group", shown)
    return render_template("groups/show.html", group=group, **parts)


def _both_groups(group_id: UUID, form: GroupEditForm) -> ResponseReturnValue:
    newest = find_group_to_keep(current_user, group_id)
    record_reading(current_user, "group_two_texts", [])
    stored = stored_group(draft_of(current_user, newest), newest.version)
    return show_two_texts(form, stored, newest.version, _("Two versions of this group"))


def _meetings(group_id: UUID) -> dict[str, Any]:
    found = meetings_of(current_user, group_id, _before(), MEETINGS + 1)
    older = found[MEETINGS - 1].held_on.isoformat() if len(found) > MEETINGS else None
    return {"meetings": found[:MEETINGS], "older": older}


def _schedule(group: GroupDetails) -> dict[str, Any]:
    return {
        "days": days_of(current_user, group),
        "today": today(),
        "leaders": leaders_of(current_user, group.id),
        "meeting_form": meeting_form,
        "may_call": may_take_attendance(current_user, group),
        "may_keep": may_keep(current_user, group),
        "topics": topics_of(current_user, group),
        "names": MARK_NAMES,
    }


def _people(group: GroupDetails, members: Sequence[MemberRow], waiting: Sequence[WaitRow]) -> dict[str, Any]:
    taken = count_members(current_user, group.id) if group.capacity else len(members)
    marks = last_marks(current_user, group.id, date.max, RUN_MOST)
    return {
        "members": members_with_figures(
            group,
            members,
            marks,
            attendance_by_member(current_user, group.id),
            runs_of(current_user, group.id, marks),
        ),
        "waiting": waiting,
        "taken": taken,
        "left": places_left(group.capacity, taken),
    }


def _lists(kind: str = "", service: str = "", place: str = "") -> tuple[Choices, Choices, Choices]:
    services = [each for each in offered(ListKind.SERVICES, service) if each[0] != SOCIAL_MENTORING]
    return offered(ListKind.GROUP_KINDS, kind), services, offered(ListKind.PLACES, place)


def _before() -> date | None:
    try:
        return date.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
