"""The pages of the calendar of duties."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.oversight.blueprint import bp
from caseapp.oversight.duties.actions import record_done, take_back_done
from caseapp.oversight.duties.forms import DoneForm, EndEntryForm
from caseapp.oversight.duties.queries import entries_of, find_done, find_duty, last_trail_check, list_duties
from caseapp.oversight.duties.rules import HOUSE_DUTY_NAMES, HouseDuty
from caseapp.web.answers import saved


@bp.route("/duties", endpoint="list_duties")
@requires(Capability.OVERSEE)
def show_duties() -> ResponseReturnValue:
    lines, check = list_duties(current_user), last_trail_check(current_user)
    is_late_only = request.args.get("list") == "late"
    shown = [line for line in lines if line.is_red] if is_late_only else lines
    record_reading(current_user, "duties", [])
    told = {"check": check, "by_hand": set(HouseDuty), "is_late_only": is_late_only}
    return render_template("oversight/duties/list.html", lines=shown, **told)


@bp.route("/duties/<code>", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def show_duty(code: str) -> ResponseReturnValue:
    line, form = find_duty(current_user, code), DoneForm(data={"done_on": today()})
    duty = HouseDuty(code)
    if form.carry_out(lambda: record_done(current_user, duty, form.draft(), form.idempotency_key())):
        return saved(_("Saved."), url_for(".show_duty", code=code))
    entries = entries_of(current_user, [duty])
    record_reading(current_user, "duties", [])
    return render_template("oversight/duties/show.html", line=line, form=form, entries=entries)


@bp.route("/duties/entries/<uuid:entry_id>/end", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def end_entry(entry_id: UUID) -> ResponseReturnValue:
    entry, form = find_done(current_user, entry_id), EndEntryForm()
    if form.carry_out(lambda: take_back_done(current_user, entry_id, form.reason.data)):
        return saved(_("It no longer counts."), url_for(".show_duty", code=entry.duty))
    record_reading(current_user, "duties", [])
    name = HOUSE_DUTY_NAMES[entry.duty]
    return render_template("oversight/duties/end.html", entry=entry, form=form, name=name)
