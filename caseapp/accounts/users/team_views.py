"""The administrator's pages about teams."""

from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.deputies.queries import deputies_of
from caseapp.accounts.queries import find_team, list_teams
from caseapp.accounts.users.actions import add_team, rename_team
from caseapp.accounts.users.forms import NewTeamForm, TeamForm
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _


@bp.route("/teams", methods=["GET", "POST"])
@requires(Capability.KEEP_USERS)
def list_all_teams() -> ResponseReturnValue:
    """All teams, and a form for one more."""
    form = NewTeamForm()
    if form.validate_on_submit():
        try:
            add_team(current_user, form.idempotency_key(), form.name.data)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Team added."), "success")
            return redirect(url_for(".list_all_teams"), 303)
    return render_template("accounts/users/teams.html", form=form, teams=list_teams(current_user))


@bp.route("/teams/<uuid:team_id>", methods=["GET", "POST"])
@requires(Capability.KEEP_USERS)
def show_team(team_id: UUID) -> ResponseReturnValue:
    team = find_team(current_user, team_id)
    form = TeamForm(obj=team)
    if form.validate_on_submit():
        try:
            rename_team(current_user, team, form.edited_version(), form.name.data)
        except Conflict:
            return _show_both(team, form)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".list_all_teams"), 303)
    of_team = {"team": team, "deputies": deputies_of(current_user, team_id)}
    return render_template("accounts/users/team.html", form=form, **of_team)


def _show_both(team: Any, form: TeamForm) -> ResponseReturnValue:
    form.version.data = str(team.version)
    fields = [
        {
            "label": form.name.label.text,
            "theirs": team.name,
            "mine": form.name.data,
            "name": form.name.name,
            "field": form.name,
        }
    ]
    action_url = url_for(".show_team", team_id=team.id)
    return make_response(render_template("_errors/conflict.html", fields=fields, form=form, action_url=action_url), 409)
