"""The administrator's pages about who stands in for a supervisor."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.deputies.actions import end_deputyship, set_deputy
from caseapp.accounts.deputies.forms import DeputyEndForm, DeputyForm
from caseapp.accounts.deputies.queries import eligible_deputies, find_deputyship
from caseapp.accounts.deputies.rules import earliest_end
from caseapp.accounts.joining_rules import WAITS
from caseapp.accounts.queries import find_team
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/teams/<uuid:team_id>/deputies/new", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def new_deputy(team_id: UUID) -> ResponseReturnValue:
    team = find_team(current_user, team_id)
    form = DeputyForm.offering(eligible_deputies(current_user, team_id), today())
    if done := form.carry_out(lambda: set_deputy(current_user, team_id, form.draft(), form.idempotency_key())):
        sentence = str(WAITS) if done.result.is_taken_back else _("Deputy saved.")
        return saved(sentence, url_for(".show_team", team_id=team_id))
    return render_template("accounts/deputies/new.html", team=team, form=form)


@bp.route("/teams/<uuid:team_id>/deputies/<uuid:deputyship_id>", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def edit_deputy(team_id: UUID, deputyship_id: UUID) -> ResponseReturnValue:
    deputyship = find_deputyship(current_user, team_id, deputyship_id)
    form = DeputyEndForm(data={"ends_on": deputyship.ends_on or today(), "version": deputyship.version})
    if done := form.carry_out(
        lambda: end_deputyship(current_user, deputyship, form.ends_on.data, form.edited_version()),
        conflict=lambda: _show_both(team_id, deputyship_id, form),
    ):
        return saved(str(WAITS) if done.result else _("End date saved."), url_for(".show_team", team_id=team_id))
    days = {"earliest": earliest_end(deputyship.starts_on, today()), "today": today()}
    return render_template("accounts/deputies/edit.html", deputyship=deputyship, form=form, **days)


def _show_both(team_id: UUID, deputyship_id: UUID, form: DeputyEndForm) -> ResponseReturnValue:
    newest = find_deputyship(current_user, team_id, deputyship_id)
    return show_two_texts(form, {"ends_on": newest.ends_on}, newest.version, _("Two versions of a deputy's end date"))
