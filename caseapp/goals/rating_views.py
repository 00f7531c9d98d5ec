"""The pages of ratings: saying where a goal stands, and taking a rating back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.goals.actions import mark_rating_in_error, rate_goal
from caseapp.goals.forms import ErrorForm, RatingForm
from caseapp.goals.ladder_page import steps_of
from caseapp.goals.queries import find_goal, find_rating, history_of
from caseapp.i18n import _

bp = Blueprint("ratings", __name__)


@bp.route("/goals/<uuid:goal_id>/ratings/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_rating(goal_id):
    goal = find_goal(current_user, goal_id)
    form = RatingForm(data={"rated_on": today(), "client_level": ""})
    if form.validate_on_submit():
        try:
            rate_goal(current_user, goal, form.judgement(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Rating saved."), "success")
            return redirect(way_back() or url_for("goals.show_goal", goal_id=goal_id), 303)
    return _rating_page(goal_id, form)


@bp.route("/ratings/<uuid:rating_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(rating_id):
    rating = find_rating(current_user, rating_id)
    form = ErrorForm()
    if form.validate_on_submit():
        try:
            mark_rating_in_error(current_user, rating, form.reason.data)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Rating marked as entered in error. It no longer counts."), "success")
            return redirect(url_for("goals.show_goal", goal_id=rating.goal_id), 303)
    return _error_page(rating_id, form)


def _rating_page(goal_id, form):
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    steps = steps_of(goal, history_of(current_user, goal_id))
    record_reading(current_user, "new_rating", [client.id])
    return render_template("goals/rate.html", goal=goal, client=client, form=form, steps=steps)


def _error_page(rating_id, form):
    rating = find_rating(current_user, rating_id)
    goal = find_goal(current_user, rating.goal_id)
    client = find_client(current_user, rating.client_id)
    record_reading(current_user, "rating_error", [client.id])
    return render_template("goals/error.html", rating=rating, goal=goal, client=client, form=form)
