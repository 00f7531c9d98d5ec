"""Pages of who belongs to a group, and who waits for a place."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.groups.blueprint import bp
from caseapp.groups.forms import TapForm
from caseapp.groups.members.actions import add_members, end_membership
from caseapp.groups.members.forms import MembersForm
from caseapp.groups.members.queries import clients_to_add, count_members, members_of, waiting_of
from caseapp.groups.members.waiting_actions import end_wait, let_wait, take_in
from caseapp.groups.queries import find_group
from caseapp.groups.rules import places_left
from caseapp.i18n import _, ngettext


@bp.route("/groups/<uuid:group_id>/members", methods=["GET", "POST"])
@requires(Capability.KEEP_GROUPS)
def list_members(group_id):
    group = find_group(current_user, group_id)
    members, free = members_of(current_user, group_id), clients_to_add(current_user, group_id)
    waiting = waiting_of(current_user, group_id)
    form = _members_form(free, members, waiting)
    if form.validate_on_submit():
        try:
            _add(group_id, form)
            return _back(group_id)
        except RuleBroken as fault:
            form.refuse(fault)
    return _page(group, members, waiting, free, form)


@bp.route("/groups/<uuid:group_id>/members/<uuid:membership_id>/end", methods=["POST"])
@requires(Capability.KEEP_GROUPS)
def end_member(group_id, membership_id):
    end_membership(current_user, group_id, membership_id)
    flash(_("Their membership ends today."), "success")
    return _back(group_id)


@bp.route("/groups/<uuid:group_id>/waiting/<uuid:wait_id>/take-in", methods=["POST"])
@requires(Capability.KEEP_GROUPS)
def take_in_waiting(group_id, wait_id):
    try:
        take_in(current_user, group_id, wait_id)
        flash(_("Moved from the waiting list: a member from today."), "success")
    except RuleBroken as fault:
        flash(str(fault), "warning")
    return _back(group_id)


@bp.route("/groups/<uuid:group_id>/waiting/<uuid:wait_id>/end", methods=["POST"])
@requires(Capability.KEEP_GROUPS)
def end_waiting(group_id, wait_id):
    end_wait(current_user, group_id, wait_id)
    flash(_("Removed from the waiting list."), "success")
    return _back(group_id)


def _page(group, members, waiting, free, form):
    taken = count_members(current_user, group.id)
    shown = [*(member.client_id for member in members), *(wait.client_id for wait in waiting)]
    record_reading(current_user, "group_members", shown + [client_id for client_id, _name in free])
    return render_template(
        "groups/members/list.html",
        group=group,
        members=members,
        waiting=waiting,
        form=form,
        tap=TapForm(),
        today=today(),
        taken=taken,
        left=places_left(group.capacity, taken),
        elsewhere=taken - sum(not member.is_closed for member in members),
    )


def _members_form(free, members, waiting):
    form = MembersForm(starts_on=today())
    if request.method == "POST":  # whoever just joined, or began to wait, may come twice
        offered = [*free, *((member.client_id, member.name) for member in members if member.may_end)]
    else:
        waits = {wait.client_id for wait in waiting}
        offered = [(client_id, name) for client_id, name in free if client_id not in waits]
    form.clients.choices = [(str(client_id), name) for client_id, name in offered]
    return form


def _add(group_id, form):
    if form.waits():
        added = let_wait(current_user, group_id, form.chosen(), form.idempotency_key())
        flash(ngettext("%(num)d client is waiting.", "%(num)d clients are waiting.", added), "success")
    else:
        added = add_members(current_user, group_id, form.chosen(), form.starts_on.data, form.idempotency_key())
        flash(ngettext("%(num)d client joined.", "%(num)d clients joined.", added), "success")


def _back(group_id):
    return redirect(url_for(".list_members", group_id=group_id), 303)
