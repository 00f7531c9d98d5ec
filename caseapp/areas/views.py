"""The pages of a meeting with a shape, and of what was said in earlier ones."""

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.areas.actions import end_area, keep_talk
from caseapp.areas.forms import AreaEndForm, AreaTalkForm
from caseapp.areas.page import last_levels, told_talks, valid
from caseapp.areas.queries import find_area, find_talk, list_areas, list_talks
from caseapp.audit import record_reading
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.corrections.forms import StrikeOutForm
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
    agreed = next((talk.agreed for talk in valid(talks)), "")
    parts = {"last": last_levels(talks), "agreed": agreed, "skip_url": there}
    return render_template("areas/talk.html", client=client, areas=areas, form=form, **parts)


@bp.route("/areas/talks/<uuid:talk_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(talk_id: UUID) -> ResponseReturnValue:
    talk = find_talk(current_user, talk_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: strike_out(current_user, talk, talk.by_id, form.reason.data)):
        sentence = _("Talk marked as entered in error. Nothing is compared with it any more.")
        return saved(sentence, url_for(".show_areas", client_id=talk.client_id))
    talk = find_talk(current_user, talk_id)
    client = find_client(current_user, talk.client_id)
    record_reading(current_user, "area_talk_error", [client.id])
    return render_template("areas/error.html", client=client, talk=talk, form=form)


@bp.route("/areas/<uuid:area_id>/end", methods=["POST"])
@requires(Capability.RECORD_WORK)
def end(area_id: UUID) -> ResponseReturnValue:
    there = url_for(".show_areas", client_id=find_area(current_user, area_id).client_id)
    if AreaEndForm().carry_out(lambda: end_area(current_user, area_id)):
        return saved(_("It will not be asked about any more. What was said stays."), there)
    return redirect(there, 303)
