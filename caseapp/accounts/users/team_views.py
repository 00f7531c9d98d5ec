"""The administrator's pages about teams."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.deputies.queries import deputies_of
from caseapp.accounts.joinings.queries import team_waiting
from caseapp.accounts.queries import find_team, list_teams
from caseapp.accounts.users.actions import add_team, rename_team
from caseapp.accounts.users.forms import NewTeamForm, TeamNameForm
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/teams", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
def list_all_teams() -> ResponseReturnValue:
    """All teams, and a form for one more."""
    form = NewTeamForm()
    if form.carry_out(lambda: add_team(current_user, form.name.data, form.idempotency_key())):
        return saved(_("Team added."), url_for(".list_all_teams"))
    return render_template("accounts/users/teams.html", form=form, teams=list_teams(current_user))


@bp.route("/teams/<uuid:team_id>", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
def show_team(team_id: UUID) -> ResponseReturnValue:
    team = find_team(current_user, team_id)
    form = TeamNameForm(obj=team)
    if form.carry_out(
        lambda: rename_team(current_user, team, form.name.data, form.edited_version()),
        conflict=lambda: _show_both(team_id, form),
    ):
        return saved(_("Saved."), url_for(".list_all_teams"))
    parts = {"deputies": deputies_of(current_user, team_id), "waiting": team_waiting(current_user, team_id)}
    return render_template("accounts/users/team.html", form=form, team=team, **parts)


def _show_both(team_id: UUID, form: TeamNameForm) -> ResponseReturnValue:
    newest = find_team(current_user, team_id)
    return show_two_texts(form, {"name": newest.name}, newest.version, _("Two versions of this record"))
