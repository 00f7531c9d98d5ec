"""The lists behind the figures of a report."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.errors import NotVisible
from caseapp.reports.blueprint import bp
from caseapp.reports.paper.page import name_of_list, records_behind
from caseapp.reports.paper.queries import gather_report
from caseapp.reports.paper.record_blocks import RecordFilter, read_filter
from caseapp.reports.queries import find_report_details
from caseapp.reports.sections.queries import sections_of


@bp.route("/reports/<uuid:report_id>/records")
@requires(Capability.WRITE_REPORTS)
def list_records(report_id: UUID) -> ResponseReturnValue:
    report, only = find_report_details(current_user, report_id), _asked_for()
    progress = gather_report(current_user, report, sections_of(current_user, report_id))
    record_reading(current_user, "report", [report.client_id])
    return render_template(
        "reports/paper/records.html",
        report=report,
        list_name=name_of_list(only),
        has_records=progress.records is not None,
        rows=records_behind(progress, only),
    )


def _asked_for() -> RecordFilter:
    try:
        return read_filter(request.args)
    except ValueError:
        raise NotVisible from None
