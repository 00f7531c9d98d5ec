"""The papers of mentors: all of them, one mentor's, one's own, and what somebody saw."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.clock import today
from caseapp.fitness.actions import record_paper, withdraw_paper
from caseapp.fitness.blueprint import bp
from caseapp.fitness.forms import PaperEndForm, PaperForm
from caseapp.fitness.page import among, filters_of, shown_of
from caseapp.fitness.queries import (
    binds_from,
    find_kind,
    find_paper,
    find_standing,
    list_kinds,
    list_standings,
    own_standings,
    papers_of,
    rule_on_since,
)
from caseapp.fitness.rules import STATE_NAMES
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/mentor-papers")
@requires(Capability.KEEP_PAPERS)
def list_mentors() -> ResponseReturnValue:
    rows, shown = list_standings(current_user), shown_of(request.args.get("show"))
    return render_template(
        "fitness/list.html",
        rows=among(rows, shown),
        filters_shown=filters_of(rows, shown),
        since=rule_on_since(current_user),
        binds=binds_from(current_user),
        today=today(),
        state_names=STATE_NAMES,
    )


@bp.route("/mentor-papers/<uuid:person_id>")
@requires(Capability.KEEP_PAPERS)
def show_mentor(person_id: UUID) -> ResponseReturnValue:
    mentor, papers = find_standing(current_user, person_id), papers_of(current_user, person_id)
    kinds = {kind.code: kind for kind in list_kinds(current_user)}
    may_exempt = may(current_user, Capability.EXEMPT_FROM_PAPERS)
    shown = {"papers": papers, "kinds": kinds, "state_names": STATE_NAMES, "may_exempt": may_exempt}
    return render_template("fitness/mentor.html", mentor=mentor, **shown)


@bp.route("/mentor-papers/<uuid:person_id>/<code>/new", methods=["GET", "POST"])
@requires(Capability.KEEP_PAPERS)
def new_paper(person_id: UUID, code: str) -> ResponseReturnValue:
    mentor, kind = find_standing(current_user, person_id), find_kind(current_user, code)
    form = PaperForm.offering(may(current_user, Capability.EXEMPT_FROM_PAPERS), today())
    if form.carry_out(
        lambda: record_paper(current_user, person_id, code, form.draft(), form.idempotency_key()),
    ):
        return saved(_("Saved."), url_for(".show_mentor", person_id=person_id))
    return render_template("fitness/new.html", mentor=mentor, kind=kind, form=form)


@bp.route("/mentor-papers/records/<uuid:paper_id>/end", methods=["GET", "POST"])
@requires(Capability.KEEP_PAPERS)
def end_paper(paper_id: UUID) -> ResponseReturnValue:
    paper, form = find_paper(current_user, paper_id), PaperEndForm()
    mentor, kind = find_standing(current_user, paper.person_id), find_kind(current_user, paper.kind)
    if form.carry_out(lambda: withdraw_paper(current_user, paper_id, form.reason.data)):
        return saved(_("It no longer counts."), url_for(".show_mentor", person_id=mentor.id))
    return render_template("fitness/end.html", mentor=mentor, kind=kind, paper=paper, form=form)


@bp.route("/my-papers")
@requires(Capability.USE_OWN_ACCOUNT)
def show_own() -> ResponseReturnValue:
    kinds = {kind.code: kind for kind in list_kinds(current_user)}
    papers, standings = papers_of(current_user, current_user.id), own_standings(current_user)
    return render_template("fitness/own.html", papers=papers, standings=standings, kinds=kinds, state_names=STATE_NAMES)
