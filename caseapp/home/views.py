"""The first page, for each role its own."""

from flask import Blueprint, render_template
from flask_login import current_user

from caseapp.access import Capability, Role, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import PAGE
from caseapp.clock import local, now, today
from caseapp.home.queries import board_of, today_of
from caseapp.home.rules import first_name, greeting
from caseapp.progress.rules import EXPECTED_DAYS, Rhythm
from caseapp.progress.words import ahead

bp = Blueprint("home", __name__)


@bp.route("/")
@requires(Capability.USE_OWN_ACCOUNT)
def start():
    page = {Role.MENTOR: _mentors_day, Role.SUPERVISOR: _teams_board}.get(current_user.role, _administration)
    return page(
        greeting=str(greeting(local(now()).hour)) % {"name": first_name(current_user.name)},
        today=today(),
        expected_days=EXPECTED_DAYS,
    )


def _mentors_day(**words):
    day = today_of(current_user)
    record_reading(current_user, "today", [person.id for person in day.people])
    return render_template("home/mentor.html", day=day, ahead=ahead, **words)


def _teams_board(**words):
    board = board_of(current_user)
    shown = board.people[:PAGE]
    record_reading(current_user, "board", [person.id for person in shown])
    return render_template("home/supervisor.html", board=board, shown=shown, Rhythm=Rhythm, **words)


def _administration(**words):
    return render_template("home/administrator.html", **words)
