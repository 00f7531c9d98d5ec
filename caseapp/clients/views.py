"""The pages of a client's file: opening it, correcting it, finding it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.clients.actions import change_client, open_client
from caseapp.clients.assignments.queries import list_mentors
from caseapp.clients.file.queries import possible_duplicates
from caseapp.clients.forms import ClientForm, NewClientForm, SearchForm, stored_facts
from caseapp.clients.queries import PAGE, find_client, in_charge, mentors_of, search_people
from caseapp.clients.rules import mask_national_id
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("clients", __name__)


@bp.route("/clients/new", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def open_file():
    form = NewClientForm.offering(list_mentors(current_user), list_teams_in_charge(current_user))
    lookalikes = _lookalikes(form) if form.validate_on_submit() else []
    if form.is_submitted() and not form.errors and not lookalikes:
        try:
            client = open_client(current_user, form.new_facts(), key=form.idempotency_key(), **form.given_to())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("File opened."), "success")
            return redirect(url_for("progress.show_client", client_id=client.id), 303)
    record_reading(current_user, "open_file", [other.id for other in lookalikes])
    return render_template("clients/new.html", form=form, lookalikes=lookalikes)


@bp.route("/clients/<uuid:client_id>/edit", methods=["GET", "POST"])
@requires(Capability.OPEN_FILES)
def edit_client(client_id):
    client = find_client(current_user, client_id, in_charge)
    form = ClientForm.of(client)
    if form.validate_on_submit():
        try:
            change_client(current_user, client, form.changed_facts(), form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_texts(client_id, form, stored_facts)
        else:
            flash(_("File updated."), "success")
            return redirect(url_for("progress.show_client", client_id=client_id), 303)
    return _edit_page(client_id, form)


@bp.route("/clients/search", methods=["GET", "POST"])
@requires(Capability.SEE_CLIENTS)
def search_clients():
    form = SearchForm()
    people = search_people(current_user, form.words.data) if form.validate_on_submit() else None
    mentors = mentors_of(current_user, [person.id for person in people or ()])
    record_reading(current_user, "search_clients", mentors)
    return render_template("clients/search.html", form=form, people=people, mentors=mentors, most=PAGE)


def _lookalikes(form):
    """Files that may be about the same person, unless they were seen and a new one is wanted all the same."""
    if form.is_wanted_anyway():
        return []
    return possible_duplicates(current_user, form.new_facts(), but=form.idempotency_key().id)


def _edit_page(client_id, form):
    client = find_client(current_user, client_id)
    masked = mask_national_id(client.national_id) if client.national_id else ""
    record_reading(current_user, "edit_client", [client_id])
    return render_template("clients/edit.html", form=form, client=client, masked=masked)


def _both_texts(client_id, form, stored):
    newest = find_client(current_user, client_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(form, stored(newest), newest.version, _("Two versions of this file"))
