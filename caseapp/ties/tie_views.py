"""The pages of a client's ties: all of them, a new one, changing one, and one entered in error."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.ties.actions import add_tie, change_tie, mark_tie_in_error
from caseapp.ties.blueprint import bp
from caseapp.ties.forms import StillThereForm, TieForm, TieStepUndoForm, new_tie_form, stored_tie
from caseapp.ties.page import ties_page
from caseapp.ties.queries import find_tie, groups_not_followed
from caseapp.ties.rules import TieKind
from caseapp.ties.words import (
    KIND_ICONS,
    LOOK_NAMES,
    PART_NAMES,
    POINT_NAMES,
    STANDING_NAMES,
    along_name,
    step_name,
)
from caseapp.web.addresses import id_named
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm, EditForm
from caseapp.web.two_texts import show_two_texts

SOURCES = ("goal", "activity", "group")
WORDS = {
    "kind_icons": KIND_ICONS,
    "look_names": LOOK_NAMES,
    "part_names": PART_NAMES,
    "point_names": POINT_NAMES,
    "along_name": along_name,
    "step_name": step_name,
    "standing_names": STANDING_NAMES,
    "answer_form": StillThereForm.about,
}


@bp.route("/clients/<uuid:client_id>/ties")
@requires(Capability.RECORD_WORK)
def list_clients_ties(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    page = ties_page(current_user, client_id)
    record_reading(current_user, "ties", [client_id])
    return render_template("ties/client.html", client=client, page=page, undo=TieStepUndoForm(), **WORDS)


@bp.route("/clients/<uuid:client_id>/ties/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_tie(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    sources = {f"{name}_id": id_named(name) for name in SOURCES}
    joined = groups_not_followed(current_user, client_id)
    group = next((group.name for group in joined if group.id == sources["group_id"]), None)
    form = new_tie_form(today(), TieKind.GROUP if group else None, group or "")
    if form.carry_out(lambda: add_tie(current_user, client_id, form.draft_from(**sources), form.idempotency_key())):
        return saved(_("The tie is followed from now on."), url_for(".list_clients_ties", client_id=client_id))
    record_reading(current_user, "new_tie", [client_id])
    return render_template("ties/new.html", client=client, form=form)


@bp.route("/ties/<uuid:tie_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_tie(tie_id: UUID) -> ResponseReturnValue:
    tie = find_tie(current_user, tie_id)
    form = TieForm.of(tie.draft, tie.version)
    if form.carry_out(
        lambda: change_tie(current_user, tie, form.draft(), form.edited_version()),
        conflict=lambda: _both_texts(tie_id, form),
    ):
        return saved(_("Tie updated."), url_for(".list_clients_ties", client_id=tie.client_id))
    return show_tie_form("ties/edit.html", "edit_tie", tie_id, form)


@bp.route("/ties/<uuid:tie_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(tie_id: UUID) -> ResponseReturnValue:
    tie = find_tie(current_user, tie_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: mark_tie_in_error(current_user, tie, form.reason.data)):
        sentence = _("Tie marked as entered in error. It no longer counts.")
        return saved(sentence, url_for(".list_clients_ties", client_id=tie.client_id))
    return show_tie_form("ties/error.html", "tie_error", tie_id, form)


def show_tie_form(template: str, page: str, tie_id: UUID, form: BaseForm) -> str:
    """A form about one tie; the reading is recorded."""
    tie = find_tie(current_user, tie_id)
    client = find_client(current_user, tie.client_id)
    record_reading(current_user, page, [client.id])
    return render_template(template, tie=tie, client=client, form=form)


def _both_texts(tie_id: UUID, form: EditForm) -> ResponseReturnValue:
    newest = find_tie(current_user, tie_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_tie(newest.draft), newest.version, _("Two versions of this tie"))
