"""The page of goals that mentor and client rate differently."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.supervision.blueprint import bp
from caseapp.supervision.mirrors.gap_queries import rating_gaps


@bp.route("/two-ratings")
@requires(Capability.SEE_CLIENTS)
def show_rating_gaps() -> ResponseReturnValue:
    gaps = rating_gaps(current_user)
    record_reading(current_user, "rating_gaps", {goal.client_id for goal in gaps.all})
    return render_template("supervision/mirrors/gaps.html", gaps=gaps)
