"""A stored report as its paper: the document, and what it looks like on a page."""

from collections.abc import Sequence

from flask import current_app
from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.clock import now
from caseapp.documents.blocks import Document
from caseapp.documents.html import html
from caseapp.reports.compose import compose
from caseapp.reports.gather import gather_report
from caseapp.reports.queries import ReportTold
from caseapp.reports.section_queries import SectionTold


def document_of(viewer: Viewer, report: ReportTold, sections: Sequence[SectionTold]) -> Document:
    """What the paper says now; a signed report says what it said then."""
    progress = gather_report(viewer, report, sections)
    return compose(progress, report.language, current_app.config["ORGANISATION"], now())


def preview_of(viewer: Viewer, report: ReportTold, sections: Sequence[SectionTold]) -> Markup:
    """The paper as part of a page."""
    return html(document_of(viewer, report, sections), top=2)
