"""The page of the figure for a team, for one mentor and for everybody whom the viewer sees."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.errors import NotVisible
from caseapp.ties.blueprint import bp
from caseapp.ties.figure.queries import PAGE, Whose, counted_ties, mentors_in_charge_of, tie_figure
from caseapp.ties.rules import TieStanding
from caseapp.ties.words import STANDING_NAMES
from caseapp.web.addresses import id_named

ALL = "counted"


@bp.route("/ties")
@requires(Capability.RECORD_WORK)
def show_figure() -> ResponseReturnValue:
    whose, of, after = Whose(id_named("team"), id_named("mentor")), _list(), id_named("after")
    figure = tie_figure(current_user, whose)
    rows = counted_ties(current_user, whose, None if of == ALL else TieStanding(of), after) if of else []
    record_reading(current_user, "ties_figure", [row.client_id for row in rows[:PAGE]])
    return render_template(
        "ties/figure/figure.html",
        figure=figure,
        rows=rows[:PAGE],
        later=_address(whose, list=of, after=rows[PAGE - 1].id) if len(rows) > PAGE else None,
        of=of,
        **_choices(whose),
    )


def _choices(whose: Whose) -> dict[str, Any]:
    """Whose figure can be asked for, and what the lists are called."""
    return {
        "whose": whose,
        "address": partial(_address, whose),
        "teams": list_teams_in_charge(current_user),
        "mentors": mentors_in_charge_of(current_user),
        "standing_names": STANDING_NAMES,
    }


def _address(whose: Whose, **more: object) -> str:
    values: dict[str, Any] = {"team": whose.team_id, "mentor": whose.mentor_id, **more}
    return url_for("ties.show_figure", **values)


def _list() -> str:
    """The list that the address asks for; empty where it asks for none."""
    of = request.args.get("list", "")
    if of and of != ALL and of not in set(TieStanding):
        raise NotVisible
    return of
