"""The pages of a meeting with a shape, and of what was said in earlier ones."""

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.areas.actions import end_area, keep_talk
from caseapp.areas.forms import AreaEndForm, AreaTalkForm
from caseapp.areas.page import last_levels, told_talks
from caseapp.areas.queries import find_area, list_areas, list_talks
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.i18n import _
from caseapp.web.answers import saved

bp = Blueprint("areas", __name__)


@bp.route("/clients/<uuid:client_id>/areas")
@requires(Capability.RECORD_WORK)
def show_areas(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    areas, talks = list_areas(current_user, client_id), list_talks(current_user, client_id)
    record_reading(current_user, "areas", [client_id])
    parts = {"areas": areas, "told": told_talks(areas, talks), "last": last_levels(talks), "form": AreaEndForm()}
    return render_template("areas/show.html", client=client, **parts)


@bp.route("/clients/<uuid:client_id>/areas/talk", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def new_talk(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    areas = [area for area in list_areas(current_user, client_id) if area.ended_on is None]
    form = AreaTalkForm.of(areas)
    if form.carry_out(lambda: keep_talk(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("Kept. What was agreed stands in the tasks."), url_for(".show_areas", client_id=client_id))
    record_reading(current_user, "areas", [client_id])
    there = url_for("beside.show_mine") if g.get("with_client") else url_for(".show_areas", client_id=client_id)
    talks = list_talks(current_user, client_id)
    parts = {"last": last_levels(talks), "agreed": talks[0].agreed if talks else "", "skip_url": there}
    return render_template("areas/talk.html", client=client, areas=areas, form=form, **parts)


@bp.route("/areas/<uuid:area_id>/end", methods=["POST"])
@requires(Capability.RECORD_WORK)
def end(area_id: UUID) -> ResponseReturnValue:
    there = url_for(".show_areas", client_id=find_area(current_user, area_id).client_id)
    if AreaEndForm().carry_out(lambda: end_area(current_user, area_id)):
        return saved(_("It will not be asked about any more. What was said stays."), there)
    return redirect(there, 303)
