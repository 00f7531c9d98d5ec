"""The pages of the register: who mentors whom. They show name, status and mentors of a client, and nothing else."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.assignments.actions import assign_mentor, end_assignment
from caseapp.clients.assignments.forms import AssignmentForm, EndAssignmentForm
from caseapp.clients.assignments.page import in_common
from caseapp.clients.assignments.queries import (
    RegisterRow,
    find_assignment,
    find_registered,
    list_mentors,
    list_register,
)
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import PAGE, AssignmentPeriod, list_assignments, registered
from caseapp.clients.rules import earliest_end
from caseapp.clients.transfers.queries import list_transfers
from caseapp.clock import today
from caseapp.fitness.queries import warned_of
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("register", __name__)


@bp.route("/register", endpoint="list_register")
@requires(Capability.ASSIGN_MENTORS)
def show_register() -> ResponseReturnValue:
    page = list_register(current_user, after=request.args.get("after", type=UUID))
    record_reading(current_user, "register", [row.id for row in page.rows])
    return render_template(
        "clients/assignments/register.html", page=page, form=ClientSearchForm(formdata=None), words=None, most=PAGE
    )


@bp.route("/register/search", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def search_register() -> ResponseReturnValue:
    form = ClientSearchForm()
    words = form.words.data if form.validate_on_submit() else ""
    page = list_register(current_user, words=words)
    record_reading(current_user, "register", [row.id for row in page.rows])
    return render_template("clients/assignments/register.html", page=page, form=form, words=words, most=PAGE)


@bp.route("/register/<uuid:client_id>/assignments", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def show_assignments(client_id: UUID) -> ResponseReturnValue:
    row = find_registered(current_user, client_id)
    periods = list_assignments(current_user, client_id, registered)
    mentors = list_mentors(current_user, client_id)
    form = AssignmentForm.offering(mentors, _coverable(periods), today(), request.args.get("mentor", ""))
    if form.carry_out(lambda: assign_mentor(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("Mentor assigned."), url_for(".show_assignments", client_id=client_id))
    shown = {"periods": periods, "transfers": list_transfers(current_user, client_id), "today": today()}
    shown["warned"] = warned_of(current_user, [*(one.mentor_id for one in periods), *(one.id for one in mentors)])
    shared = in_common(current_user, client_id, mentors)
    return render_template("clients/assignments/list.html", row=row, form=form, in_common=shared, **shown)


@bp.route("/register/<uuid:client_id>/assignments/<uuid:assignment_id>/end", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def close_assignment(client_id: UUID, assignment_id: UUID) -> ResponseReturnValue:
    row = find_registered(current_user, client_id)
    assignment = find_assignment(current_user, client_id, assignment_id)
    form = EndAssignmentForm.of(assignment, today())
    if form.carry_out(
        lambda: end_assignment(current_user, assignment, form.ends_on.data, form.edited_version()),
        conflict=lambda: _both_days(client_id, assignment_id, form),
    ):
        return saved(_("End date saved."), url_for(".show_assignments", client_id=client_id))
    return _end_page(row, assignment_id, form)


def _coverable(periods: Iterable[AssignmentPeriod]) -> dict[UUID, str]:
    return {period.mentor_id: period.mentor_name for period in periods if period.can_be_handed_over(today())}


def _both_days(client_id: UUID, assignment_id: UUID, form: EndAssignmentForm) -> ResponseReturnValue:
    newest = find_assignment(current_user, client_id, assignment_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(
        form, {"ends_on": newest.ends_on}, newest.version, _("Two versions of an assignment's end date")
    )


def _end_page(row: RegisterRow, assignment_id: UUID, form: EndAssignmentForm) -> ResponseReturnValue:
    periods = list_assignments(current_user, row.id, registered)
    period = next(period for period in periods if period.id == assignment_id)
    record_reading(current_user, "assignments", [row.id])
    return render_template(
        "clients/assignments/end.html", row=row, form=form, period=period, earliest=earliest_end(period.starts_on)
    )
