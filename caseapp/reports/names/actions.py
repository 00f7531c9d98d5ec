"""Adding and removing the names that a report does not print."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.reports.models import Report
from caseapp.reports.names.models import ReportName
from caseapp.reports.names.queries import find_name, name_rows
from caseapp.reports.names.rules import NameDraft, check_name
from caseapp.reports.queries import find_report_to_write
from caseapp.reports.sections.actions import keep_writer
from caseapp.reports.status_rules import check_writable


@transaction
def add_name(viewer: Viewer, report_id: UUID, draft: NameDraft, key: IdempotencyKey) -> None:
    """Print other words for that name from now on; a name that is known already gets the new words."""
    report = _writable(viewer, report_id)
    if is_repeated(key, viewer.id):
        return
    known = name_rows(viewer, report_id)
    before = next((row for row in known if row.name == draft.name), None)
    check_name(draft.name, [row.name for row in known if row is not before])
    if before:
        db.session.delete(before)
    keep_name(viewer, report, draft, key.id)
    _record_change(viewer, report)


@transaction
def remove_name(viewer: Viewer, name_id: UUID) -> None:
    """Print that name as it is written again."""
    report = _writable(viewer, find_name(viewer, name_id).report_id)
    db.session.delete(find_name(viewer, name_id))  # somebody may have been first at the lock
    _record_change(viewer, report)


def keep_name(viewer: Viewer, report: Report, draft: NameDraft, id_: UUID | None = None) -> None:
    """Add a name to that report, as part of an action."""
    row = ReportName(
        report_id=report.id, client_id=report.client_id, instead=draft.instead, added_by_id=viewer.id, created_at=now()
    )
    if id_:
        row.id = id_
    row.name = draft.name
    db.session.add(row)


def _writable(viewer: Viewer, report_id: UUID) -> Report:
    """The report, locked: whoever changes its names at the same moment waits."""
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report_to_write(viewer, report_id)
    db.session.refresh(report, with_for_update=True)
    check_writable(report.status)
    return report


def _record_change(viewer: Viewer, report: Report) -> None:
    keep_writer(report, viewer.id)
    record(Act.REPORT_CHANGED, viewer, about=report, clients=[report.client_id], section="names")
