"""The pages of an end: a client's goodbye, the look back, and the lists of clients who are at an end."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client, in_charge
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.goodbyes.actions import change_goodbye, explain_no_goodbye, look_back, plan_goodbye
from caseapp.goodbyes.forms import GoodbyeForm, LookBackForm, NoGoodbyeForm, new_goodbye_form, stored_goodbye
from caseapp.goodbyes.list_queries import count_ends, list_ends
from caseapp.goodbyes.queries import (
    client_of_goodbye,
    draft_of,
    find_goodbye,
    find_look_back,
    list_goodbyes,
    ties_that_stay,
)
from caseapp.goodbyes.rules import END_LIST_NAMES, HOLDS_NAMES, HOW_NAMES, KIND_NAMES, EndList
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("goodbyes", __name__)
NAMES = {"kind_names": KIND_NAMES, "how_names": HOW_NAMES, "holds_names": HOLDS_NAMES}


@bp.route("/goodbyes")
@requires(Capability.RECORD_WORK)
def list_all() -> ResponseReturnValue:
    try:
        of = EndList(request.args.get("list", EndList.MISSING))
    except ValueError:
        raise NotVisible from None
    rows, counts = list_ends(current_user, of), count_ends(current_user)
    record_reading(current_user, "goodbyes", {row.client_id for row in rows})
    return render_template("goodbyes/list.html", of=of, rows=rows, counts=counts, names=END_LIST_NAMES, **NAMES)


@bp.route("/clients/<uuid:client_id>/goodbye")
@requires(Capability.RECORD_WORK)
def show_goodbye(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    goodbyes = list_goodbyes(current_user, client_id)
    record_reading(current_user, "goodbye", [client_id])
    is_mine = client.team_id in current_user.team_ids_in_charge
    return render_template("goodbyes/show.html", client=client, goodbyes=goodbyes, is_in_charge=is_mine, **NAMES)


@bp.route("/clients/<uuid:client_id>/goodbye/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_goodbye(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = new_goodbye_form(today(), ties_that_stay(current_user, client_id))
    if form.carry_out(lambda: plan_goodbye(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("The goodbye is planned."), url_for(".show_goodbye", client_id=client_id))
    record_reading(current_user, "goodbye", [client_id])
    return render_template("goodbyes/edit.html", client=client, form=form, heading=_("Plan the goodbye"))


@bp.route("/goodbyes/<uuid:goodbye_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_goodbye(goodbye_id: UUID) -> ResponseReturnValue:
    goodbye = find_goodbye(current_user, goodbye_id)
    form = _form_of(goodbye)
    if form.carry_out(
        lambda: change_goodbye(current_user, goodbye, form.draft(), form.edited_version()),
        conflict=lambda: _both_texts(goodbye_id, form),
    ):
        return saved(_("Goodbye updated."), _page_of(goodbye_id))
    client = client_of_goodbye(current_user, goodbye_id)
    record_reading(current_user, "goodbye", [client.id])
    return render_template("goodbyes/edit.html", client=client, form=form, heading=_("Change the goodbye"))


@bp.route("/goodbyes/<uuid:goodbye_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(goodbye_id: UUID) -> ResponseReturnValue:
    goodbye, form = find_goodbye(current_user, goodbye_id), StrikeOutForm()
    if form.carry_out(lambda: strike_out(current_user, goodbye, goodbye.by_id, form.reason.data)):
        return saved(_("Goodbye marked as entered in error. It no longer counts."), _page_of(goodbye_id))
    goodbye = find_goodbye(current_user, goodbye_id)
    client = find_client(current_user, goodbye.client_id)
    record_reading(current_user, "goodbye_error", [client.id])
    parts = {"entry": goodbye, "on": goodbye.held_on, "title": _("Goodbye entered in error")}
    return render_template("goodbyes/error.html", client=client, form=form, **parts)


@bp.route("/clients/<uuid:client_id>/goodbye/none", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def explain_none(client_id: UUID) -> ResponseReturnValue:
    client, form = find_client(current_user, client_id, in_charge), NoGoodbyeForm()
    if form.carry_out(lambda: explain_no_goodbye(current_user, client, form.why.data, form.idempotency_key())):
        return saved(_("Kept. The file is off the list."), url_for(".list_all"))
    client = find_client(current_user, client_id, in_charge)
    record_reading(current_user, "goodbye", [client_id])
    return render_template("goodbyes/none.html", client=client, form=form)


@bp.route("/goodbyes/<uuid:goodbye_id>/look-back", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_look_back(goodbye_id: UUID) -> ResponseReturnValue:
    goodbye, form = find_goodbye(current_user, goodbye_id), LookBackForm()
    if form.carry_out(lambda: look_back(current_user, goodbye, form.draft(), form.idempotency_key())):
        return saved(_("Thank you. The answer stands in the file."), _page_of(goodbye_id))
    client = client_of_goodbye(current_user, goodbye_id)
    told = next(each for each in list_goodbyes(current_user, client.id) if each.id == goodbye_id)
    record_reading(current_user, "goodbye", [client.id])
    return render_template("goodbyes/look_back.html", client=client, told=told, form=form)


@bp.route("/look-backs/<uuid:look_back_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_look_back_error(look_back_id: UUID) -> ResponseReturnValue:
    look, form = find_look_back(current_user, look_back_id), StrikeOutForm()
    if form.carry_out(lambda: strike_out(current_user, look, look.by_id, form.reason.data)):
        return saved(_("Answer marked as entered in error. It is asked again."), _page_of(look.goodbye_id))
    look = find_look_back(current_user, look_back_id)
    client = find_client(current_user, look.client_id)
    record_reading(current_user, "goodbye_error", [client.id])
    parts = {"entry": look, "on": look.answered_on, "title": _("Look back entered in error")}
    return render_template("goodbyes/error.html", client=client, form=form, **parts)


def _form_of(goodbye: Any) -> GoodbyeForm:
    draft = draft_of(current_user, goodbye)
    return GoodbyeForm.of(draft, goodbye.version, ties_that_stay(current_user, goodbye.client_id, draft.tie_ids))


def _page_of(goodbye_id: UUID) -> str:
    return url_for(".show_goodbye", client_id=find_goodbye(current_user, goodbye_id).client_id)


def _both_texts(goodbye_id: UUID, form: GoodbyeForm) -> ResponseReturnValue:
    newest = find_goodbye(current_user, goodbye_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    stored = stored_goodbye(draft_of(current_user, newest))
    return show_two_texts(form, stored, newest.version, _("Two versions of this goodbye"))
