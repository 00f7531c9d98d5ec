"""The page of goals that mentor and client rate."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import NotVisible
from caseapp.progress.page import FilterLink
from caseapp.supervision.blueprint import bp
from caseapp.supervision.mirrors.gap_queries import rated_goals
from caseapp.supervision.mirrors.gap_rules import GAP_NAMES, GapList


@bp.route("/two-ratings")
@requires(Capability.SEE_CLIENTS)
def show_rating_gaps() -> ResponseReturnValue:
    chosen = _asked()
    goals = rated_goals(current_user)
    lists = [FilterLink(str(GAP_NAMES[each]), f"?list={each}", each is chosen, len(goals[each])) for each in GapList]
    record_reading(current_user, "rating_gaps", {goal.client_id for goal in goals[chosen]})
    return render_template("supervision/mirrors/gaps.html", lists=lists, chosen=chosen, goals=goals[chosen])


def _asked() -> GapList:
    try:
        return GapList(request.args.get("list", GapList.DIFFERENT))
    except ValueError:
        raise NotVisible from None
