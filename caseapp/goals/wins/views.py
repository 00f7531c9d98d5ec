"""The page of small wins: for the mentor, and for the client who holds the screen."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.goals.blueprint import bp
from caseapp.goals.queries import goals_in_progress
from caseapp.goals.wins.actions import add_win, take_back_win
from caseapp.goals.wins.forms import WinForm, WinUndoForm
from caseapp.goals.wins.queries import find_win, wins_of
from caseapp.goals.wins.words import common_wins
from caseapp.web.answers import refused


@bp.route("/clients/<uuid:client_id>/wins", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def list_wins(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    sentences = common_wins(client.language, client.gender_form.value)
    form = WinForm.offering(sentences, goals_in_progress(current_user, client_id))
    if form.carry_out(lambda: add_win(current_user, client_id, form.draft(sentences), form.idempotency_key())):
        return redirect(url_for(".list_wins", client_id=client_id), 303)
    client = find_client(current_user, client_id)
    wins = wins_of(current_user, client_id)
    record_reading(current_user, "wins", [client_id])
    undo = WinUndoForm(formdata=None)
    return render_template("goals/wins/list.html", client=client, form=form, wins=wins, said=sentences, undo=undo)


@bp.route("/wins/<uuid:win_id>/undo", methods=["POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def undo_win(win_id: UUID) -> ResponseReturnValue:
    win = find_win(current_user, win_id)
    form, there = WinUndoForm(), url_for(".list_wins", client_id=win.client_id)
    if form.carry_out(lambda: take_back_win(current_user, win)):
        return redirect(there, 303)
    return refused(form, there)
