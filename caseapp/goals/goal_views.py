"""The pages of a goal: writing it down, agreeing on it, rating it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.goals.actions import activate_goal, agree_goal, change_goal
from caseapp.goals.blueprint import bp
from caseapp.goals.chime_rules import CHIME_NAMES, Chime
from caseapp.goals.forms import AgreementForm, NewGoalForm, goal_form, stored_words
from caseapp.goals.ladder_page import steps_of
from caseapp.goals.queries import find_goal, history_of
from caseapp.goals.rules import AGREED_NAMES, BARRIER_NAMES, Barrier, is_ladder_open
from caseapp.goals.status.queries import changes_of, former_ladders
from caseapp.goals.steps.forms import StepForm, TickForm
from caseapp.goals.steps.queries import steps_towards
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts


@bp.route("/clients/<uuid:client_id>/goals/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_goal(client_id):
    client = find_client(current_user, client_id)
    form = NewGoalForm.beginning(today()).offer(offered(ListKind.DOMAINS))
    if form.validate_on_submit():
        try:
            goal = agree_goal(current_user, client_id, form.whole(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Goal saved as a draft."), "success")
            return redirect(way_back() or url_for(".show_goal", goal_id=goal.id), 303)
    record_reading(current_user, "new_goal", [client_id])
    return render_template("goals/new.html", client=client, form=form)


@bp.route("/goals/<uuid:goal_id>")
@requires(Capability.RECORD_WORK)
def show_goal(goal_id):
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    ratings = history_of(current_user, goal_id)
    record_reading(current_user, "goal", [client.id])
    return render_template("goals/show.html", client=client, ratings=ratings, **_life_of(goal, ratings))


def _life_of(goal, ratings):
    goal_id = goal.id
    return {
        "goal": goal,
        "steps": steps_of(goal, [rating for rating in ratings if rating.ladder_number == goal.ladder_number]),
        "tasks": steps_towards(current_user, goal_id),
        "changes": changes_of(current_user, goal_id),
        "ladders": former_ladders(current_user, goal_id) if goal.ladder_number > 1 else [],
        "barriers": [str(BARRIER_NAMES[Barrier(code)]) for code in goal.barriers.split()],
        "chime": [str(CHIME_NAMES[Chime(code)]) for code in goal.chime.split()],
        "agreed_how": AGREED_NAMES[goal.agreed_how] if goal.agreed_how else None,
        "tick": TickForm(),
        "step_form": StepForm(),
    }


@bp.route("/goals/<uuid:goal_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_goal(goal_id):
    goal = find_goal(current_user, goal_id)
    form = goal_form(goal, is_ladder_open(goal.status)).offer(offered(ListKind.DOMAINS, also=goal.domain))
    if form.validate_on_submit():
        try:
            change_goal(current_user, goal, form.changed(), form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_texts(goal_id, form, stored_words)
        else:
            flash(_("Goal updated."), "success")
            return redirect(url_for(".show_goal", goal_id=goal_id), 303)
    return _form_page("goals/edit.html", "edit_goal", goal_id, form)


@bp.route("/goals/<uuid:goal_id>/agreement", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def agree(goal_id):
    goal = find_goal(current_user, goal_id)
    form = AgreementForm(data={"agreed_on": today(), "version": goal.version})
    if form.validate_on_submit():
        try:
            activate_goal(current_user, goal, form.agreed_on.data, form.edited_version(), how=form.how())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _changed_meanwhile(goal_id)
        else:
            flash(_("Goal agreed. You can rate it from now on."), "success")
            return redirect(way_back() or url_for(".show_goal", goal_id=goal_id), 303)
    return _form_page("goals/agreement.html", "agreement", goal_id, form)


def _form_page(template, page, goal_id, form):
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, page, [client.id])
    return render_template(template, goal=goal, client=client, form=form, steps=steps_of(goal, []))


def _both_texts(goal_id, form, stored):
    newest = find_goal(current_user, goal_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored(newest), newest.version, _("Two versions of this goal"))


def _changed_meanwhile(goal_id):
    """An agreement is on what was read: where the goal changed since, it is read anew before it is agreed on."""
    flash(_("The goal was changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".agree", goal_id=goal_id, back=way_back()), 303)
