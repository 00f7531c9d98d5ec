"""The pages of readings that are to be looked at."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.watch.blueprint import bp
from caseapp.watch.readings.actions import say_of_reading
from caseapp.watch.readings.forms import ReadingWordForm
from caseapp.watch.readings.queries import clients_of_reading, find_reading, looked_at_readings, waiting_readings
from caseapp.web.answers import saved


@bp.route("/readings")
@requires(Capability.WATCH_READING)
def list_readings() -> ResponseReturnValue:
    waiting, done = waiting_readings(current_user), looked_at_readings(current_user)
    numbers = {
        "files": threshold(Threshold.MANY_FILES),
        "from_hour": threshold(Threshold.READING_FROM_HOUR),
        "to_hour": threshold(Threshold.READING_TO_HOUR),
    }
    record_reading(current_user, "unusual_reading", [])
    return render_template("watch/readings/list.html", waiting=waiting, done=done, **numbers)


@bp.route("/readings/<uuid:reading_id>", methods=["GET", "POST"])
@requires(Capability.WATCH_READING)
def show_reading(reading_id: UUID) -> ResponseReturnValue:
    row = find_reading(current_user, reading_id)
    form = ReadingWordForm()
    if form.carry_out(lambda: say_of_reading(current_user, reading_id, form.draft())):
        return saved(_("Saved."), url_for(".list_readings"))
    clients = clients_of_reading(current_user, reading_id)
    record_reading(current_user, "unusual_reading", [client_id for client_id, _name in clients])
    return render_template("watch/readings/show.html", row=row, form=form, clients=clients)
