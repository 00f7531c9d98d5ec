"""The pages on which a step of a tie is recorded or taken back."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.ties.actions import add_tie_step, undo_tie_step
from caseapp.ties.blueprint import bp
from caseapp.ties.forms import TieEndForm, TieReturnForm, TieStepUndoForm, VisitForm, VisitPlanForm
from caseapp.ties.queries import find_tie, find_tie_step
from caseapp.ties.tie_views import show_tie_form
from caseapp.web.answers import refused, saved


@bp.route("/ties/<uuid:tie_id>/plan", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def plan_visit(tie_id: UUID) -> ResponseReturnValue:
    form = VisitPlanForm(data={"on": today(), "along": "mentor"})
    return _recorded(tie_id, form, "ties/plan.html", _("Visit planned."))


@bp.route("/ties/<uuid:tie_id>/visit", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def record_visit(tie_id: UUID) -> ResponseReturnValue:
    form = VisitForm(data={"on": today(), "how": "together"})
    return _recorded(tie_id, form, "ties/visit.html", _("Visit recorded."))


@bp.route("/ties/<uuid:tie_id>/end", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def end_tie(tie_id: UUID) -> ResponseReturnValue:
    form = TieEndForm(data={"on": today()})
    return _recorded(tie_id, form, "ties/end.html", _("Recorded. A tie that has ended may come back."))


@bp.route("/ties/<uuid:tie_id>/return", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def return_tie(tie_id: UUID) -> ResponseReturnValue:
    form = TieReturnForm(data={"on": today()})
    return _recorded(tie_id, form, "ties/return.html", _("The tie is back, and followed again."))


@bp.route("/tie-steps/<uuid:step_id>/undoing", methods=["POST"])
@requires(Capability.RECORD_WORK)
def undo_step(step_id: UUID) -> ResponseReturnValue:
    step = find_tie_step(current_user, step_id)
    form, there = TieStepUndoForm(), url_for(".list_clients_ties", client_id=step.client_id)
    if form.carry_out(lambda: undo_tie_step(current_user, step)):
        return saved(_("Taken back."), there)
    return refused(form, there)


def _recorded(
    tie_id: UUID, form: VisitPlanForm | VisitForm | TieEndForm | TieReturnForm, template: str, sentence: str
) -> ResponseReturnValue:
    """Record what the form says, or show the form."""
    tie = find_tie(current_user, tie_id)
    if form.carry_out(lambda: add_tie_step(current_user, tie, form.draft(), form.idempotency_key())):
        return saved(sentence, url_for(".list_clients_ties", client_id=tie.client_id))
    return show_tie_form(template, "tie_step", tie_id, form)
