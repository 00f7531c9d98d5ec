"""The pages that open, change and find a client's file."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.clients.actions import change_client, open_client
from caseapp.clients.assignments.queries import list_mentors
from caseapp.clients.file.queries import PossibleDuplicate, possible_duplicates
from caseapp.clients.forms import ClientForm, ClientSearchForm, NewClientForm, stored_details
from caseapp.clients.queries import PAGE, find_client, in_charge, mentors_of, search_people
from caseapp.clients.rules import mask_national_id
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("clients", __name__)


@bp.route("/clients/new", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def open_file() -> ResponseReturnValue:
    form = NewClientForm.offering(list_mentors(current_user), list_teams_in_charge(current_user))
    duplicates = _duplicates(form) if form.validate_on_submit() else []
    is_ready = not form.errors and not duplicates
    if is_ready and (done := form.carry_out(lambda: open_client(current_user, form.draft(), form.idempotency_key()))):
        return saved(_("File opened."), url_for("progress.show_client", client_id=done.result.id))
    record_reading(current_user, "open_file", [other.id for other in duplicates])
    return render_template("clients/new.html", form=form, duplicates=duplicates)


@bp.route("/clients/<uuid:client_id>/edit", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_client(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form = ClientForm.of(client)
    if form.carry_out(
        lambda: change_client(current_user, client, form.draft(), form.edited_version()),
        conflict=lambda: _both_texts(client_id, form),
    ):
        return saved(_("File updated."), url_for("progress.show_client", client_id=client_id))
    return _edit_page(client_id, form)


@bp.route("/clients/search", methods=["GET", "POST"])
@requires(Capability.SEE_CLIENTS)
def search_clients() -> ResponseReturnValue:
    form = ClientSearchForm()
    people = search_people(current_user, form.words.data) if form.validate_on_submit() else None
    mentors = mentors_of(current_user, [person.id for person in people or ()])
    record_reading(current_user, "search_clients", mentors)
    return render_template("clients/search.html", form=form, people=people, mentors=mentors, most=PAGE)


def _duplicates(form: NewClientForm) -> list[PossibleDuplicate]:
    """Files that may be about the same person, unless they were shown and a new one is wanted all the same."""
    if form.ignores_duplicates():
        return []
    return possible_duplicates(current_user, form.draft().details, but=form.idempotency_key().id)


def _edit_page(client_id: UUID, form: ClientForm) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    masked = mask_national_id(client.national_id) if client.national_id else ""
    record_reading(current_user, "edit_client", [client_id])
    return render_template("clients/edit.html", form=form, client=client, masked=masked)


def _both_texts(client_id: UUID, form: ClientForm) -> ResponseReturnValue:
    newest = find_client(current_user, client_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(form, stored_details(newest), newest.version, _("Two versions of this file"))
