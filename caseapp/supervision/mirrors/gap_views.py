"""The page of goals that mentor and client rate."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import NotVisible
from caseapp.progress.page import FilterLink
from caseapp.supervision.blueprint import bp
from caseapp.supervision.mirrors.gap_queries import gap_page
from caseapp.supervision.mirrors.gap_rules import GAP_NAMES, GapList

MOST = 1_000


@bp.route("/two-ratings")
@requires(Capability.SEE_CLIENTS)
def show_rating_gaps() -> ResponseReturnValue:
    chosen, number = _asked()
    page = gap_page(current_user, chosen, number)
    lists = [FilterLink(str(GAP_NAMES[each]), f"?list={each}", each is chosen, page.counts[each]) for each in GapList]
    record_reading(current_user, "rating_gaps", {goal.client_id for goal in page.goals})
    return render_template("supervision/mirrors/gaps.html", lists=lists, chosen=chosen, page=page, number=number)


def _asked() -> tuple[GapList, int]:
    try:
        return GapList(request.args.get("list", GapList.DIFFERENT)), min(
            max(int(request.args.get("page", "1")), 1), MOST
        )
    except ValueError:
        raise NotVisible from None
