"""The pages of printing many reports: choosing them, the progress, and the result."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import find_person
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof, proof_before_file
from caseapp.audit import record_reading
from caseapp.batches import confirmation_views, print_views
from caseapp.batches.actions import begin_batch, cancel_batch, record_download
from caseapp.batches.blueprint import bp
from caseapp.batches.files.file_views import zip_file
from caseapp.batches.files.sheet_blocks import Taking, covering_sheet
from caseapp.batches.forms import BatchForm, CancelBatchForm
from caseapp.batches.queries import (
    ReportPage,
    find_batch,
    list_choosable,
    list_failed,
    list_items,
    list_made,
    made_files,
    waiting_of,
)
from caseapp.batches.queries import list_batches as batches_of
from caseapp.batches.queue import kept_since, send
from caseapp.batches.rules import (
    CONFIRMATION_NAMES,
    REASON_OVER,
    REPORT_FILTER_NAMES,
    BatchFormat,
    ConfirmationState,
    ItemState,
    ReportFilter,
)
from caseapp.batches.table_queries import holds_other_clients
from caseapp.clock import local
from caseapp.documents.merging import merged
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.reports.paper.actions import draw_for_person
from caseapp.web.answers import pdf_file, saved

__all__ = ["bp", "confirmation_views", "print_views"]


@bp.route("/batches")
@requires(Capability.WRITE_REPORTS)
def list_batches() -> ResponseReturnValue:
    return render_template("batches/list.html", batches=batches_of(current_user), confirmation_names=CONFIRMATION_NAMES)


@bp.route("/batches/new", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
@needs_fresh_proof
def new_batch() -> ResponseReturnValue:
    wanted, after = _wanted(), _after()
    page = list_choosable(current_user, wanted, after)
    form = BatchForm.offering([(row.id, row.name) for row in page.rows])
    if done := form.carry_out(lambda: begin_batch(current_user, form.draft(), form.idempotency_key())):
        send(waiting_of(current_user, done.result))
        record_reading(current_user, "batch_begun", [])
        return redirect(url_for(".show_batch", batch_id=done.result.id), 303)
    return _choices_page(page, form, wanted, after)


@bp.route("/batches/<uuid:batch_id>")
@requires(Capability.WRITE_REPORTS)
def show_batch(batch_id: UUID) -> ResponseReturnValue:
    batch = find_batch(current_user, batch_id)
    failed = []
    if batch.is_over and batch.failed:
        failed = list_failed(current_user, batch)
        record_reading(current_user, "batch", {row.client_id for row in failed})
    return render_template(
        _page_of(batch),
        batch=batch,
        failed=failed,
        is_kept=batch.is_kept(kept_since()),
        holds_others=batch.is_table and bool(batch.failed) and holds_other_clients(current_user, batch),
        is_awaited="fetch" in request.args,
        form=CancelBatchForm(),
    )


def _page_of(batch: Any) -> str:
    if batch.confirmation and batch.confirmation is not ConfirmationState.CONFIRMED:
        return "batches/confirmations/asked.html"
    return "batches/print.html" if batch.is_print or batch.is_table else "batches/show.html"


@bp.route("/batches/<uuid:batch_id>/reports")
@requires(Capability.WRITE_REPORTS)
def list_reports_of(batch_id: UUID) -> ResponseReturnValue:
    batch, state = find_batch(current_user, batch_id), _state_asked_for()
    rows = list_items(current_user, batch, state)
    record_reading(current_user, "batch", {row.client_id for row in rows})
    unseen = batch.number_in(state) - len(rows)
    return render_template("batches/reports.html", batch=batch, rows=rows, state=state, unseen=unseen)


def _state_asked_for() -> ItemState | None:
    try:
        return ItemState(request.args["state"]) if "state" in request.args else None
    except ValueError:
        raise NotVisible from None


@bp.route("/batches/<uuid:batch_id>/cancellation", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def cancel(batch_id: UUID) -> ResponseReturnValue:
    batch = find_batch(current_user, batch_id)
    back = url_for(".show_batch", batch_id=batch_id)
    if CancelBatchForm().carry_out(lambda: cancel_batch(current_user, batch)):
        return saved(_("Printing cancelled. Reports already produced are still here."), back)
    return redirect(back, 303)


@bp.route("/batches/<uuid:batch_id>/file", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
@needs_fresh_proof
def fetch(batch_id: UUID) -> ResponseReturnValue:
    batch = find_batch(current_user, batch_id)
    if not batch.is_print and (proof := proof_before_file()):
        return proof
    if batch.is_table:
        return print_views.fetch_table(batch)
    items = made_files(current_user, batch) if batch.is_over and batch.is_kept(kept_since()) else []
    if not items:
        flash(_("There is no file to download here yet, or it has been removed."), "warning")
        return redirect(url_for(".show_batch", batch_id=batch_id), 303)
    record_download(current_user, batch, items)
    return _file_of(batch, items, local(batch.created_at).date())


def _file_of(batch: Any, items: list[Any], day: date) -> ResponseReturnValue:
    if batch.is_print:
        return pdf_file(items[0].pdf, f"report-{day}.pdf")
    made = list_made(current_user, batch)
    taking = Taking(find_person(current_user, current_user.id).name, day, batch.reason, batch.decided_at)
    sheet = draw_for_person(covering_sheet(taking, made))
    if batch.shape is BatchFormat.PDF:
        whole = merged([sheet, *(item.pdf for item in items)], on_front_sides="tight" not in request.args)
        return pdf_file(whole, f"reports-{day}.pdf")
    return zip_file(sheet, [(item.place, item.pdf) for item in items], made, day)


def _choices_page(page: ReportPage, form: BatchForm, wanted: ReportFilter, after: UUID | None) -> ResponseReturnValue:
    record_reading(current_user, "new_batch", {row.client_id for row in page.rows})
    kinds = [
        {"label": name, "url": url_for(".new_batch", which=each), "current": each is wanted, "count": None}
        for each, name in REPORT_FILTER_NAMES.items()
    ]
    choices = {"kinds": kinds, "which": wanted, "is_later": after is not None, "reason_over": REASON_OVER}
    return render_template("batches/new.html", page=page, form=form, **choices)


def _wanted() -> ReportFilter:
    try:
        return ReportFilter(request.args.get("which", ReportFilter.DUE))
    except ValueError:
        raise NotVisible from None


def _after() -> UUID | None:
    try:
        return UUID(request.args["after"]) if "after" in request.args else None
    except ValueError:
        raise NotVisible from None
