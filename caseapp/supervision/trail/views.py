"""The trail's page."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.audit import record_reading
from caseapp.supervision.blueprint import bp
from caseapp.supervision.trail.filter_rules import TrailFilter
from caseapp.supervision.trail.forms import TrailForm
from caseapp.supervision.trail.queries import (
    NAMED_MOST,
    TrailPage,
    clients_of_entries,
    list_actors,
    list_entries,
)
from caseapp.supervision.trail.rules import ACT_NAMES
from caseapp.web.addresses import id_named


@bp.route("/trail")
@requires(Capability.SEE_TRAIL)
def show_trail() -> ResponseReturnValue:
    form = TrailForm.offering(list_actors(current_user))
    wanted = form.draft(id_named("client")) if form.validate() else TrailFilter()
    page = list_entries(current_user, entry_before(), wanted)
    names = _names_on(page)
    return render_template(
        "supervision/trail/trail.html",
        page=page,
        form=form,
        kept=kept_filter("who", "act", "first_on", "last_on", "client"),
        act_names=ACT_NAMES,
        names=names,
        is_older="before" in request.args,
    )


def _names_on(page: TrailPage) -> dict[UUID, list[tuple[UUID, str]]]:
    """Who the clients of the page's entries are, for whoever answers for them; that they were named is recorded."""
    if not may(current_user, Capability.SEE_ACCESS_LOG):
        return {}
    names = clients_of_entries(current_user, [row.id for row in page.rows if row.clients <= NAMED_MOST])
    record_reading(current_user, "trail", {client_id for named in names.values() for client_id, _name in named})
    return names


def entry_before() -> UUID | None:
    """The entry with which the page before this one ended."""
    return id_named("before")


def kept_filter(*names: str) -> dict[str, str]:
    """The filter in the address, for the addresses of the older and newer entries."""
    return {name: request.args[name] for name in names if request.args.get(name)}
