"""The trail's page."""

from uuid import UUID

from flask import render_template, request
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.errors import NotVisible
from caseapp.supervision.blueprint import bp
from caseapp.supervision.trail.filter_rules import TrailWish
from caseapp.supervision.trail.forms import TrailForm
from caseapp.supervision.trail.queries import list_actors, list_entries
from caseapp.supervision.trail.rules import ACT_NAMES


@bp.route("/trail")
@requires(Capability.SEE_TRAIL)
def show_trail():
    form = TrailForm.offering(list_actors(current_user))
    wish = form.wish(_id_in("client")) if form.validate() else TrailWish()
    page = list_entries(current_user, before(), wish)
    return render_template(
        "supervision/trail/trail.html",
        page=page,
        form=form,
        kept=kept_wish("who", "act", "first_on", "last_on", "client"),
        act_names=ACT_NAMES,
        is_older="before" in request.args,
    )


def before():
    return _id_in("before")


def kept_wish(*names):
    """What the address looks for, for the addresses of other pages of the same entries."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def _id_in(name):
    try:
        return UUID(request.args[name]) if request.args.get(name) else None
    except ValueError:
        raise NotVisible from None
