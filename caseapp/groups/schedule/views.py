"""Pages of a group's days: a meeting whose roll is to be called, and what is agreed about a day ahead."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import Conflict, NotVisible, RuleBroken
from caseapp.groups.blueprint import bp
from caseapp.groups.queries import find_group_to_lead
from caseapp.groups.schedule.actions import change_day
from caseapp.groups.schedule.forms import DayForm, stored_day
from caseapp.groups.schedule.queries import find_day
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts


@bp.route("/groups/<uuid:group_id>/days/<day>", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def show_day(group_id, day):
    group, on = find_group_to_lead(current_user, group_id), _read(day)
    known = find_day(current_user, group, on)
    form = DayForm(**_stored(known))
    if form.validate_on_submit():
        try:
            return _agreed(group, on, form)
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "group_day", [])
    return render_template("groups/schedule/day.html", group=group, known=known, form=form)


def _agreed(group, on, form):
    try:
        change_day(current_user, group.id, on, form.change(), form.edited_version())
        flash(_("Saved."), "success")
        return redirect(url_for(".show_group", group_id=group.id), 303)
    except Conflict:
        newest = find_day(current_user, group, on)
        record_reading(current_user, "group_day_two_texts", [])
        return show_two_texts(form, _stored(newest), newest.version, _("Two versions of this date"))


def _stored(known):
    return stored_day(known.change, known.version)


def _read(day):
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NotVisible from None
