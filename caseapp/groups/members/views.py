"""Pages of a group's members and its waiting list."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.groups.blueprint import bp
from caseapp.groups.members.actions import add_members, end_membership
from caseapp.groups.members.forms import AdmissionForm, LeavingForm, MembersForm
from caseapp.groups.members.queries import (
    MemberRow,
    WaitRow,
    clients_to_add,
    count_members,
    find_membership,
    find_wait,
    group_name_of,
    members_of,
    waiting_of,
)
from caseapp.groups.members.waiting_actions import (
    add_to_waiting_list,
    admit_from_waiting_list,
    remove_from_waiting_list,
)
from caseapp.groups.queries import GroupDetails, find_group
from caseapp.groups.rules import places_left
from caseapp.i18n import _, ngettext
from caseapp.web.answers import saved
from caseapp.web.filters import day
from caseapp.web.forms import BaseForm


@bp.route("/groups/<uuid:group_id>/members", methods=["GET", "POST"])
@requires(Capability.MANAGE_GROUPS)
def list_members(group_id: UUID) -> ResponseReturnValue:
    group = find_group(current_user, group_id)
    members, free = members_of(current_user, group_id), clients_to_add(current_user, group_id)
    waiting = waiting_of(current_user, group_id)
    form = _members_form(free, members, waiting)
    if done := form.carry_out(lambda: _add(group_id, form)):
        return saved(done.result, _members_url(group_id))
    shown = [*(member.client_id for member in members), *(wait.client_id for wait in waiting)]
    record_reading(current_user, "group_members", shown + [client_id for client_id, _name in free])
    return render_template("groups/members/list.html", form=form, **_parts(group, members, waiting))


@bp.route("/groups/<uuid:group_id>/members/<uuid:membership_id>/end", methods=["GET", "POST"])
@requires(Capability.MANAGE_GROUPS)
def end_member(group_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    group = find_group(current_user, group_id)
    client_id = find_membership(current_user, group_id, membership_id).client_id
    form = LeavingForm(data={"last_on": today()})
    if done := form.carry_out(lambda: end_membership(current_user, group_id, membership_id, form.last_on.data)):
        return saved(_left_words(form.last_on.data, done.result), _members_url(group_id))
    return _day_page("groups/members/end.html", group, client_id, form)


@bp.route("/groups/<uuid:group_id>/waiting/<uuid:wait_id>/take-in", methods=["GET", "POST"])
@requires(Capability.MANAGE_GROUPS)
def take_in_waiting(group_id: UUID, wait_id: UUID) -> ResponseReturnValue:
    group = find_group(current_user, group_id)
    client_id = find_wait(current_user, group_id, wait_id).client_id
    form = AdmissionForm(data={"starts_on": today()})
    if form.carry_out(lambda: admit_from_waiting_list(current_user, group_id, wait_id, form.starts_on.data)):
        sentence = _("Moved from the waiting list: a member from %(day)s.", day=day(form.starts_on.data))
        return saved(sentence, _members_url(group_id))
    return _day_page("groups/members/take_in.html", group, client_id, form)


@bp.route("/groups/<uuid:group_id>/waiting/<uuid:wait_id>/end", methods=["POST"])
@requires(Capability.MANAGE_GROUPS)
def end_waiting(group_id: UUID, wait_id: UUID) -> ResponseReturnValue:
    remove_from_waiting_list(current_user, group_id, wait_id)
    return saved(_("Removed from the waiting list."), _members_url(group_id))


def _left_words(last_on: date, absences: int) -> str:
    words = [_("Their last day was %(day)s.", day=day(last_on))]
    if absences:
        words.append(
            ngettext(
                "An absence at a later meeting was removed.",
                "Absences at %(num)d later meetings were removed.",
                absences,
            )
        )
    return " ".join(words)


def _day_page(template: str, group: GroupDetails, client_id: UUID, form: BaseForm) -> ResponseReturnValue:
    name = group_name_of(current_user, client_id)
    record_reading(current_user, "group_members", [client_id])
    return render_template(template, group=group, called=name, form=form)


def _parts(group: GroupDetails, members: Sequence[MemberRow], waiting: Sequence[WaitRow]) -> dict[str, Any]:
    taken = count_members(current_user, group.id)
    return {
        "group": group,
        "members": members,
        "waiting": waiting,
        "token_form": BaseForm(),
        "today": today(),
        "taken": taken,
        "left": places_left(group.capacity, taken),
        "elsewhere": taken - sum(not member.is_closed for member in members),
    }


def _members_form(
    free: Iterable[tuple[UUID, str]], members: Iterable[MemberRow], waiting: Iterable[WaitRow]
) -> MembersForm:
    form = MembersForm(starts_on=today())
    if request.method == "POST":  # whoever just joined, or began to wait, may come twice
        offered = [*free, *((member.client_id, member.name) for member in members if member.may_end)]
    else:
        waits = {wait.client_id for wait in waiting}
        offered = [(client_id, name) for client_id, name in free if client_id not in waits]
    form.clients.choices = [(str(client_id), name) for client_id, name in offered]
    return form


def _add(group_id: UUID, form: MembersForm) -> str:
    """Let the chosen clients join, or wait; what was done."""
    if form.is_for_waiting_list():
        added = add_to_waiting_list(current_user, group_id, form.draft().client_ids, form.idempotency_key())
        return str(ngettext("%(num)d client is waiting.", "%(num)d clients are waiting.", added))
    added = add_members(current_user, group_id, form.draft(), form.idempotency_key())
    return str(ngettext("%(num)d client joined.", "%(num)d clients joined.", added))


def _members_url(group_id: UUID) -> str:
    return url_for(".list_members", group_id=group_id)
