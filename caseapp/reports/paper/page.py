"""A stored report as a document, and as part of a page."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.clock import now
from caseapp.documents.blocks import Document
from caseapp.documents.coverage import undrawn_letters
from caseapp.documents.html import html
from caseapp.reports.names.redaction_rules import with_initials
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.queries import gather_report
from caseapp.reports.paper.source_link_rules import SourceLink
from caseapp.reports.queries import ReportDetails
from caseapp.reports.sections.queries import SectionRow


class CheckedPreview(NamedTuple):
    """A document as part of a page; `undrawn` are the letters of it for which the typefaces have none."""

    html: Markup
    undrawn: str


def document_of(
    viewer: Viewer, report: ReportDetails, sections: Sequence[SectionRow], *, has_initials: bool = False
) -> Document:
    """The document as it is now, with the client's initials instead of the name where asked; a signed report says what
    was signed, and with initials it is a copy."""
    progress = gather_report(viewer, report, sections)
    return compose(with_initials(progress) if has_initials else progress, report.language, now())


def preview_of(viewer: Viewer, report: ReportDetails, sections: Sequence[SectionRow]) -> Markup:
    """The document as part of a page; its figures link to the lists of records behind them."""
    return checked_preview(viewer, report, sections).html


def checked_preview(viewer: Viewer, report: ReportDetails, sections: Sequence[SectionRow]) -> CheckedPreview:
    """The same, and what paper would lack of it while it can still be changed."""
    document = document_of(viewer, report, sections)
    undrawn = undrawn_letters(document) if report.is_writable else ""
    return CheckedPreview(html(document, top=2, source_urls=source_urls(report.client_id)), undrawn)


_ON_TIMELINE = (SourceLink.MEETINGS, SourceLink.ATTEMPTS, SourceLink.GROUPS, SourceLink.RATINGS)


def source_urls(client_id: UUID) -> Mapping[str, str]:
    """The addresses of the lists of that client's records."""
    urls: dict[str, str] = {
        kind: url_for("progress.show_client", client_id=client_id, kind=str(kind)) for kind in _ON_TIMELINE
    }
    urls[SourceLink.APPROVALS] = url_for("basket.list_approvals", client_id=client_id)
    return urls
