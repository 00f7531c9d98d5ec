"""Reviewing a report: commenting on a section, answering and settling comments, returning the report."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.models import Report
from caseapp.reports.queries import find_report, writes_in
from caseapp.reports.review.models import ReportComment
from caseapp.reports.review.queries import comments_of, find_comment
from caseapp.reports.review.rules import CommentDraft, check_comment
from caseapp.reports.sections.queries import find_submission
from caseapp.reports.status_rules import ReportStatus, check_return


@transaction
def comment_on(viewer: Viewer, report_id: UUID, draft: CommentDraft, key: IdempotencyKey) -> ReportComment:
    """Say something about a section of a submitted report, once however often the form is sent."""
    report = find_report_to_review(viewer, report_id)
    if is_repeated(key, viewer.id):
        return find_comment(viewer, key.id)
    if report.status is not ReportStatus.SUBMITTED:
        raise RuleBroken(_("A report can be commented on while it is waiting for a signature."))
    check_comment(report.kind, draft)
    return _add_comment(viewer, report, key, draft, submission_id=find_submission(viewer, report_id).id)


@transaction
def answer_comment(viewer: Viewer, comment_id: UUID, words: str, key: IdempotencyKey) -> ReportComment:
    """Answer a comment, as one of those who write in the report or who review it."""
    comment = find_comment(viewer, comment_id)
    report = _find_report_to_comment_on(viewer, comment.report_id)
    if is_repeated(key, viewer.id):
        return find_comment(viewer, key.id)
    _expect_unsigned(report)
    draft = CommentDraft(comment.section, words)
    check_comment(report.kind, draft)
    about = {"submission_id": comment.submission_id, "parent_id": comment.parent_id or comment.id}
    return _add_comment(viewer, report, key, draft, **about)


@transaction
def settle_comment(viewer: Viewer, comment_id: UUID) -> ReportComment:
    """Settle a comment. A second tap changes nothing."""
    comment = find_comment(viewer, comment_id)
    report = _find_report_to_comment_on(viewer, comment.report_id)
    _expect_unsigned(report)
    if comment.resolved_at is None and comment.parent_id is None:
        comment.resolved_at, comment.resolved_by_id = now(), viewer.id
        record(Act.COMMENT_SETTLED, viewer, about=report, clients=[report.client_id], section=comment.section)
    return comment


@transaction
def return_report(viewer: Viewer, report_id: UUID, version: int | None) -> Report:
    """Return a submitted report to its writers, with at least one comment that says what to change."""
    report = find_report_to_review(viewer, report_id)
    expect_version(report, version)
    submission = find_submission(viewer, report_id)
    comments = [each for each in comments_of(viewer, report_id) if each.submission_id == submission.id]
    check_return(report.status, len(comments))
    report.move(ReportStatus.RETURNED, now())
    submission.returned_at, submission.returned_by_id = now(), viewer.id
    record(Act.REPORT_RETURNED, viewer, about=report, clients=[report.client_id], number=submission.number)
    return report


def find_report_to_review(viewer: Viewer, report_id: UUID) -> Report:
    """The report of a client of whom the viewer is in charge; `NotAllowed` for those who only write in it."""
    ensure(viewer, Capability.REVIEW_REPORTS)
    report = find_report(viewer, report_id)
    ensure_visible(viewer, report.client_id, in_charge)
    return report


def _find_report_to_comment_on(viewer: Viewer, report_id: UUID) -> Report:
    report = find_report(viewer, report_id)
    if not writes_in(viewer, report):
        return find_report_to_review(viewer, report_id)
    return report


def _expect_unsigned(report: Report) -> None:
    if report.status is ReportStatus.SIGNED:
        raise RuleBroken(_("The report is signed; its comments can no longer be changed."))


def _add_comment(
    viewer: Viewer, report: Report, key: IdempotencyKey, draft: CommentDraft, **about: UUID
) -> ReportComment:
    of_report = {"report_id": report.id, "client_id": report.client_id}
    comment = ReportComment(id=key.id, section=draft.section, by_id=viewer.id, created_at=now(), **of_report, **about)
    comment.words = draft.words.strip()
    db.session.add(comment)
    db.session.flush()
    record(Act.REPORT_COMMENTED, viewer, about=report, clients=[report.client_id], section=comment.section)
    return comment
