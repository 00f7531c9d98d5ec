"""The page on which a report is started."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.i18n import language
from caseapp.reports.blueprint import bp
from caseapp.reports.new_report.actions import write_report
from caseapp.reports.new_report.forms import ReportForm
from caseapp.reports.new_report.missing_data_queries import find_missing_data
from caseapp.reports.new_report.missing_data_rules import MissingItem
from caseapp.reports.new_report.missing_data_words import MissingDataRow, missing_data_rows
from caseapp.reports.rules import usual_period


@bp.route("/clients/<uuid:client_id>/reports/new", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def new_report(client_id: UUID) -> ResponseReturnValue:
    form = ReportForm.asked(request.args, usual_period(today()), language())
    if (done := form.carry_out(lambda: _write(client_id, form))) and done.result:
        return redirect(url_for(".show_report", report_id=done.result), 303)
    return _new_page(client_id, form)


def _write(client_id: UUID, form: ReportForm) -> UUID | None:
    """The id of the new report; nothing where something is missing that the person has not been shown yet."""
    if not form.has_seen_missing_data() and _missing(client_id, form):
        return None
    return write_report(current_user, client_id, form.draft(), form.idempotency_key()).id


def _missing(client_id: UUID, form: ReportForm) -> list[MissingItem]:
    return find_missing_data(current_user, client_id, form.period(), form.chosen_kind())


def _new_page(client_id: UUID, form: ReportForm) -> ResponseReturnValue:
    """The form with what is missing for what it says; nothing is looked up for days that cannot be."""
    client = find_client(current_user, client_id)
    missing: list[MissingDataRow] = []
    if form.is_complete():
        missing = missing_data_rows(client_id, _missing(client_id, form), _here(client_id, form))
        form.mark_missing_data_seen()
    record_reading(current_user, "new_report", [client_id])
    return render_template("reports/new_report/new.html", form=form, client=client, missing=missing)


def _here(client_id: UUID, form: ReportForm) -> str:
    kind, tongue, days = form.kind.data, form.language.data, form.period()
    return url_for(
        ".new_report",
        client_id=client_id,
        kind=str(kind),
        language=tongue,
        starts_on=str(days.starts_on),
        ends_on=str(days.ends_on),
    )
