"""Pages of the note: choose whom, write, look, mend, take back."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import way_back
from caseapp.activities.actions import change_activity, enter_in_error, record_activity
from caseapp.activities.amendments.queries import amendments_of
from caseapp.activities.blueprint import bp
from caseapp.activities.forms import (
    ErrorForm,
    NoteEditForm,
    NoteForm,
    NoteLists,
    note_form,
    sent_goals,
    start_mending,
    start_new,
)
from caseapp.activities.note_form_queries import clients_to_note, find_ground, find_mending
from caseapp.activities.queries import is_final_now, may_mend
from caseapp.activities.timeline_queries import tell_activity
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.errors import Conflict, NotAllowed, RuleBroken
from caseapp.followups.rules import EMERGENCY_NUMBERS, Safety
from caseapp.i18n import _
from caseapp.organisation.queries import name_of, offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts


@bp.route("/activities/new")
@requires(Capability.RECORD_WORK)
def choose_client():
    clients = clients_to_note(current_user)
    record_reading(current_user, "choose_client", [client.id for client in clients])
    return render_template("activities/choose_client.html", clients=clients)


@bp.route("/clients/<uuid:client_id>/activities/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_activity(client_id):
    form = note_form(NoteForm, sent_goals(), lists())
    ground = find_ground(current_user, client_id, late_on=form.held_on.data if request.method == "POST" else None)
    if ground.is_open:
        start = start_new(ground.minutes, ground.mode)
        form = note_form(NoteForm, ground.goals, lists(ground.next_on), ground.called, start)
    if form.validate_on_submit():
        try:
            record_activity(current_user, client_id, form.draft(), form.idempotency_key())
            return _recorded(ground, form.draft())
        except RuleBroken as fault:
            form.refuse(fault)
    return _show_form("activities/new.html", ground, form)


@bp.route("/activities/<uuid:activity_id>")
@requires(Capability.SEE_CLIENTS)
def show_activity(activity_id):
    told = tell_activity(current_user, activity_id)
    client = find_client(current_user, told.client_id)
    record_reading(current_user, "activity", [client.id])
    mends = may_mend(current_user, told.mentor_id, told.client_id, told.outcome) and not told.is_in_error
    return render_template(
        "activities/show.html",
        told=told,
        client=client,
        may_mend=mends,
        is_final=is_final_now(told.outcome, told.noted_at),
        amendments=amendments_of(current_user, [activity_id]).get(activity_id, []),
    )


@bp.route("/activities/<uuid:activity_id>/edit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_activity(activity_id):
    try:
        mending = find_mending(current_user, activity_id)
    except NotAllowed:
        return _noted_by_another(activity_id)
    form = _mending_form(mending)
    if form.validate_on_submit():
        try:
            change_activity(current_user, activity_id, form.draft(), form.edited_version())
            return _mended(activity_id, form.draft())
        except RuleBroken as fault:
            form.refuse(fault)
        except (Conflict, NotAllowed):
            return _changed_meanwhile(form, activity_id)
    return _show_mending(mending, form)


@bp.route("/activities/<uuid:activity_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def take_back_activity(activity_id):
    mending = find_mending(current_user, activity_id, also_in_error=True)
    form = ErrorForm(version=mending.version)
    if form.validate_on_submit():
        enter_in_error(current_user, activity_id, form.reason.data, form.edited_version())
        flash(_("Marked as entered in error. The note stays in the file, crossed out, and is not counted."), "success")
        return redirect(url_for(".show_activity", activity_id=activity_id), 303)
    record_reading(current_user, "activity_error", [mending.ground.client_id])
    return render_template("activities/error.html", form=form, mending=mending, activity_id=activity_id)


def lists(next_on=None, draft=None):
    """What a note chooses from; also what it chose before, though it is no longer offered."""
    kinds = offered(ListKind.ACTIVITY_KINDS)
    kept = [code for code in draft.kinds if code not in dict(kinds)] if draft else []
    kinds += [(code, name_of(ListKind.ACTIVITY_KINDS, code)) for code in kept]
    return NoteLists(kinds, offered(ListKind.PLACES, also=draft.place if draft else ""), next_on)


def _mending_form(mending):
    ground, start = mending.ground, start_mending(mending.draft, mending.version)
    return note_form(NoteEditForm, ground.goals, lists(ground.next_on, mending.draft), ground.called, start)


def _show_mending(mending, form):
    final = is_final_now(mending.draft.outcome, mending.written_at)
    of_note = {"activity_id": mending.activity_id, "mending": mending, "is_final": final}
    return _show_form("activities/edit.html", mending.ground, form, **of_note)


def _mended(activity_id, draft):
    flash(_saved(draft), "success")
    return redirect(way_back() or url_for(".show_activity", activity_id=activity_id), 303)


def _changed_meanwhile(form, activity_id):
    try:
        newest = find_mending(current_user, activity_id)
    except NotAllowed:
        return _noted_by_another(activity_id)
    record_reading(current_user, "two_texts", [newest.ground.client_id])
    stored = start_mending(newest.draft, newest.version)
    return show_two_texts(form, stored, newest.version, _("Two versions of this note"))


def _noted_by_another(activity_id):
    """Somebody else said meanwhile what became of a meeting: that note stands, and what was typed can become a note
    of one's own."""
    if request.method != "POST":
        raise NotAllowed
    told = tell_activity(current_user, activity_id)
    ground = find_ground(current_user, told.client_id)
    form = note_form(NoteForm, ground.goals, lists(ground.next_on), ground.called)
    return _show_form("activities/new.html", ground, form, noted=told), 409


def _saved(draft):
    words = [_("Saved.")]
    if draft.next_step:
        words.append(_("The next step is on your to-do list."))
    if draft.safety is not Safety.NONE:
        words.append(_("The supervisor will see the concern on the board."))
    return " ".join(words)


def _recorded(ground, draft):
    if not ground.is_open:
        flash(_("Note saved. You are no longer this client's mentor, so the file stays closed."), "success")
        return redirect(url_for(".choose_client"), 303)
    flash(_saved(draft), "success")
    if "more" in request.form:
        return redirect(url_for(".choose_client"), 303)
    return redirect(url_for("progress.show_client", client_id=ground.client_id), 303)


def _show_form(template, ground, form, **more):
    record_reading(current_user, "note" if ground.is_open else "late_note", [ground.client_id])
    return render_template(template, ground=ground, form=form, emergency=EMERGENCY_NUMBERS, **more)
