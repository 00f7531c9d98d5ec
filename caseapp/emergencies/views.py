"""The pages of emergency access: asking for a file, its one page, and the review."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.clients.rules import age_on
from caseapp.clock import today
from caseapp.emergencies.actions import close_access, open_in_emergency, review_access
from caseapp.emergencies.forms import EmergencyAccessForm, EmergencyReviewForm
from caseapp.emergencies.queries import (
    find_access_row,
    find_emergency_file,
    find_own_access,
    list_accesses,
)
from caseapp.i18n import _
from caseapp.web.answers import refused, saved
from caseapp.web.forms import BaseForm

bp = Blueprint("emergencies", __name__)


@bp.route("/emergency", methods=["GET", "POST"])
@requires(Capability.OPEN_IN_EMERGENCY)
@needs_fresh_proof
def open_file() -> ResponseReturnValue:
    form = EmergencyAccessForm()
    if done := form.carry_out(lambda: open_in_emergency(current_user, form.draft(), form.idempotency_key())):
        return saved(_("The file is open for an hour."), url_for(".show_file", access_id=done.result.id))
    record_reading(current_user, "open_emergency", [])
    return render_template("emergencies/open.html", form=form)


@bp.route("/emergency/<uuid:access_id>")
@requires(Capability.OPEN_IN_EMERGENCY)
def show_file(access_id: UUID) -> ResponseReturnValue:
    access = find_own_access(current_user, access_id)
    if not access.is_open:
        record_reading(current_user, "emergency", [])
        return render_template("emergencies/closed.html", access=access)
    file = find_emergency_file(current_user, access)
    record_reading(current_user, "emergency", [access.client_id])
    age = age_on(file.client.birth_on, today()) if file.client.birth_on else None
    return render_template("emergencies/file.html", access=access, file=file, age=age, form=BaseForm())


@bp.route("/emergency/<uuid:access_id>/close", methods=["POST"])
@requires(Capability.OPEN_IN_EMERGENCY)
def close(access_id: UUID) -> ResponseReturnValue:
    find_own_access(current_user, access_id)
    form = BaseForm()
    if form.carry_out(lambda: close_access(current_user, access_id)):
        return saved(_("The file is closed."), url_for("home.start"))
    return refused(form, url_for(".show_file", access_id=access_id))


@bp.route("/emergencies")
@requires(Capability.SUPERVISE)
def list_all() -> ResponseReturnValue:
    rows = list_accesses(current_user)
    record_reading(current_user, "emergencies", [row.client_id for row in rows])
    return render_template("emergencies/list.html", rows=rows)


@bp.route("/emergencies/<uuid:access_id>", methods=["GET", "POST"])
@requires(Capability.SUPERVISE)
def review(access_id: UUID) -> ResponseReturnValue:
    row = find_access_row(current_user, access_id)
    form = EmergencyReviewForm()
    if form.carry_out(lambda: review_access(current_user, access_id, form.words.data)):
        return saved(_("Reviewed."), url_for(".list_all"))
    record_reading(current_user, "emergencies", [row.client_id])
    return render_template("emergencies/review.html", row=row, form=form)
