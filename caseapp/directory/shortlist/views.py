"""The pages of a client's list."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.file.adjustment_rules import reads_large
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.directory.blueprint import bp
from caseapp.directory.filter_rules import SourceFilter
from caseapp.directory.lasting.forms import FollowSourceForm
from caseapp.directory.lasting.queries import followed_sources
from caseapp.directory.page import card_of
from caseapp.directory.shortlist.actions import print_list, put_on_list
from caseapp.directory.shortlist.forms import ShortlistForm
from caseapp.directory.shortlist.list_blocks import list_document
from caseapp.directory.shortlist.queries import shortlist_of
from caseapp.errors import RuleBroken
from caseapp.i18n import LANGUAGES, in_language, language_for, speaking_of
from caseapp.web.answers import pdf_file, refused

BUTTONS = {"button_form": ShortlistForm.about, "follow_form": FollowSourceForm.about}


@bp.route("/clients/<uuid:client_id>/shortlist")
@requires(Capability.RECORD_WORK)
def show_shortlist(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    cards = [card_of(row) for row in shortlist_of(current_user, client_id)]
    followed = followed_sources(current_user, client_id)
    record_reading(current_user, "shortlist", [client_id])
    told = {"cards": cards, "followed": followed, "today": today(), "paper": LANGUAGES[language_for(client.language)]}
    return render_template("directory/shortlist/show.html", client=client, **told, **BUTTONS)


@bp.route("/clients/<uuid:client_id>/shortlist", methods=["POST"])
@requires(Capability.RECORD_WORK)
def change_shortlist(client_id: UUID) -> ResponseReturnValue:
    find_client(current_user, client_id)
    form = ShortlistForm()
    form.carry_out(lambda: put_on_list(current_user, client_id, form.source_id(), is_on=bool(form.is_on.data)))
    if "from" in request.args:
        return refused(form, url_for(".show_shortlist", client_id=client_id))
    asked = SourceFilter.read(request.args).query()
    return refused(form, url_for(".list_clients_sources", client_id=client_id, **asked, _anchor=form.entry.data))


@bp.route("/clients/<uuid:client_id>/shortlist/pdf")
@requires(Capability.RECORD_WORK)
def print_shortlist(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    rows = shortlist_of(current_user, client_id)
    with in_language(language_for(client.language)), speaking_of(client.gender_form.value):
        document = list_document(client.called, rows, reads_large=reads_large(client.adjustments))
    try:
        return pdf_file(print_list(current_user, client_id, document), f"places-{today()}.pdf")
    except RuleBroken as fault:
        flash(str(fault), "error")
        return redirect(url_for(".show_shortlist", client_id=client_id), 303)
