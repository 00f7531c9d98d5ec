"""Pages of notes: choosing a client, writing, showing, editing, marking as entered in error."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Role, requires
from caseapp.accounts.sign_in.current_user import came_from, way_back
from caseapp.activities.actions import change_activity, mark_activity_in_error, record_activity, undo_activity
from caseapp.activities.amendments.queries import amendments_of
from caseapp.activities.blueprint import bp
from caseapp.activities.forms import ActivityErrorForm, UndoForm
from caseapp.activities.note_form_queries import (
    ActivityEdit,
    NoteContext,
    find_activity_edit,
    find_note_context,
)
from caseapp.activities.notes.forms import (
    NoteEditForm,
    NoteForm,
    NoteLists,
    note_form,
    sent_day,
    sent_goals,
)
from caseapp.activities.notes.start_forms import as_typed, start_edit, start_new
from caseapp.activities.notes.words import outcome_names, title_of_note
from caseapp.activities.overlaps.queries import find_overlaps
from caseapp.activities.overlaps.words import overlap_words
from caseapp.activities.plans.choice_queries import choice_of_clients
from caseapp.activities.plans.queries import next_today
from caseapp.activities.queries import is_final_now, may_edit
from caseapp.activities.rules import ActivityDraft, Outcome
from caseapp.activities.timeline_queries import find_activity_details
from caseapp.audit import record_reading
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.drafts.page import drafted_day
from caseapp.drafts.rules import DraftText, FormPlace, Save
from caseapp.errors import Conflict, NotAllowed, NotVisible, Unavailable
from caseapp.followups.rules import EMERGENCY_NUMBERS, Safety
from caseapp.followups.step_queries import agreed_steps
from caseapp.goals.answers.queries import questions_of
from caseapp.i18n import _
from caseapp.organisation.queries import name_of, offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import refused, saved, tell_saved
from caseapp.web.filters import hour, short_day
from caseapp.web.two_texts import show_two_texts

FIRST_VERSION = 1


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
    late_on = sent_day() if request.method == "POST" else drafted_day("held_on")
    context = find_note_context(current_user, client_id, late_on)
    form = _new_form(context)
    if done := form.carry_out_once(
        lambda: record_activity(current_user, client_id, form.draft(), form.idempotency_key(), form.is_second()),
        conflict=lambda: _arrived_before(form.idempotency_key().id),
    ):
        return _recorded(context, form.draft(), done.result)
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
        if done := form.carry_out_once(
            lambda: change_activity(current_user, activity_id, form.draft(), form.edited_version(), form.is_second()),
            conflict=lambda: _both_texts(activity_id, form),
        ):
            return _changed(edit, form.draft(), done.result.version)
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


@bp.route("/activities/<uuid:activity_id>/undoing", methods=["POST"])
@requires(Capability.RECORD_WORK)
def undo(activity_id: UUID) -> ResponseReturnValue:
    edit = find_activity_edit(current_user, activity_id, also_in_error=True)
    form, there = UndoForm(), url_for(".new_activity", client_id=edit.context.client_id)
    content = as_typed(start_edit(edit.draft, edit.version))
    text = DraftText(FormPlace(there), Save(uuid7(), 1), None, _("Meeting note"), content)
    if form.carry_out(lambda: undo_activity(current_user, activity_id, text, form.edited_version())):
        flash(_("Undone. Your text is here again, and not saved yet."), "info")
        return redirect(f"{there}?again={activity_id}", 303)
    return refused(form, url_for(".show_activity", activity_id=activity_id))


def _new_form(context: NoteContext) -> NoteForm:
    """For a note that comes late, from a mentor who has left, the goals that it names itself."""
    if not context.is_open:
        return note_form(NoteForm, sent_goals(), _lists())
    return note_form(NoteForm, context.goals, _lists(), context.called, _start(context), _outcomes(context))


def _start(context: NoteContext) -> dict[str, Any]:
    """What a new note begins with: what was undone, where the address names it."""
    undone = request.args.get("again", "")
    try:
        edit = find_activity_edit(current_user, UUID(undone), also_in_error=True) if undone else None
    except ValueError:
        raise NotVisible from None
    if edit is None or edit.context.client_id != context.client_id:
        return {"held_on": today()} if request.method == "POST" else start_new(context.last)
    return start_edit(edit.draft, edit.version)


def _lists(draft: ActivityDraft | None = None) -> NoteLists:
    """The choices of a note, including what it chose before that is no longer offered."""
    kinds = offered(ListKind.ACTIVITY_KINDS)
    kept = [code for code in draft.kinds if code not in dict(kinds)] if draft else []
    kinds += [(code, name_of(ListKind.ACTIVITY_KINDS, code)) for code in kept]
    return NoteLists(kinds, offered(ListKind.PLACES, also=draft.place if draft else ""))


def _outcomes(context: NoteContext) -> dict[Outcome, Any]:
    writer = current_user.address_form if current_user.role == Role.MENTOR else None
    return outcome_names(context.called, context.gender, writer)


def _edit_form(edit: ActivityEdit) -> NoteEditForm:
    context, start = edit.context, start_edit(edit.draft, edit.version)
    lists = _lists(edit.draft)
    return note_form(NoteEditForm, context.goals, lists, context.called, start, _outcomes(context))


def _show_edit(edit: ActivityEdit, form: NoteEditForm) -> str:
    final = is_final_now(edit.draft.outcome, edit.written_at)
    of_note = {"activity_id": edit.activity_id, "edit": edit, "is_final": final}
    return _show_form("activities/edit.html", edit.context, form, **of_note)


def _arrived_before(activity_id: UUID) -> ResponseReturnValue:
    """The answer to a save got lost, and its writer wrote on: what is new is saved as a change of that note."""
    try:
        edit = find_activity_edit(current_user, activity_id)
    except (NotAllowed, NotVisible):
        raise Conflict from None
    return _both_texts(activity_id, _edit_form(edit))


def _both_texts(activity_id: UUID, form: NoteEditForm) -> ResponseReturnValue:
    newest = find_activity_edit(current_user, activity_id)
    record_reading(current_user, "two_texts", [newest.context.client_id])
    stored = start_edit(newest.draft, newest.version)
    there = url_for(".edit_activity", activity_id=activity_id)
    return show_two_texts(form, stored, newest.version, _("Two versions of this note"), there)


def _noted_by_another(activity_id: UUID) -> ResponseReturnValue:
    """Somebody else has recorded the outcome of a meeting in the meantime: their note stays, and what was typed can
    be saved as a note of one's own."""
    if request.method != "POST":
        raise NotAllowed
    noted = find_activity_details(current_user, activity_id)
    context = find_note_context(current_user, noted.client_id)
    form = note_form(NoteForm, context.goals, _lists(), context.called)
    return _show_form("activities/new.html", context, form, noted=noted), 409


def _saved_words(draft: ActivityDraft) -> str:
    words = []
    if draft.next_step:
        words.append(_("The next step is on your to-do list."))
    if draft.safety is not Safety.NONE:
        words.append(_("The supervisor will see the concern on the board."))
    return " ".join(words)


def _tell_overlaps(context: NoteContext, draft: ActivityDraft) -> None:
    if words := overlap_words(find_overlaps(current_user, context.client_id, [draft.when])):
        flash(words, "warning")


def _recorded(context: NoteContext, draft: ActivityDraft, activity_id: UUID) -> ResponseReturnValue:
    _tell_overlaps(context, draft)
    if not context.is_open:
        flash(_("Note saved. You are no longer this client's mentor, so the file stays closed."), "success")
        return redirect(url_for(".choose_client"), 303)
    _tell_saved(context, draft, activity_id, FIRST_VERSION)
    if "more" in request.form:
        return redirect(url_for(".choose_client"), 303)
    return redirect(came_from() or url_for("progress.show_client", client_id=context.client_id), 303)


def _changed(edit: ActivityEdit, draft: ActivityDraft, version: int) -> ResponseReturnValue:
    _tell_overlaps(edit.context, draft)
    there = way_back() or came_from() or url_for(".show_activity", activity_id=edit.activity_id)
    if edit.draft.outcome is not Outcome.PLANNED:
        return saved(_saved_words(draft), there)
    _tell_saved(edit.context, draft, edit.activity_id, version)
    return redirect(there, 303)


def _tell_saved(context: NoteContext, draft: ActivityDraft, activity_id: UUID, version: int) -> None:
    """On the page that follows: what was saved, the way to undo it, and who is next today."""
    told = {
        "title": _("Note of %(day)s with %(name)s saved", day=short_day(draft.held_on), name=context.called),
        "detail": _saved_words(draft),
        "undo": url_for(".undo", activity_id=activity_id),
        "version": version,
    }
    with suppress(Unavailable):  # the note is saved; who is next is told only where the reading can be recorded
        if plan := next_today(current_user, activity_id):
            record_reading(current_user, "next_today", [plan.client_id])
            told["next"] = _("next: %(name)s %(hour)s", name=plan.called, hour=hour(plan.starts_at))
            told["next_url"] = url_for(".edit_activity", activity_id=plan.id)
    tell_saved(told)


def _came_from() -> str | None:
    """The page to return to; not the one on which only the client was chosen."""
    there = came_from()
    return url_for("home.start") if there == url_for(".choose_client") else there


def _show_form(template: str, context: NoteContext, form: NoteForm | NoteEditForm, **more: Any) -> str:
    form.offer_next_days(context.next_on)
    questions = questions_of(current_user, [context.client_id] if context.is_open else [])
    agreed = agreed_steps(current_user, context.client_id) if context.is_open else []
    record_reading(current_user, "note" if context.is_open else "late_note", [context.client_id])
    shared = {"emergency": EMERGENCY_NUMBERS, "came_from": _came_from()}
    told = {"questions": questions, "agreed": agreed}
    return render_template(template, context=context, form=form, **told, **shared, **more)
