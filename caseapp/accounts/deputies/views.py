"""The administrator's pages about who stands in for a supervisor."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.deputies.actions import end_deputyship, set_deputy
from caseapp.accounts.deputies.forms import DeputyEndForm, DeputyForm
from caseapp.accounts.deputies.queries import eligible_deputies, find_deputyship
from caseapp.accounts.deputies.rules import earliest_end
from caseapp.accounts.queries import find_team
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts


@bp.route("/teams/<uuid:team_id>/deputies/new", methods=["GET", "POST"])
@requires(Capability.KEEP_USERS)
def new_deputy(team_id):
    team = find_team(current_user, team_id)
    form = DeputyForm.offering(eligible_deputies(current_user, team_id), today())
    if form.validate_on_submit():
        try:
            set_deputy(current_user, team_id, *form.deputyship(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Deputy saved."), "success")
            return redirect(url_for(".show_team", team_id=team_id), 303)
    return render_template("accounts/deputies/new.html", team=team, form=form)


@bp.route("/teams/<uuid:team_id>/deputies/<uuid:deputyship_id>", methods=["GET", "POST"])
@requires(Capability.KEEP_USERS)
def edit_deputy(team_id, deputyship_id):
    deputyship = find_deputyship(current_user, team_id, deputyship_id)
    form = DeputyEndForm(data={"ends_on": deputyship.ends_on or today(), "version": deputyship.version})
    if form.validate_on_submit():
        try:
            end_deputyship(current_user, deputyship, form.ends_on.data, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _both_days(team_id, deputyship_id, form)
        else:
            flash(_("End date saved."), "success")
            return redirect(url_for(".show_team", team_id=team_id), 303)
    days = {"earliest": earliest_end(deputyship.starts_on, today()), "today": today()}
    return render_template("accounts/deputies/edit.html", deputyship=deputyship, form=form, **days)


def _both_days(team_id, deputyship_id, form):
    newest = find_deputyship(current_user, team_id, deputyship_id)
    return show_two_texts(form, {"ends_on": newest.ends_on}, newest.version, _("Two versions of a deputy's end date"))
