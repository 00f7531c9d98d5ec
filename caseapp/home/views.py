"""The first page, for each role its own."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import escape

from caseapp.access import Capability, Role, requires
from caseapp.accounts.joinings.queries import team_joinings
from caseapp.audit import record_reading
from caseapp.clock import local, now, today
from caseapp.groups.attendance.forms import meeting_form
from caseapp.home.queries import still_unreadable, today_of
from caseapp.home.rules import first_name, greeting
from caseapp.i18n import apart
from caseapp.progress.words import ahead
from caseapp.web.forms import BaseForm

bp = Blueprint("home", __name__)


@bp.route("/")
@requires(Capability.USE_OWN_ACCOUNT)
def start() -> ResponseReturnValue:
    if current_user.role == Role.SUPERVISOR:
        return redirect(url_for("supervision.show_board"), 303)
    words = {
        "greeting": escape(greeting(local(now()).hour)) % {"name": apart(first_name(current_user.name))},
        "today": today(),
    }
    if current_user.role != Role.MENTOR:
        return render_template("home/administrator.html", unreadable=still_unreadable(), **words)
    day = today_of(current_user)
    record_reading(current_user, "today", [person.id for person in day.people])
    joinings = team_joinings(current_user)
    forms = {"form": BaseForm(), "meeting_form": meeting_form}
    return render_template("home/mentor.html", day=day, ahead=ahead, joinings=joinings, **forms, **words)
