"""The register's pages: who mentors whom. They tell name, status and mentors, and nothing else of a client."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.assignments.actions import assign_mentor, end_assignment
from caseapp.clients.assignments.forms import AssignmentForm, EndForm
from caseapp.clients.assignments.queries import find_assignment, find_registered, list_mentors, list_register
from caseapp.clients.forms import SearchForm
from caseapp.clients.queries import PAGE, list_assignments, registered
from caseapp.clients.rules import earliest_end
from caseapp.clients.transfers.queries import list_moves
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("register", __name__)


@bp.route("/register", endpoint="list_register")
@requires(Capability.ASSIGN_MENTORS)
def show_register():
    page = list_register(current_user, after=request.args.get("after", type=UUID))
    record_reading(current_user, "register", [row.id for row in page.rows])
    return render_template(
        "clients/assignments/register.html", page=page, form=SearchForm(formdata=None), words=None, most=PAGE
    )


@bp.route("/register/search", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def search_register():
    form = SearchForm()
    words = form.words.data if form.validate_on_submit() else ""
    page = list_register(current_user, words=words)
    record_reading(current_user, "register", [row.id for row in page.rows])
    return render_template("clients/assignments/register.html", page=page, form=form, words=words, most=PAGE)


@bp.route("/register/<uuid:client_id>/assignments", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def show_assignments(client_id):
    row = find_registered(current_user, client_id)
    stretches = list_assignments(current_user, client_id, registered)
    form = AssignmentForm.offering(list_mentors(current_user, client_id), _coverable(stretches), today())
    if form.validate_on_submit():
        try:
            assign_mentor(current_user, client_id, *form.assignment(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Mentor assigned."), "success")
            return redirect(url_for(".show_assignments", client_id=client_id), 303)
    shown = {"stretches": stretches, "moves": list_moves(current_user, client_id), "today": today()}
    record_reading(current_user, "assignments", [client_id])
    return render_template("clients/assignments/list.html", row=row, form=form, **shown)


@bp.route("/register/<uuid:client_id>/assignments/<uuid:assignment_id>/end", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def close_assignment(client_id, assignment_id):
    row = find_registered(current_user, client_id)
    assignment = find_assignment(current_user, client_id, assignment_id)
    form = EndForm.of(assignment, today())
    if form.validate_on_submit():
        try:
            end_assignment(current_user, assignment, form.ends_on.data, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_days(client_id, assignment_id, form)
        else:
            flash(_("End date saved."), "success")
            return redirect(url_for(".show_assignments", client_id=client_id), 303)
    return _end_page(row, assignment_id, form)


def _coverable(stretches):
    return {stretch.mentor_id: stretch.mentor_name for stretch in stretches if stretch.may_pass_on(today())}


def _both_days(client_id, assignment_id, form):
    newest = find_assignment(current_user, client_id, assignment_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(
        form, {"ends_on": newest.ends_on}, newest.version, _("Two versions of an assignment's end date")
    )


def _end_page(row, assignment_id, form):
    stretches = list_assignments(current_user, row.id, registered)
    stretch = next(stretch for stretch in stretches if stretch.id == assignment_id)
    record_reading(current_user, "assignments", [row.id])
    return render_template(
        "clients/assignments/end.html", row=row, form=form, stretch=stretch, earliest=earliest_end(stretch.starts_on)
    )
