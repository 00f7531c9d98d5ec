"""The page of what a client says to goals, plan and reports."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import BESIDE, Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.goals.answers.actions import record_answer
from caseapp.goals.answers.forms import ClientAnswerForm
from caseapp.goals.answers.queries import answers_of, questions_of
from caseapp.goals.answers.words import subjects_in
from caseapp.goals.blueprint import bp
from caseapp.goals.queries import goals_in_progress


@bp.route("/clients/<uuid:client_id>/answers", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def list_answers(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    questions = questions_of(current_user, [client_id])
    subjects = subjects_in(goals_in_progress(current_user, client_id), questions)
    form = ClientAnswerForm.asking(subjects, request.args.get("about", ""), current_user.role == BESIDE)
    if form.carry_out(lambda: record_answer(current_user, client_id, form.draft(), form.idempotency_key())):
        return redirect(url_for(".list_answers", client_id=client_id), 303)
    client, answers = find_client(current_user, client_id), answers_of(current_user, client_id)
    record_reading(current_user, "answers", [client_id])
    return render_template(
        "goals/answers/list.html", client=client, form=form, answers=answers, questions=questions, subjects=subjects
    )
