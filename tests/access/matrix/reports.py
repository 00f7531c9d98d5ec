"""Reports, handing them over, and many printed at once."""

from tests.access.actors import (
    ADMINISTRATORS,
    CARERS,
    MENTORS,
    OFFICERS,
    OTHER_CARERS,
    SUPERVISORS,
)
from tests.access.matrix.rows import BOTH, CARE, CONFIRMING, HOLDER, ONE_SUPERVISOR, OWN_BATCH, WRITING, row
from tests.access.subjects.base import nothing, the_client
from tests.access.subjects.reports import (
    a_batch,
    a_comment,
    a_report,
    a_report_name,
    a_section,
    a_submitted_report,
    an_asked_batch,
)

REPORTS = [
    row("reports.new_report", BOTH, the_client, **CARE),
    row("reports.list_waiting", "GET", nothing, MENTORS | SUPERVISORS),
    row("reports.list_clients_reports", "GET", the_client, **CARE),
    row("reports.show_report", "GET", a_report, **CARE),
    row("reports.list_records", "GET", a_report, **CARE),
    row("reports.edit_section", "GET", a_section, **CARE),
    row("reports.edit_section", "POST", a_section, **WRITING),
    row("reports.search_notes", "POST", a_section, **CARE),
    row("reports.keep_draft", "POST", a_section, **WRITING),
    row("reports.submit", "POST", a_report, **WRITING),
    row("handovers.new_handover", BOTH, a_report, **CARE),
    row("handovers.show_seen", "GET", the_client, **CARE),
    row("batches.list_batches", "GET", nothing, MENTORS | SUPERVISORS),
    row("batches.new_batch", BOTH, nothing, MENTORS | SUPERVISORS),
    row("batches.show_batch", "GET", a_batch, **OWN_BATCH),
    row("batches.list_reports_of", "GET", a_batch, **OWN_BATCH),
    row("batches.cancel", "POST", a_batch, **OWN_BATCH),
    row("batches.list_confirmations", "GET", nothing, SUPERVISORS | ADMINISTRATORS | OFFICERS),
    row("batches.show_confirmation", "GET", an_asked_batch, **CONFIRMING),
    row("batches.confirm_batch", "POST", an_asked_batch, **CONFIRMING),
    row("batches.refuse_batch", "POST", an_asked_batch, **CONFIRMING),
    row("batches.fetch", BOTH, a_batch, **OWN_BATCH),
    row("batches.print_report", "GET", a_report, **CARE),
    row("reports.edit_names", "GET", a_report, **CARE),
    row("reports.edit_names", "POST", a_report, **WRITING),
    row("reports.take_off_name", "POST", a_report_name, **WRITING),
    row("reports.review", "GET", a_submitted_report, **CARE),
    row("reports.comment", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.answer", BOTH, a_comment, **CARE),
    row("reports.settle", "POST", a_comment, **CARE),
    row("reports.give_back", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.take_client_part", BOTH, a_submitted_report, CARERS | HOLDER, OTHER_CARERS),
    row("reports.sign", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.correct", BOTH, a_report, **CARE),
]
