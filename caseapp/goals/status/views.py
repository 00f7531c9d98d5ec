"""Pages of a goal's status and of its ladder's versions."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.goals.blueprint import bp
from caseapp.goals.forms import stored_ladder
from caseapp.goals.queries import find_goal
from caseapp.goals.rules import GoalStatus, may_move
from caseapp.goals.status.actions import mark_goal_in_error, move_goal, renew_ladder
from caseapp.goals.status.forms import GoalStatusForm, LadderForm
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm
from caseapp.web.two_texts import show_two_texts


@bp.route("/goals/<uuid:goal_id>/status", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def move(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    to = [status for status in GoalStatus if may_move(goal.status, status, goal.agreed_on is not None)]
    form = GoalStatusForm.offering(to, today(), goal.version)
    if form.carry_out(
        lambda: move_goal(current_user, goal, form.draft(), form.edited_version()),
        conflict=lambda: _changed_meanwhile(goal_id, form),
    ):
        return saved(_("Goal status updated. The reason is kept."), url_for(".show_goal", goal_id=goal_id))
    return _page("goals/status/status.html", "goal_status", goal_id, form)


@bp.route("/goals/<uuid:goal_id>/ladder", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def change_ladder(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    form = LadderForm.of(goal.draft, goal.version)
    if form.carry_out(
        lambda: renew_ladder(current_user, goal, form.draft(), form.edited_version()),
        conflict=lambda: _both_ladders(goal_id, form),
    ):
        sentence = _("The new ladder applies from today; earlier ratings stay with the old one.")
        return saved(sentence, url_for(".show_goal", goal_id=goal_id))
    return _page("goals/status/ladder.html", "goal_ladder", goal_id, form)


@bp.route("/goals/<uuid:goal_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: mark_goal_in_error(current_user, goal, form.reason.data)):
        sentence = _("Goal marked as entered in error. It no longer counts.")
        return saved(sentence, url_for(".show_goal", goal_id=goal_id))
    return _page("goals/status/error.html", "goal_error", goal_id, form)


def _changed_meanwhile(goal_id: UUID, form: GoalStatusForm) -> ResponseReturnValue:
    """The text is kept, and the next save changes what is shown."""
    form.form_errors.append(_("The goal was changed in the meantime. Check it again."))
    form.version.data = str(find_goal(current_user, goal_id).version)
    return _page("goals/status/status.html", "goal_status", goal_id, form)


def _both_ladders(goal_id: UUID, form: LadderForm) -> ResponseReturnValue:
    newest = find_goal(current_user, goal_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_ladder(newest.draft), newest.version, _("Two versions of this goal"))


def _page(template: str, page: str, goal_id: UUID, form: BaseForm) -> str:
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, page, [client.id])
    return render_template(template, goal=goal, client=client, form=form)
