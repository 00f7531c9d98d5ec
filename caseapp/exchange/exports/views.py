"""The page from which records leave as a table."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.batches.files.file_views import table_file
from caseapp.batches.queue import TABLE, send
from caseapp.batches.rules import CONFIRMATION_NAMES, MadeTable
from caseapp.batches.table_queries import list_kept_tables, waiting_table_of
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.exchange.exports.actions import Wanted, export_records
from caseapp.exchange.exports.blueprint import bp
from caseapp.exchange.exports.forms import ExportForm
from caseapp.exchange.exports.rules import EXPORT_KIND_NAMES, ExportKind
from caseapp.groups.queries import find_group
from caseapp.supervision.board.filter_rules import BoardFilter

__all__ = ["bp"]

BACK = {
    ExportKind.CASELOAD: "supervision.show_board",
    ExportKind.PEOPLE: "progress.list_people",
    ExportKind.BOARD: "supervision.show_board",
    ExportKind.HOURS: "supervision.show_board",
    ExportKind.TIES: "ties.show_figure",
    ExportKind.CIRCLES: "progress.list_people",
}
OF_BOARD = (ExportKind.BOARD, ExportKind.HOURS)
FILTERS = ("mentor", "reason", "service", "team")


@bp.route("/exports", methods=["GET", "POST"])
@requires(Capability.EXPORT_RECORDS)
@needs_fresh_proof
def new_export() -> ResponseReturnValue:
    wanted = _wanted()
    form = ExportForm()
    if done := form.carry_out(lambda: export_records(current_user, wanted, form.draft())):
        return _answer(wanted.kind, done.result, form)
    record_reading(current_user, "export", [])
    tables = list_kept_tables(current_user)
    return render_template("exports/new.html", form=form, tables=tables, **_parts(wanted))


def _answer(kind: ExportKind, made: Any, form: ExportForm) -> ResponseReturnValue:
    """The file, or the page that waits until the worker has made it."""
    if isinstance(made, MadeTable):
        return table_file(made.content, str(kind), form.draft().shape, today())
    send(waiting_table_of(current_user, made), TABLE, is_awaited=True)
    return redirect(url_for("batches.show_batch", batch_id=made.id, fetch=1), 303)


def _parts(wanted: Wanted) -> dict[str, Any]:
    states = {"confirmation_names": CONFIRMATION_NAMES}
    if wanted.group_id:
        group = find_group(current_user, wanted.group_id)
        back = url_for("groups.show_group", group_id=group.id)
        return {"kind": wanted.kind, "group": group.name, "back_url": back, **states}
    filters: dict[str, Any] = {name: value for name, value in request.args.items() if name in FILTERS}
    kinds = [_choice(kind, kind is wanted.kind, filters) for kind in BACK]
    of_board = filters if wanted.kind in OF_BOARD else {}
    back = url_for(BACK[wanted.kind], **of_board)
    return {"kinds": kinds, "kind": wanted.kind, "is_filtered": bool(of_board), "back_url": back, **states}


def _choice(kind: ExportKind, is_current: bool, filters: Mapping[str, Any]) -> dict[str, Any]:
    """One table to choose; the board's filters stay chosen."""
    url = url_for(".new_export", kind=kind, **filters)
    return {"label": EXPORT_KIND_NAMES[kind], "url": url, "current": is_current, "count": None}


def _wanted() -> Wanted:
    """What the address names; a group must be one that the viewer sees."""
    try:
        kind = ExportKind(request.args.get("kind", ExportKind.CASELOAD))
        group_id = UUID(request.args.get("group", "")) if kind is ExportKind.ATTENDANCE else None
    except ValueError:
        raise NotVisible from None
    if group_id:
        find_group(current_user, group_id)
    return Wanted(kind, BoardFilter.read(request.args), group_id)
