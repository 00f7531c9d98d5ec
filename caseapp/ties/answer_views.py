"""The answer to a question of the program, in one tap, with the way to take it back."""

from uuid import UUID

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.i18n import _
from caseapp.ties.actions import answer_question
from caseapp.ties.blueprint import bp
from caseapp.ties.forms import StillThereForm
from caseapp.ties.queries import find_tie
from caseapp.ties.rules import STILL_THERE_NAMES, StillThere
from caseapp.web.answers import refused, tell_saved


@bp.route("/ties/<uuid:tie_id>/answer", methods=["POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def answer(tie_id: UUID) -> ResponseReturnValue:
    tie = find_tie(current_user, tie_id)
    form, there = StillThereForm(), _place_of(tie.client_id)
    done = form.carry_out(
        lambda: answer_question(current_user, tie, form.asked_week(), form.still_there(), form.idempotency_key())
    )
    if not done:
        return refused(form, there)
    if g.get("with_client"):
        return redirect(there, 303)
    _tell(tie.name, form.still_there(), done.result.id)
    is_over = form.still_there() is StillThere.GONE
    return redirect(url_for(".end_tie", tie_id=tie_id) if is_over else there, 303)


def _tell(name: str, said: StillThere, step_id: UUID) -> None:
    told = {
        "title": _("Answer saved"),
        "detail": f"{name}: {STILL_THERE_NAMES[said]}",
        "undo": url_for(".undo_step", step_id=step_id),
        "version": "",
    }
    tell_saved(told)


def _place_of(client_id: UUID) -> str:
    """The page on which the button was pressed."""
    if g.get("with_client"):
        return url_for("beside.list_my_questions")
    if request.form.get("from") == "today":
        return url_for("home.start")
    return url_for(".list_clients_ties", client_id=client_id)
