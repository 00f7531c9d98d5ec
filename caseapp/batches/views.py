"""The pages of printing many reports: choosing, how far it is, and the result."""

import zipfile
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.batches.actions import begin_batch, cancel_batch, tell_fetched
from caseapp.batches.forms import BatchForm, CancelForm
from caseapp.batches.queries import failed_rows, find_batch, list_choosable, made_files, waiting_of
from caseapp.batches.queries import list_batches as batches_of
from caseapp.batches.queue import kept_since, send
from caseapp.batches.rules import REASON_OVER, WHICH_NAMES, Shape, Which, file_name
from caseapp.clock import local
from caseapp.documents.merging import merged
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _

bp = Blueprint("batches", __name__)


@bp.route("/batches")
@requires(Capability.WRITE_REPORTS)
def list_batches():
    return render_template("batches/list.html", batches=batches_of(current_user))


@bp.route("/batches/new", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def new_batch():
    which, after = _which(), _after()
    page = list_choosable(current_user, which, after)
    form = BatchForm.offering(page.rows)
    if form.validate_on_submit():
        try:
            batch = begin_batch(
                current_user, form.chosen(), Shape(form.shape.data), form.reason.data, key=form.idempotency_key()
            )
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _begun(batch)
    return _choosing(page, form, which, after)


@bp.route("/batches/<uuid:batch_id>")
@requires(Capability.WRITE_REPORTS)
def show_batch(batch_id):
    batch = find_batch(current_user, batch_id)
    failed = []
    if batch.is_over and batch.failed:
        failed = failed_rows(current_user, batch)
        record_reading(current_user, "batch", {row.client_id for row in failed})
    return render_template(
        "batches/show.html", batch=batch, failed=failed, is_kept=batch.is_kept(kept_since()), form=CancelForm()
    )


@bp.route("/batches/<uuid:batch_id>/cancellation", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def cancel(batch_id):
    batch = find_batch(current_user, batch_id)
    if CancelForm().validate_on_submit():
        cancel_batch(current_user, batch)
        flash(_("Printing cancelled. Reports already produced are still here."), "success")
    return redirect(url_for(".show_batch", batch_id=batch_id), 303)


@bp.route("/batches/<uuid:batch_id>/file")
@requires(Capability.WRITE_REPORTS)
def fetch(batch_id):
    batch = find_batch(current_user, batch_id)
    items = made_files(current_user, batch) if batch.is_over and batch.is_kept(kept_since()) else []
    if not items:
        flash(_("There is no file to download here yet, or it has been removed."), "warning")
        return redirect(url_for(".show_batch", batch_id=batch_id), 303)
    tell_fetched(current_user, batch, items)
    day = local(batch.created_at).date()
    if batch.shape is Shape.PDF:
        return _file(merged(item.pdf for item in items), f"reports-{day}.pdf", "application/pdf")
    return _file(_zipped(items, day), f"reports-{day}.zip", "application/zip")


def _begun(batch):
    send(waiting_of(current_user, batch))
    record_reading(current_user, "batch_begun", [])
    return redirect(url_for(".show_batch", batch_id=batch.id), 303)


def _choosing(page, form, which, after):
    record_reading(current_user, "new_batch", {row.client_id for row in page.rows})
    kinds = [
        {"label": name, "url": url_for(".new_batch", which=each), "current": each is which, "count": None}
        for each, name in WHICH_NAMES.items()
    ]
    told = {"kinds": kinds, "which": which, "is_later": after is not None, "reason_over": REASON_OVER}
    return render_template("batches/new.html", page=page, form=form, **told)


def _which():
    try:
        return Which(request.args.get("which", Which.DUE))
    except ValueError:
        raise NotVisible from None


def _after():
    try:
        return UUID(request.args["after"]) if "after" in request.args else None
    except ValueError:
        raise NotVisible from None


def _zipped(items, day):
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as files:
        for item in items:
            files.writestr(file_name(item.place, day), item.pdf)
    return whole.getvalue()


def _file(content, name, kind):
    response = make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
