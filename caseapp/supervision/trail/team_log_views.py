"""The page that says what the viewer's team opened."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.supervision.blueprint import bp
from caseapp.supervision.trail.filter_rules import TrailFilter
from caseapp.supervision.trail.forms import TrailForm
from caseapp.supervision.trail.rules import ACT_NAMES
from caseapp.supervision.trail.team_log_queries import people_of_log, team_log
from caseapp.supervision.trail.views import entry_before, kept_filter


@bp.route("/team/access-log")
@requires(Capability.SUPERVISE)
def show_team_log() -> ResponseReturnValue:
    form = TrailForm.offering(people_of_log(current_user))
    wanted = form.draft() if form.validate() else TrailFilter()
    start = entry_before()
    page = team_log(current_user, start, wanted)
    record_reading(current_user, "team_log", {client_id for row in page.rows for client_id, _name in row.clients})
    return render_template(
        "supervision/trail/team_log.html",
        page=page,
        form=form,
        kept=kept_filter("who", "act", "first_on", "last_on"),
        act_names=ACT_NAMES,
        is_older=start is not None,
    )
