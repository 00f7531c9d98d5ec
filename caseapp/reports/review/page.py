"""Everything that the page of a review shows, asked for once."""

from dataclasses import dataclass

from caseapp.access import Capability, Viewer, may
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.queries import is_in_charge
from caseapp.reports.client_part.queries import find_client_part_details
from caseapp.reports.client_part.rules import ClientPartDetails
from caseapp.reports.queries import ReportDetails
from caseapp.reports.review.queries import (
    CommentRow,
    ReviewedSection,
    SubmissionRow,
    comments_of,
    reviewed_sections,
    submissions_of,
)
from caseapp.reports.review.rules import PREVENTS_SIGNING, OpenItem, list_open_items
from caseapp.reports.sections.queries import writers_of
from caseapp.reports.signatures.queries import SignatureDetails, signature_of
from caseapp.reports.status_rules import ReportStatus, may_sign


@dataclass(frozen=True)
class ReviewDetails:
    """A report under review: its submissions, sections and comments, and what stands before a signature."""

    submissions: list[SubmissionRow]
    sections: list[ReviewedSection]
    comments: list[CommentRow]
    said: ClientPartDetails | None
    signature: SignatureDetails | None
    still_open: tuple[OpenItem, ...]
    others: tuple[str, ...]
    is_reviewing: bool

    @property
    def added(self) -> int:
        """How many words were added since the submission before."""
        return sum(section.added for section in self.sections)

    @property
    def removed(self) -> int:
        """How many words were removed since the submission before."""
        return sum(section.removed for section in self.sections)

    @property
    def changed(self) -> int:
        """In how many sections."""
        return sum(section.is_changed for section in self.sections)

    @property
    def open_comments(self) -> int:
        """How many comments are still open."""
        return sum(comment.is_open for comment in self.comments)

    @property
    def may_be_signed(self) -> bool:
        """Whether nothing forbids the viewer's signature."""
        return not PREVENTS_SIGNING & set(self.still_open)


def find_review_details(viewer: Viewer, report: ReportDetails) -> ReviewDetails:
    """The review of a visible client's report as this viewer sees it."""
    submissions, comments = submissions_of(viewer, report.id), comments_of(viewer, report.id)
    writers = writers_of(viewer, report.id)
    said = find_client_part_details(viewer, report.id)
    is_reviewing = may(viewer, Capability.REVIEW_REPORTS) and is_in_charge(viewer, report.client_id)
    waits = report.status is ReportStatus.SUBMITTED
    in_charge = list_in_charge(viewer, report.client_id) if waits else []
    return ReviewDetails(
        submissions=submissions,
        sections=reviewed_sections(viewer, submissions, comments) if submissions else [],
        comments=comments,
        said=said,
        signature=signature_of(viewer, report.id) if report.status is ReportStatus.SIGNED else None,
        still_open=list_open_items(
            is_own=not may_sign(viewer.id, report.author_id, writers),
            has_client_part=said is not None,
            open_comments=sum(comment.is_open for comment in comments),
        ),
        others=tuple(person.name for person in in_charge if may_sign(person.id, report.author_id, writers)),
        is_reviewing=is_reviewing and waits,
    )
