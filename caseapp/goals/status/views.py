"""Pages of the life of a goal: its status, its ladder's versions, that it was entered in error."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.goals.blueprint import bp
from caseapp.goals.forms import ErrorForm
from caseapp.goals.queries import find_goal
from caseapp.goals.rules import GoalStatus, may_move
from caseapp.goals.status.actions import mark_goal_in_error, move_goal, renew_ladder
from caseapp.goals.status.forms import LadderForm, MoveForm, stored_ladder
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts


@bp.route("/goals/<uuid:goal_id>/status", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def move(goal_id):
    goal = find_goal(current_user, goal_id)
    to = [status for status in GoalStatus if may_move(goal.status, status, goal.agreed_on is not None)]
    form = MoveForm.offering(goal, to, today())
    if form.validate_on_submit():
        try:
            said = form.chosen(), form.on.data, form.reason.data
            move_goal(current_user, goal, *said, form.edited_version())
        except (RuleBroken, Conflict) as fault:
            _refuse(form, fault)
        else:
            flash(_("Goal status updated. The reason is kept."), "success")
            return redirect(url_for(".show_goal", goal_id=goal_id), 303)
    return _page("goals/status/status.html", "goal_status", goal_id, form)


@bp.route("/goals/<uuid:goal_id>/ladder", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def change_ladder(goal_id):
    goal = find_goal(current_user, goal_id)
    form = LadderForm.of(goal)
    if form.validate_on_submit():
        try:
            said = form.ladder(), int(form.baseline.data), form.reason.data
            renew_ladder(current_user, goal, *said, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_ladders(goal_id, form)
        else:
            flash(_("The new ladder applies from today; earlier ratings stay with the old one."), "success")
            return redirect(url_for(".show_goal", goal_id=goal_id), 303)
    return _page("goals/status/ladder.html", "goal_ladder", goal_id, form)


@bp.route("/goals/<uuid:goal_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(goal_id):
    goal = find_goal(current_user, goal_id)
    form = ErrorForm()
    if form.validate_on_submit():
        try:
            mark_goal_in_error(current_user, goal, form.reason.data)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Goal marked as entered in error. It no longer counts."), "success")
            return redirect(url_for(".show_goal", goal_id=goal_id), 303)
    return _page("goals/status/error.html", "goal_error", goal_id, form)


def _refuse(form, fault):
    """A goal that changed meanwhile is read anew: the text is kept, and the next save is on what is shown."""
    if isinstance(fault, Conflict):
        form.form_errors.append(_("The goal was changed in the meantime. Check it again."))
        form.version.data = str(fault.row.version) if getattr(fault, "row", None) else form.version.data
    else:
        form.refuse(fault)


def _both_ladders(goal_id, form):
    newest = find_goal(current_user, goal_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_ladder(newest), newest.version, _("Two versions of this goal"))


def _page(template, page, goal_id, form):
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, page, [client.id])
    return render_template(template, goal=goal, client=client, form=form)
