"""The pages of the directory: the list, a new entry, one entry."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.directory import client_views
from caseapp.directory.actions import add_source, change_source, confirm_source
from caseapp.directory.blueprint import bp
from caseapp.directory.companions import views as companion_views
from caseapp.directory.filter_rules import SourceFilter, start_of
from caseapp.directory.forms import ConfirmSourceForm, SourceEditForm, SourceForm, stored_source
from caseapp.directory.interests import views as interest_views
from caseapp.directory.lasting import views as lasting_views
from caseapp.directory.page import card_of, directory_page, with_counts
from caseapp.directory.queries import find_source
from caseapp.directory.rules import CONFIRMED_DAYS
from caseapp.directory.shortlist import views as shortlist_views
from caseapp.directory.words import interest_words
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

__all__ = ["bp", "client_views", "companion_views", "interest_views", "lasting_views", "shortlist_views"]


@bp.route("/sources")
@requires(Capability.RECORD_WORK)
def list_all_sources() -> ResponseReturnValue:
    asked = SourceFilter.read(request.args)
    page = directory_page(current_user, asked, today(), start_of(request.args), _address)
    record_reading(current_user, "sources", [])
    return render_template("directory/list.html", page=page, today=today())


@bp.route("/sources/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_source() -> ResponseReturnValue:
    form = SourceForm()
    if done := form.carry_out(lambda: add_source(current_user, form.draft(), form.idempotency_key())):
        return saved(_("The entry is in the directory."), url_for(".show_source", source_id=done.result))
    back = url_for(".list_all_sources")
    return render_template("directory/form.html", form=form, heading=_("New entry"), back_url=back)


@bp.route("/sources/<uuid:source_id>")
@requires(Capability.RECORD_WORK)
def show_source(source_id: UUID) -> ResponseReturnValue:
    row = find_source(current_user, source_id)
    (card,) = with_counts(current_user, [card_of(row)], today())
    told = {"card": card, "interests": interest_words(row.draft.interests), "today": today()}
    record_reading(current_user, "source", [])
    form = ConfirmSourceForm(formdata=None)
    return render_template("directory/show.html", form=form, asked_after=CONFIRMED_DAYS, **told)


@bp.route("/sources/<uuid:source_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_source(source_id: UUID) -> ResponseReturnValue:
    row = find_source(current_user, source_id)
    form = SourceEditForm(**stored_source(row.draft, row.version))
    back = url_for(".show_source", source_id=source_id)
    if form.carry_out(lambda: _change(source_id, form), conflict=lambda: _both_entries(source_id, form)):
        return saved(_("Saved."), back)
    record_reading(current_user, "source", [])
    return render_template("directory/form.html", form=form, heading=_("Change the entry"), back_url=back)


@bp.route("/sources/<uuid:source_id>/confirm", methods=["POST"])
@requires(Capability.RECORD_WORK)
def confirm(source_id: UUID) -> ResponseReturnValue:
    find_source(current_user, source_id)
    ConfirmSourceForm().carry_out(lambda: confirm_source(current_user, source_id))
    return redirect(url_for(".show_source", source_id=source_id), 303)


def _address(asked: SourceFilter) -> str:
    return url_for(".list_all_sources", **asked.query())


def _change(source_id: UUID, form: SourceEditForm) -> None:
    is_confirmed = form.is_confirmed.data
    change_source(current_user, source_id, form.draft(), form.edited_version(), is_confirmed=is_confirmed)


def _both_entries(source_id: UUID, form: SourceEditForm) -> ResponseReturnValue:
    newest = find_source(current_user, source_id)
    record_reading(current_user, "source", [])
    stored = stored_source(newest.draft, newest.version)
    return show_two_texts(form, stored, newest.version, _("Two versions of this entry"))
