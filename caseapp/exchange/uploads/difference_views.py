"""The page on which differences between files and records are taken."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.audit import record_reading
from caseapp.batches.queue import send
from caseapp.errors import NotVisible
from caseapp.exchange.uploads.actions import start_taking
from caseapp.exchange.uploads.blueprint import bp
from caseapp.exchange.uploads.difference_page import differences_page
from caseapp.exchange.uploads.forms import DifferencesForm
from caseapp.exchange.uploads.queries import find_upload
from caseapp.exchange.uploads.rules import KIND

__all__ = ["bp"]


@bp.route("/import/<uuid:upload_id>/differences", methods=["GET", "POST"])
@requires(Capability.IMPORT_CASELOAD)
def show_differences(upload_id: UUID) -> ResponseReturnValue:
    upload = find_upload(current_user, upload_id)
    if upload.is_at_work or not may(current_user, Capability.RECORD_WORK):
        raise NotVisible
    number = request.args.get("page", 0, int)
    page = differences_page(current_user, upload.changes, upload.findings.get("left", {}), number)
    form = DifferencesForm.offering(page.tokens, page.columns)
    if form.carry_out(lambda: start_taking(current_user, upload, form.draft())):
        send([upload.id], KIND, is_awaited=True)
        return redirect(url_for(".show_upload", upload_id=upload_id), 303)
    record_reading(current_user, "differences", page.client_ids)
    return render_template("uploads/differences.html", upload=upload, page=page, form=form)
