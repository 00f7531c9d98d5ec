"""The trail's page."""

from uuid import UUID

from flask import render_template, request
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.errors import NotVisible
from caseapp.supervision.blueprint import bp
from caseapp.supervision.queries import list_entries
from caseapp.supervision.rules import ACT_NAMES


@bp.route("/trail")
@requires(Capability.SEE_TRAIL)
def show_trail():
    page = list_entries(current_user, before())
    return render_template("supervision/trail.html", page=page, act_names=ACT_NAMES, is_older="before" in request.args)


def before():
    try:
        return UUID(request.args["before"]) if "before" in request.args else None
    except ValueError:
        raise NotVisible from None
