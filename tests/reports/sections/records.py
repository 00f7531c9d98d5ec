"""A section's address, and what is kept of it."""

import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection

FRESH = {"populate_existing": True}


def address(report, section="how_it_went"):
    return f"/reports/{report.id}/sections/{section}"


def section_of(report, section=SectionKind.HOW_IT_WENT):
    found = sa.select(ReportSection).where(
        for_maintenance(), ReportSection.report_id == report.id, ReportSection.section == section
    )
    return db.session.scalars(found, execution_options=FRESH).one()


def every(table):
    return list(db.session.scalars(sa.select(table).where(for_maintenance()), execution_options=FRESH))


def only_report():
    (found,) = every(Report)
    return found


def entries(act):
    return list(db.session.scalars(sa.select(Entry).where(Entry.act == act)))
