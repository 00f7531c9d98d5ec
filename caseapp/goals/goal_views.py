"""The pages of a goal: adding, showing and editing it, and recording that it was agreed on."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.goals.actions import activate_goal, change_goal, draft_goal
from caseapp.goals.blueprint import bp
from caseapp.goals.forms import AgreementForm, NewGoalForm, goal_form, stored_goal
from caseapp.goals.goal_page import goal_details
from caseapp.goals.ladder_page import levels_of
from caseapp.goals.queries import find_goal
from caseapp.goals.steps.forms import StepTickForm
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm, EditForm
from caseapp.web.two_texts import show_two_texts


@bp.route("/clients/<uuid:client_id>/goals/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_goal(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = NewGoalForm.starting(today()).offer(offered(ListKind.DOMAINS))
    if done := form.carry_out(lambda: draft_goal(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("Goal saved as a draft."), way_back() or url_for(".show_goal", goal_id=done.result.id))
    record_reading(current_user, "new_goal", [client_id])
    return render_template("goals/new.html", client=client, form=form)


@bp.route("/goals/<uuid:goal_id>")
@requires(Capability.RECORD_WORK)
def show_goal(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    details = goal_details(current_user, goal)
    record_reading(current_user, "goal", [client.id])
    return render_template("goals/show.html", goal=goal, client=client, tick=StepTickForm(), **details)


@bp.route("/goals/<uuid:goal_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_goal(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    form = goal_form(goal.draft, goal.version, goal.is_ladder_open).offer(offered(ListKind.DOMAINS, also=goal.domain))
    if form.carry_out(
        lambda: change_goal(current_user, goal, form.draft(), form.edited_version()),
        conflict=lambda: _both_texts(goal_id, form),
    ):
        return saved(_("Goal updated."), url_for(".show_goal", goal_id=goal_id))
    return _form_page("goals/edit.html", "edit_goal", goal_id, form)


@bp.route("/goals/<uuid:goal_id>/agreement", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def agree(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    form = AgreementForm(data={"agreed_on": today(), "version": goal.version})
    if form.carry_out(
        lambda: activate_goal(current_user, goal, form.draft(), form.edited_version()),
        conflict=lambda: _changed_meanwhile(goal_id),
    ):
        sentence = _("Goal agreed. You can rate it from now on.")
        return saved(sentence, way_back() or url_for(".show_goal", goal_id=goal_id))
    return _form_page("goals/agreement.html", "agreement", goal_id, form)


def _form_page(template: str, page: str, goal_id: UUID, form: BaseForm) -> str:
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, page, [client.id])
    return render_template(template, goal=goal, client=client, form=form, levels=levels_of(goal, []))


def _both_texts(goal_id: UUID, form: EditForm) -> ResponseReturnValue:
    newest = find_goal(current_user, goal_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_goal(newest.draft), newest.version, _("Two versions of this goal"))


def _changed_meanwhile(goal_id: UUID) -> ResponseReturnValue:
    """One agrees to what one has read: where the goal has changed since, it is shown again first."""
    flash(_("The goal was changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".agree", goal_id=goal_id, back=way_back()), 303)
