"""The page on which clients say where they are on the way to a goal: alone with the screen, or with the mentor."""

from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.goals.blueprint import bp
from caseapp.goals.ladder_page import levels_of
from caseapp.goals.own_levels.actions import say_own_level
from caseapp.goals.own_levels.forms import OwnLevelForm
from caseapp.goals.queries import find_goal


@bp.route("/goals/<uuid:goal_id>/own-level", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def rate_own(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    here = url_for("beside.list_my_goals") if g.get("with_client") else url_for(".show_goal", goal_id=goal_id)
    form = OwnLevelForm()
    if form.carry_out(lambda: say_own_level(current_user, goal, form.said(), form.idempotency_key())):
        return redirect(here, 303)
    goal = find_goal(current_user, goal_id)
    client, levels = find_client(current_user, goal.client_id), levels_of(goal, [])
    record_reading(current_user, "own_level", [client.id])
    return render_template(
        "goals/own_levels/rate.html", goal=goal, client=client, form=form, levels=levels, back_url=here
    )
