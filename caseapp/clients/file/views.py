"""The pages of a client's file: details, contact preferences, contacts and status."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.file.contact_actions import (
    add_contact,
    change_contact,
    change_contact_preferences,
    remove_contact,
)
from caseapp.clients.file.forms import (
    CONTACTS,
    NEW_CONTACTS,
    ClientStatusForm,
    ContactPreferencesForm,
    RemoveContactForm,
    stored_contact,
    stored_preferences,
)
from caseapp.clients.file.queries import avoided, client_details, file_details, find_contact
from caseapp.clients.file.rules import ContactKind
from caseapp.clients.file.status_actions import change_status
from caseapp.clients.queries import find_client, in_charge, list_assignments, mentors_of
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.forms import EditForm
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("files", __name__)


@bp.route("/clients/<uuid:client_id>/file")
@requires(Capability.SEE_CLIENTS)
def show_file(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    details = file_details(current_user, client)
    facts = client_details(current_user, client, list_assignments(current_user, client_id))
    record_reading(current_user, "file", [client_id])
    may_edit = client.team_id in current_user.team_ids_in_charge
    form = RemoveContactForm()
    return render_template(
        "clients/file/show.html", client=client, details=details, facts=facts, may_edit=may_edit, form=form
    )


@bp.route("/clients/<uuid:client_id>/reach", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_reach(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = ContactPreferencesForm.of(client, avoided(client))
    if form.carry_out(
        lambda: change_contact_preferences(current_user, client, form.draft(), form.edited_version()),
        conflict=lambda: _both_preferences(client_id, form),
    ):
        return _saved(client_id)
    record_reading(current_user, "edit_reach", [client_id])
    return render_template("clients/file/reach.html", client=client, form=form)


@bp.route("/clients/<uuid:client_id>/contacts/new/<kind>", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_contact(client_id: UUID, kind: str) -> ResponseReturnValue:
    client, contact_kind = find_client(current_user, client_id), _contact_kind(kind)
    form = NEW_CONTACTS[contact_kind]()
    if form.carry_out(lambda: add_contact(current_user, client_id, contact_kind, form.draft(), form.idempotency_key())):
        return _saved(client_id)
    record_reading(current_user, "new_contact", [client_id])
    return render_template("clients/file/contact.html", client=client, form=form, kind=contact_kind)


@bp.route("/clients/<uuid:client_id>/contacts/<uuid:contact_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_contact(client_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    contact = find_contact(current_user, client_id, contact_id)
    form = CONTACTS[contact.kind](data={**stored_contact(contact), "version": contact.version})
    if form.carry_out(
        lambda: change_contact(current_user, contact, form.draft(), form.edited_version()),
        conflict=lambda: _both_contacts(client_id, contact_id, form),
    ):
        return _saved(client_id)
    client = find_client(current_user, client_id)
    record_reading(current_user, "edit_contact", [client_id])
    return render_template("clients/file/contact.html", client=client, form=form, kind=contact.kind)


@bp.route("/clients/<uuid:client_id>/contacts/<uuid:contact_id>/remove", methods=["POST"])
@requires(Capability.RECORD_WORK)
def take_off_contact(client_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    contact = find_contact(current_user, client_id, contact_id)
    if RemoveContactForm().carry_out(lambda: remove_contact(current_user, contact)):
        flash(_("Contact removed from the file."), "success")
    return redirect(url_for(".show_file", client_id=client_id), 303)


@bp.route("/clients/<uuid:client_id>/status", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_status(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form = ClientStatusForm.of(client, offered(ListKind.CLOSING_REASONS), today())
    if form.carry_out(
        lambda: change_status(current_user, client, form.draft(), form.edited_version(), form.idempotency_key()),
        conflict=lambda: _both_statuses(client_id, form),
    ):
        return saved(_("Status updated."), url_for(".show_file", client_id=client_id))
    mentors = mentors_of(current_user, [client_id])[client_id]
    record_reading(current_user, "edit_status", [client_id])
    return render_template("clients/file/status.html", form=form, client=client, mentors=mentors)


def _contact_kind(word: str) -> ContactKind:
    try:
        return ContactKind(word)
    except ValueError:
        raise NotVisible from None


def _saved(client_id: UUID) -> ResponseReturnValue:
    return saved(_("File updated."), url_for(".show_file", client_id=client_id))


def _both_preferences(client_id: UUID, form: ContactPreferencesForm) -> ResponseReturnValue:
    newest = find_client(current_user, client_id)
    record_reading(current_user, "both_texts", [client_id])
    stored = stored_preferences(newest, avoided(newest))
    return show_two_texts(form, stored, newest.version, _("Two versions of this file"))


def _both_contacts(client_id: UUID, contact_id: UUID, form: EditForm) -> ResponseReturnValue:
    newest = find_contact(current_user, client_id, contact_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(form, stored_contact(newest), newest.version, _("Two versions of this contact"))


def _both_statuses(client_id: UUID, form: ClientStatusForm) -> ResponseReturnValue:
    newest = find_client(current_user, client_id, in_charge)
    form.status.choices = ClientStatusForm.of(newest, [], today()).status.choices
    record_reading(current_user, "both_texts", [client_id])
    stored = {"status": str(newest.status), "starts_on": newest.status_on}
    return show_two_texts(form, stored, newest.version, _("Two versions of this file"))
