"""The page of one day of a group: what is agreed about it beforehand."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import NotVisible
from caseapp.groups.blueprint import bp
from caseapp.groups.queries import GroupDetails, find_group_to_lead
from caseapp.groups.schedule.actions import change_day
from caseapp.groups.schedule.forms import DayForm, stored_day
from caseapp.groups.schedule.queries import find_day
from caseapp.groups.schedule.rules import MeetingDay
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/groups/<uuid:group_id>/days/<day>", methods=["GET", "POST"])
@requires(Capability.RECORD_ATTENDANCE)
def show_day(group_id: UUID, day: str) -> ResponseReturnValue:
    group, on = find_group_to_lead(current_user, group_id), _read(day)
    known = find_day(current_user, group, on)
    form = DayForm(**_stored(known))
    if form.carry_out(
        lambda: change_day(current_user, group_id, on, form.draft(), form.edited_version()),
        conflict=lambda: _both_days(group, on, form),
    ):
        return saved(_("Saved."), url_for(".show_group", group_id=group_id))
    record_reading(current_user, "group_day", [])
    return render_template("groups/schedule/day.html", group=group, known=known, form=form)


def _both_days(group: GroupDetails, on: date, form: DayForm) -> ResponseReturnValue:
    newest = find_day(current_user, group, on)
    record_reading(current_user, "group_day_two_texts", [])
    return show_two_texts(form, _stored(newest), newest.version, _("Two versions of this date"))


def _stored(known: MeetingDay) -> dict[str, Any]:
    return stored_day(known.change, known.version)


def _read(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NotVisible from None
