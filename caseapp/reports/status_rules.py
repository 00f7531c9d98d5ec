"""The life cycle of a report: draft, submitted, then returned or signed; and who may do what in it."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _l
from caseapp.i18n.length_rules import TEXT_MAX

REASON_MAX = 500
COMMENT_MAX = TEXT_MAX


class ReportStatus(StrEnum):
    """The status of a report."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED = "signed"


class Handing(StrEnum):
    """How a report was given to somebody."""

    PRINTED = "printed"
    GIVEN = "given"
    SENT = "sent"


class LegalBasis(StrEnum):
    """The legal bases, other than a consent, on which a report may be shared."""

    OWN_RECORD = "own_record"
    GUARDIAN = "guardian"
    BASKET_LAW = "basket_law"
    COURT = "court"
    DANGER = "danger"


STATUS_NAMES = {
    ReportStatus.DRAFT: _l("Draft"),
    ReportStatus.SUBMITTED: _l("Waiting for signature"),
    ReportStatus.RETURNED: _l("Returned"),
    ReportStatus.SIGNED: _l("Signed"),
}
HANDING_NAMES = {
    Handing.PRINTED: _l("Printed"),
    Handing.GIVEN: _l("Given in person"),
    Handing.SENT: _l("Sent"),
}
LEGAL_BASIS_NAMES = {
    LegalBasis.OWN_RECORD: _l("The client's right to see their own record"),
    LegalBasis.GUARDIAN: _l("The guardian's right"),
    LegalBasis.BASKET_LAW: _l("The law on the rehabilitation basket"),
    LegalBasis.COURT: _l("A court order"),
    LegalBasis.DANGER: _l("Danger to life"),
}
MOVES = {
    ReportStatus.DRAFT: frozenset({ReportStatus.SUBMITTED}),
    ReportStatus.SUBMITTED: frozenset({ReportStatus.RETURNED, ReportStatus.SIGNED}),
    ReportStatus.RETURNED: frozenset({ReportStatus.SUBMITTED}),
    ReportStatus.SIGNED: frozenset[ReportStatus](),
}
WRITABLE = frozenset(status for status in ReportStatus if ReportStatus.SUBMITTED in MOVES[status])
_NOT_FROM_HERE = {
    ReportStatus.DRAFT: _l("The report has not been submitted yet."),
    ReportStatus.SUBMITTED: _l("The report has been submitted and is waiting for a signature."),
    ReportStatus.RETURNED: _l("The report was returned; it can be signed once it has been submitted again."),
    ReportStatus.SIGNED: _l("The report is signed and cannot be changed. Make corrections in a new version."),
}


def check_move(status: ReportStatus, to: ReportStatus) -> None:
    """`RuleBroken` unless a report may go from one status to the other."""
    if to not in MOVES[status]:
        raise RuleBroken(_NOT_FROM_HERE[status])


def check_writable(status: ReportStatus) -> None:
    """`RuleBroken` unless the texts of a report in this status can still be changed."""
    if status not in WRITABLE:
        raise RuleBroken(_NOT_FROM_HERE[status])


def is_writer(viewer_id: UUID, author_id: UUID, *, is_mentor: bool) -> bool:
    """Whether somebody who sees the client writes in the report: its author, and the client's mentors.

    A supervisor does not write in a report that is to be reviewed, or nobody would be left to sign it.
    """
    return is_mentor or viewer_id == author_id


def may_sign(viewer_id: UUID, author_id: UUID, writer_ids: Collection[UUID]) -> bool:
    """Whether a supervisor who sees the client may review and sign: never somebody who wrote any part of the report."""
    return viewer_id != author_id and viewer_id not in writer_ids


def needs_comment_to_return(comments: int) -> bool:
    """Whether a report cannot be returned yet, because no comment on this submission says what is missing."""
    return comments == 0


def check_return(status: ReportStatus, comments: int) -> None:
    """`RuleBroken` unless a submitted report has a comment that says what is to be changed."""
    check_move(status, ReportStatus.RETURNED)
    if needs_comment_to_return(comments):
        raise RuleBroken(_l("Write at least one comment, so that the mentor knows what to change."))


def check_correction(status: ReportStatus, reason: str) -> None:
    """`RuleBroken` unless the report is signed and it is said why a new version is made."""
    if status is not ReportStatus.SIGNED:
        raise RuleBroken(_l("Only a signed report is corrected in a new version; this one can still be edited."))
    if not reason.strip():
        raise RuleBroken(_l("Say why the report is being corrected."), "reason")
