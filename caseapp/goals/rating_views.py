"""The pages of ratings: adding a rating, and marking one as entered in error."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.audit import record_reading
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.goals.actions import mark_rating_in_error, rate_goal
from caseapp.goals.forms import RatingForm
from caseapp.goals.ladder_page import levels_of
from caseapp.goals.own_levels.queries import own_levels
from caseapp.goals.queries import find_goal, find_rating, history_of
from caseapp.goals.wins.queries import wins_since
from caseapp.i18n import _
from caseapp.web.answers import saved

bp = Blueprint("ratings", __name__)


@bp.route("/goals/<uuid:goal_id>/ratings/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_rating(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    said = own_levels(current_user, goal.client_id).get(goal_id)
    form = RatingForm(data={"rated_on": today(), "client_level": said.level if said else ""})
    if form.carry_out(lambda: rate_goal(current_user, goal, form.draft(), form.idempotency_key())):
        return saved(_("Rating saved."), way_back() or url_for("goals.show_goal", goal_id=goal_id))
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    history = history_of(current_user, goal_id)
    wins = wins_since(current_user, goal, next((each.rated_on for each in history if not each.is_in_error), None))
    record_reading(current_user, "new_rating", [client.id])
    levels = levels_of(goal, history)
    parts = {"goal": goal, "client": client, "form": form, "levels": levels, "wins": wins, "said": said}
    return render_template("goals/rate.html", **parts)


@bp.route("/ratings/<uuid:rating_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(rating_id: UUID) -> ResponseReturnValue:
    rating = find_rating(current_user, rating_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: mark_rating_in_error(current_user, rating, form.reason.data)):
        sentence = _("Rating marked as entered in error. It no longer counts.")
        return saved(sentence, url_for("goals.show_goal", goal_id=rating.goal_id))
    rating = find_rating(current_user, rating_id)
    goal = find_goal(current_user, rating.goal_id)
    client = find_client(current_user, rating.client_id)
    record_reading(current_user, "rating_error", [client.id])
    return render_template("goals/error.html", rating=rating, goal=goal, client=client, form=form)
