"""The pages on which a provider's files come in."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, Role, requires
from caseapp.audit import record_reading
from caseapp.batches.files.file_views import FILE_KINDS, ZIPPED
from caseapp.batches.queue import send
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.exchange.spreadsheets.outcomes import FILE_KIND_NAMES
from caseapp.exchange.uploads import difference_views
from caseapp.exchange.uploads.actions import (
    add_files,
    choose,
    record_rejected_fetched,
    remove_upload,
    send_files,
    start_import,
)
from caseapp.exchange.uploads.blueprint import bp
from caseapp.exchange.uploads.forms import ChoicesForm, FilesForm, UploadStepForm
from caseapp.exchange.uploads.queries import find_upload, list_uploads
from caseapp.exchange.uploads.rules import KIND
from caseapp.exchange.uploads.words import FIELD_NAMES, STATE_NAMES, column_name
from caseapp.i18n import _
from caseapp.web.answers import file, saved

__all__ = ["bp"]

PAGES = (difference_views,)
KIND_NAMES = {kind.value: name for kind, name in FILE_KIND_NAMES.items()}


@bp.route("/import", methods=["GET", "POST"])
@requires(Capability.IMPORT_CASELOAD)
def new_upload() -> ResponseReturnValue:
    form = FilesForm()
    if done := form.carry_out(lambda: send_files(current_user, form.sent(), form.idempotency_key())):
        send([done.result.id], KIND, is_awaited=True)
        return redirect(url_for(".show_upload", upload_id=done.result.id), 303)
    uploads = list_uploads(current_user)
    return render_template("uploads/new.html", form=form, uploads=uploads, state_names=STATE_NAMES)


@bp.route("/import/<uuid:upload_id>", methods=["GET", "POST"])
@requires(Capability.IMPORT_CASELOAD)
def show_upload(upload_id: UUID) -> ResponseReturnValue:
    upload = find_upload(current_user, upload_id)
    findings = upload.findings
    form = ChoicesForm.asking(findings, {**upload.choices, **findings.get("choices", {})})
    if form.carry_out(lambda: choose(current_user, upload, form.draft())):
        send([upload.id], KIND, is_awaited=True)
        return redirect(url_for(".show_upload", upload_id=upload.id), 303)
    if not upload.is_at_work:
        record_reading(current_user, "import", [])
    names = {"kind_names": KIND_NAMES, "field_names": FIELD_NAMES, "may_mend": _may_mend()}
    names["column_name"] = column_name
    forms = {"form": form, "files_form": FilesForm(), "confirm": UploadStepForm()}
    return render_template("uploads/show.html", upload=upload, found=findings, **names, **forms)


@bp.route("/import/<uuid:upload_id>/files", methods=["POST"])
@requires(Capability.IMPORT_CASELOAD)
def add(upload_id: UUID) -> ResponseReturnValue:
    upload, form = find_upload(current_user, upload_id), FilesForm()
    if form.carry_out(lambda: add_files(current_user, upload, form.sent())):
        send([upload.id], KIND, is_awaited=True)
    return _back(upload_id, form)


@bp.route("/import/<uuid:upload_id>/start", methods=["POST"])
@requires(Capability.IMPORT_CASELOAD)
def start(upload_id: UUID) -> ResponseReturnValue:
    upload, form = find_upload(current_user, upload_id), UploadStepForm()
    if form.carry_out(lambda: start_import(current_user, upload)):
        send([upload.id], KIND)
    return _back(upload_id, form)


@bp.route("/import/<uuid:upload_id>/removal", methods=["POST"])
@requires(Capability.IMPORT_CASELOAD)
def remove(upload_id: UUID) -> ResponseReturnValue:
    upload, form = find_upload(current_user, upload_id), UploadStepForm()
    if form.carry_out(lambda: remove_upload(current_user, upload)):
        return saved(_("The files were removed. What was imported stays."), url_for(".new_upload"))
    return _back(upload_id, form)


@bp.route("/import/<uuid:upload_id>/rejected")
@requires(Capability.IMPORT_CASELOAD)
def fetch_rejected(upload_id: UUID) -> ResponseReturnValue:
    upload = find_upload(current_user, upload_id)
    if not _may_mend() or not upload.rejected_sealed:
        raise NotVisible
    record_rejected_fetched(current_user, upload)
    content = upload.rejected
    ending = "zip" if content.startswith(ZIPPED) else "csv"
    return file(content, f"rejected-{today()}.{ending}", FILE_KINDS[ending])


def _may_mend() -> bool:
    """An administrator reads no word about a client: rejected rows are on the host, and never on a page."""
    return bool(current_user.role != Role.ADMINISTRATOR)


def _back(upload_id: UUID, form: FilesForm | UploadStepForm) -> ResponseReturnValue:
    for messages in form.errors.values():
        for message in messages:
            flash(str(message), "error")
    return redirect(url_for(".show_upload", upload_id=upload_id), 303)
