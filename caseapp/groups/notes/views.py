"""Pages of what a meeting was about, and of a worry out of it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import Conflict, NotAllowed, RuleBroken
from caseapp.followups.rules import EMERGENCY_NUMBERS, Safety
from caseapp.groups.attendance.follow_up_actions import raise_worry
from caseapp.groups.attendance.queries import find_meeting, told_meeting
from caseapp.groups.attendance.roll_call_queries import roll_of
from caseapp.groups.blueprint import bp
from caseapp.groups.notes.actions import keep_note
from caseapp.groups.notes.forms import NoteForm, WorryForm
from caseapp.groups.notes.queries import NoteSaid, find_meeting_to_note, note_of, said
from caseapp.groups.queries import may_call_the_roll
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts


@bp.route("/meetings/<uuid:meeting_id>/note", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def note_meeting(meeting_id):
    meeting, group = find_meeting_to_note(current_user, meeting_id)
    form = NoteForm(**_stored(meeting_id))
    if form.validate_on_submit():
        try:
            return _noted(meeting_id, group, form)
        except RuleBroken as fault:
            form.refuse(fault)
    told = told_meeting(current_user, meeting)
    record_reading(current_user, "group_note", [])
    return render_template("groups/notes/note.html", meeting=meeting, group=group, told=told, form=form)


@bp.route("/meetings/<uuid:meeting_id>/worry", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def tell_worry(meeting_id):
    meeting, group = find_meeting(current_user, meeting_id)
    if not may_call_the_roll(current_user, group):
        raise NotAllowed
    people = [(row.client_id, row.name) for row in roll_of(current_user, meeting)]
    form = WorryForm().offer(people)
    if form.validate_on_submit():
        return _told(meeting_id, form)
    record_reading(current_user, "group_worry", [client_id for client_id, _name in people])
    return render_template(
        "groups/notes/worry.html", meeting=meeting, group=group, form=form, numbers=EMERGENCY_NUMBERS
    )


def _noted(meeting_id, group, form):
    words = NoteSaid(form.topic.data or "", form.themes.data or "", form.next.data or "")
    try:
        keep_note(current_user, meeting_id, words, form.edited_version())
        flash(_("Saved."), "success")
        return redirect(url_for(".show_group", group_id=group.id), 303)
    except Conflict:
        stored = _stored(meeting_id)
        record_reading(current_user, "group_note_two_texts", [])
        return show_two_texts(form, stored, stored["version"], _("Two versions of this group note"))


def _stored(meeting_id):
    note = note_of(current_user, meeting_id)
    return {"version": note.version if note else 0, **said(note)._asdict()}


def _told(meeting_id, form):
    client_id, level = UUID(form.client.data), Safety(form.level.data)
    raise_worry(current_user, meeting_id, client_id, level, form.words.data, form.idempotency_key())
    flash(_("The supervisor will see it."), "success")
    return redirect(url_for(".call_the_roll", meeting_id=meeting_id), 303)
