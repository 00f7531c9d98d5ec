"""Pages of notes: choosing a client, writing, showing, editing, marking as entered in error."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, Role, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.activities.actions import change_activity, mark_activity_in_error, record_activity
from caseapp.activities.amendments.queries import amendments_of
from caseapp.activities.blueprint import bp
from caseapp.activities.forms import ActivityErrorForm
from caseapp.activities.note_form_queries import (
    ActivityEdit,
    NoteContext,
    choice_of_clients,
    find_activity_edit,
    find_note_context,
)
from caseapp.activities.notes.forms import (
    NoteEditForm,
    NoteForm,
    NoteLists,
    note_form,
    sent_goals,
)
from caseapp.activities.notes.start_forms import start_edit, start_new
from caseapp.activities.notes.words import outcome_names, title_of_note
from caseapp.activities.overlaps.queries import find_overlaps
from caseapp.activities.overlaps.words import overlap_words
from caseapp.activities.queries import is_final_now, may_edit
from caseapp.activities.rules import ActivityDraft, Outcome
from caseapp.activities.timeline_queries import find_activity_details
from caseapp.audit import record_reading
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import find_client
from caseapp.drafts.page import drafted_day
from caseapp.errors import NotAllowed
from caseapp.followups.rules import EMERGENCY_NUMBERS, Safety
from caseapp.i18n import _
from caseapp.organisation.queries import name_of, offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm
from caseapp.web.two_texts import show_two_texts


@bp.route("/activities/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def choose_client() -> ResponseReturnValue:
    form = ClientSearchForm()
    words = form.words.data if form.validate_on_submit() else ""
    choice = choice_of_clients(current_user, words)
    record_reading(current_user, "choose_client", choice.client_ids)
    return render_template("activities/choose_client.html", choice=choice, form=form, words=words)


@bp.route("/clients/<uuid:client_id>/activities/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_activity(client_id: UUID) -> ResponseReturnValue:
    form = note_form(NoteForm, sent_goals(), _lists())
    late_on = form.held_on.data if request.method == "POST" else drafted_day("held_on")
    context = find_note_context(current_user, client_id, late_on)
    if context.is_open:
        start = start_new(context.last)
        form = note_form(NoteForm, context.goals, _lists(context.next_on), context.called, start, _outcomes(context))
    if form.carry_out_once(
        lambda: record_activity(current_user, client_id, form.draft(), form.idempotency_key(), form.is_second())
    ):
        return _recorded(context, form.draft())
    return _show_form("activities/new.html", context, form)


@bp.route("/activities/<uuid:activity_id>")
@requires(Capability.SEE_CLIENTS)
def show_activity(activity_id: UUID) -> ResponseReturnValue:
    activity = find_activity_details(current_user, activity_id)
    client = find_client(current_user, activity.client_id)
    record_reading(current_user, "activity", [client.id])
    editable = may_edit(current_user, activity.mentor_id, activity.client_id, activity.outcome)
    return render_template(
        "activities/show.html",
        activity=activity,
        client=client,
        title=title_of_note(activity.outcome, activity.mode, activity.held_on, client.called, client.gender_form),
        may_edit=editable and not activity.is_in_error,
        is_final=is_final_now(activity.outcome, activity.noted_at),
        amendments=amendments_of(current_user, [activity_id]).get(activity_id, []),
    )


@bp.route("/activities/<uuid:activity_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_activity(activity_id: UUID) -> ResponseReturnValue:
    try:
        edit = find_activity_edit(current_user, activity_id)
        form = _edit_form(edit)
        if form.carry_out_once(
            lambda: change_activity(current_user, activity_id, form.draft(), form.edited_version(), form.is_second()),
            conflict=lambda: _both_texts(activity_id, form),
        ):
            _tell_overlaps(edit.context, form.draft())
            return saved(_saved_words(form.draft()), way_back() or url_for(".show_activity", activity_id=activity_id))
    except NotAllowed:
        return _noted_by_another(activity_id)
    return _show_edit(edit, form)


@bp.route("/activities/<uuid:activity_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def take_back_activity(activity_id: UUID) -> ResponseReturnValue:
    edit = find_activity_edit(current_user, activity_id, also_in_error=True)
    form = ActivityErrorForm(version=edit.version)
    if form.carry_out(
        lambda: mark_activity_in_error(current_user, activity_id, form.reason.data, form.edited_version())
    ):
        sentence = _("Marked as entered in error. The note stays in the file, crossed out, and is not counted.")
        return saved(sentence, url_for(".show_activity", activity_id=activity_id))
    record_reading(current_user, "activity_error", [edit.context.client_id])
    return render_template("activities/error.html", form=form, edit=edit, activity_id=activity_id)


def _lists(next_on: date | None = None, draft: ActivityDraft | None = None) -> NoteLists:
    """The choices of a note, including what it chose before that is no longer offered."""
    kinds = offered(ListKind.ACTIVITY_KINDS)
    kept = [code for code in draft.kinds if code not in dict(kinds)] if draft else []
    kinds += [(code, name_of(ListKind.ACTIVITY_KINDS, code)) for code in kept]
    return NoteLists(kinds, offered(ListKind.PLACES, also=draft.place if draft else ""), next_on)


def _outcomes(context: NoteContext) -> dict[Outcome, Any]:
    writer = current_user.address_form if current_user.role == Role.MENTOR else None
    return outcome_names(context.called, context.gender, writer)


def _edit_form(edit: ActivityEdit) -> NoteEditForm:
    context, start = edit.context, start_edit(edit.draft, edit.version)
    lists = _lists(context.next_on, edit.draft)
    return note_form(NoteEditForm, context.goals, lists, context.called, start, _outcomes(context))


def _show_edit(edit: ActivityEdit, form: BaseForm) -> str:
    final = is_final_now(edit.draft.outcome, edit.written_at)
    of_note = {"activity_id": edit.activity_id, "edit": edit, "is_final": final}
    return _show_form("activities/edit.html", edit.context, form, **of_note)


def _both_texts(activity_id: UUID, form: NoteEditForm) -> ResponseReturnValue:
    newest = find_activity_edit(current_user, activity_id)
    record_reading(current_user, "two_texts", [newest.context.client_id])
    stored = start_edit(newest.draft, newest.version)
    return show_two_texts(form, stored, newest.version, _("Two versions of this note"))


def _noted_by_another(activity_id: UUID) -> ResponseReturnValue:
    """Somebody else has recorded the outcome of a meeting in the meantime: their note stays, and what was typed can
    be saved as a note of one's own."""
    if request.method != "POST":
        raise NotAllowed
    noted = find_activity_details(current_user, activity_id)
    context = find_note_context(current_user, noted.client_id)
    form = note_form(NoteForm, context.goals, _lists(context.next_on), context.called)
    return _show_form("activities/new.html", context, form, noted=noted), 409


def _saved_words(draft: ActivityDraft) -> str:
    words = [_("Saved.")]
    if draft.next_step:
        words.append(_("The next step is on your to-do list."))
    if draft.safety is not Safety.NONE:
        words.append(_("The supervisor will see the concern on the board."))
    return " ".join(words)


def _tell_overlaps(context: NoteContext, draft: ActivityDraft) -> None:
    if words := overlap_words(find_overlaps(current_user, context.client_id, [draft.when])):
        flash(words, "warning")


def _recorded(context: NoteContext, draft: ActivityDraft) -> ResponseReturnValue:
    _tell_overlaps(context, draft)
    if not context.is_open:
        flash(_("Note saved. You are no longer this client's mentor, so the file stays closed."), "success")
        return redirect(url_for(".choose_client"), 303)
    flash(_saved_words(draft), "success")
    if "more" in request.form:
        return redirect(url_for(".choose_client"), 303)
    return redirect(url_for("progress.show_client", client_id=context.client_id), 303)


def _show_form(template: str, context: NoteContext, form: BaseForm, **more: Any) -> str:
    record_reading(current_user, "note" if context.is_open else "late_note", [context.client_id])
    return render_template(template, context=context, form=form, emergency=EMERGENCY_NUMBERS, **more)
