"""A stored report as its paper: the document, and what it looks like on a page."""

from collections.abc import Sequence

from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.clock import now
from caseapp.documents.blocks import Document
from caseapp.documents.html import html
from caseapp.reports.compose import compose
from caseapp.reports.discretion import with_initials
from caseapp.reports.gather import gather_report
from caseapp.reports.queries import ReportTold
from caseapp.reports.section_queries import SectionTold
from caseapp.reports.traces import lists_behind


def document_of(
    viewer: Viewer, report: ReportTold, sections: Sequence[SectionTold], *, has_initials: bool = False
) -> Document:
    """What the paper says now, with the client's initials instead of the name where asked; a signed report says what
    it said then, and one with initials is drawn anew as a copy of it."""
    progress = gather_report(viewer, report, sections)
    return compose(with_initials(progress) if has_initials else progress, report.language, now())


def preview_of(viewer: Viewer, report: ReportTold, sections: Sequence[SectionTold]) -> Markup:
    """The paper as part of a page; its figures lead to the lists behind them."""
    document = document_of(viewer, report, sections)
    return html(document, top=2, lists=lists_behind(report.client_id))
