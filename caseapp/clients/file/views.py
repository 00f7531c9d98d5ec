"""The pages of the file itself: its details, how the client is reached, whom one can call, where it stands."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.file.contact_actions import add_contact, change_contact, change_reach, remove_contact
from caseapp.clients.file.forms import (
    CONTACTS,
    NEW_CONTACTS,
    ReachForm,
    RemoveForm,
    StatusForm,
    stored_contact,
    stored_reach,
)
from caseapp.clients.file.queries import avoided, file_card, find_contact
from caseapp.clients.file.rules import ContactKind
from caseapp.clients.file.status_actions import change_status
from caseapp.clients.queries import client_facts, find_client, in_charge, list_assignments, mentors_of
from caseapp.clock import today
from caseapp.errors import Conflict, NotVisible, RuleBroken
from caseapp.i18n import _
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("files", __name__)


@bp.route("/clients/<uuid:client_id>/file")
@requires(Capability.SEE_CLIENTS)
def show_file(client_id):
    client = find_client(current_user, client_id)
    card = file_card(current_user, client)
    facts = client_facts(current_user, client, list_assignments(current_user, client_id))
    record_reading(current_user, "file", [client_id])
    may_edit = client.team_id in current_user.team_ids_in_charge
    return render_template(
        "clients/file/show.html", client=client, card_of=card, facts=facts, may_edit=may_edit, form=RemoveForm()
    )


@bp.route("/clients/<uuid:client_id>/reach", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_reach(client_id):
    client = find_client(current_user, client_id)
    form = ReachForm.of(client, avoided(client))
    if form.validate_on_submit():
        try:
            change_reach(current_user, client, form.reach(), form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_reaches(client_id, form)
        else:
            return _saved(client_id)
    record_reading(current_user, "edit_reach", [client_id])
    return render_template("clients/file/reach.html", client=client, form=form)


@bp.route("/clients/<uuid:client_id>/contacts/new/<kind>", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_contact(client_id, kind):
    client, kind = find_client(current_user, client_id), _kind(kind)
    form = NEW_CONTACTS[kind]()
    if form.validate_on_submit():
        try:
            add_contact(current_user, client_id, kind, form.contact(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _saved(client_id)
    record_reading(current_user, "new_contact", [client_id])
    return render_template("clients/file/contact.html", client=client, form=form, kind=kind)


@bp.route("/clients/<uuid:client_id>/contacts/<uuid:contact_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_contact(client_id, contact_id):
    contact = find_contact(current_user, client_id, contact_id)
    form = CONTACTS[contact.kind](data={**stored_contact(contact), "version": contact.version})
    if form.validate_on_submit():
        try:
            change_contact(current_user, contact, form.contact(), form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_contacts(client_id, contact_id, form)
        else:
            return _saved(client_id)
    client = find_client(current_user, client_id)
    record_reading(current_user, "edit_contact", [client_id])
    return render_template("clients/file/contact.html", client=client, form=form, kind=contact.kind)


@bp.route("/clients/<uuid:client_id>/contacts/<uuid:contact_id>/remove", methods=["POST"])
@requires(Capability.RECORD_WORK)
def take_off_contact(client_id, contact_id):
    contact = find_contact(current_user, client_id, contact_id)
    if RemoveForm().validate_on_submit():
        remove_contact(current_user, contact)
        flash(_("Contact removed from the file."), "success")
    return redirect(url_for(".show_file", client_id=client_id), 303)


@bp.route("/clients/<uuid:client_id>/status", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_status(client_id):
    client = find_client(current_user, client_id, in_charge)
    form = StatusForm.of(client, offered(ListKind.CLOSING_REASONS), today())
    if form.validate_on_submit():
        try:
            change_status(current_user, client, form.move(), form.edited_version(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_statuses(client_id, form)
        else:
            return _kept(client_id, _("Status updated."))
    mentors = mentors_of(current_user, [client_id])[client_id]
    record_reading(current_user, "edit_status", [client_id])
    return render_template("clients/file/status.html", form=form, client=client, mentors=mentors)


def _kept(client_id, words):
    flash(words, "success")
    return redirect(url_for(".show_file", client_id=client_id), 303)


def _kind(word):
    try:
        return ContactKind(word)
    except ValueError:
        raise NotVisible from None


def _saved(client_id):
    flash(_("File updated."), "success")
    return redirect(url_for(".show_file", client_id=client_id), 303)


def _both_reaches(client_id, form):
    newest = find_client(current_user, client_id)
    record_reading(current_user, "both_texts", [client_id])
    stored = stored_reach(newest, avoided(newest))
    return show_two_texts(form, stored, newest.version, _("Two versions of this file"))


def _both_contacts(client_id, contact_id, form):
    newest = find_contact(current_user, client_id, contact_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(form, stored_contact(newest), newest.version, _("Two versions of this contact"))


def _both_statuses(client_id, form):
    newest = find_client(current_user, client_id, in_charge)
    form.status.choices = StatusForm.of(newest, [], today()).status.choices
    record_reading(current_user, "both_texts", [client_id])
    stored = {"status": str(newest.status), "starts_on": newest.status_on}
    return show_two_texts(form, stored, newest.version, _("Two versions of this file"))
