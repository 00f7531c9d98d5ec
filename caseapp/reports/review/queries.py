"""A report under review: its submissions and what changed between them, and the comments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.reports.kind_rules import SECTION_NAMES, SectionKind
from caseapp.reports.review.difference_rules import Change, DiffPiece, count_words, difference, is_changed
from caseapp.reports.review.models import ReportComment
from caseapp.reports.sections.models import ReportSubmission, SubmittedText
from caseapp.reports.sections.queries import ORDER


class SubmissionRow(NamedTuple):
    """That a report was submitted, and whether it was returned."""

    id: UUID
    number: int
    submitted_at: datetime
    returned_at: datetime | None


@dataclass(frozen=True)
class CommentRow:
    """A comment on a section, with the answers to it."""

    id: UUID
    submission_id: UUID
    section: SectionKind
    parent_id: UUID | None
    by: str
    words: str
    created_at: datetime
    resolved_at: datetime | None
    answers: list["CommentRow"] = field(default_factory=list)

    @property
    def section_name(self) -> str:
        """The heading of the section that it is about."""
        return str(SECTION_NAMES[self.section])

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.resolved_at is None


@dataclass(frozen=True)
class ReviewedSection:
    """A written section as it was submitted, and what changed in it since the submission before."""

    section: SectionKind
    words: str
    pieces: tuple[DiffPiece, ...]
    comments: tuple[CommentRow, ...]

    @property
    def name(self) -> str:
        """Its heading."""
        return str(SECTION_NAMES[self.section])

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than in the submission before."""
        return is_changed(self.pieces)

    @property
    def added(self) -> int:
        """How many words were added."""
        return count_words(self.pieces, Change.ADDED)

    @property
    def removed(self) -> int:
        """How many words were removed."""
        return count_words(self.pieces, Change.REMOVED)


def submissions_of(viewer: Viewer, report_id: UUID) -> list[SubmissionRow]:
    """Every submission of a visible client's report, the newest first."""
    of = ReportSubmission
    found = about_visible_clients(viewer, of, of.id, of.number, of.submitted_at, of.returned_at)
    rows = db.session.execute(found.where(of.report_id == report_id).order_by(of.number.desc()))
    return [SubmissionRow(**row._mapping) for row in rows]


def reviewed_sections(
    viewer: Viewer, submissions: Sequence[SubmissionRow], comments: Sequence[CommentRow]
) -> list[ReviewedSection]:
    """What the newest of these submissions says, section by section, beside what the one before it said."""
    of = SubmittedText
    newest, before = submissions[0].id, submissions[1].id if len(submissions) > 1 else None
    found = about_visible_clients(viewer, of, of.id, of.submission_id, of.section, of.words_sealed)
    texts: dict[tuple[UUID, SectionKind], str] = {
        (row.submission_id, row.section): of.words.open(row.id, row.words_sealed)
        for row in db.session.execute(found.where(of.submission_id.in_([newest, before or newest])))
    }
    sections = sorted({section for submission, section in texts if submission == newest}, key=ORDER.__getitem__)
    return [
        _reviewed(section, texts[newest, section], texts.get((before, section)) if before else None, comments)
        for section in sections
    ]


def _reviewed(
    section: SectionKind, words: str, said_before: str | None, comments: Sequence[CommentRow]
) -> ReviewedSection:
    pieces = (DiffPiece(Change.SAME, words),) if said_before is None else difference(said_before, words)
    return ReviewedSection(section, words, pieces, tuple(each for each in comments if each.section is section))


def comments_of(viewer: Viewer, report_id: UUID) -> list[CommentRow]:
    """The comments on a visible client's report, the oldest first, each with its answers."""
    of = ReportComment
    found = about_visible_clients(viewer, of, of, User.name.label("author")).join(User, User.id == of.by_id)
    found = found.where(of.report_id == report_id).order_by(of.created_at, of.id)
    comments = {row.ReportComment.id: _comment(row.ReportComment, row.author) for row in db.session.execute(found)}
    for comment in comments.values():
        if comment.parent_id:
            comments[comment.parent_id].answers.append(comment)
    return [comment for comment in comments.values() if comment.parent_id is None]


def _comment(row: ReportComment, author: str) -> CommentRow:
    return CommentRow(
        id=row.id,
        submission_id=row.submission_id,
        section=row.section,
        parent_id=row.parent_id,
        by=author,
        words=row.words,
        created_at=row.created_at,
        resolved_at=row.resolved_at,
    )


def find_comment(viewer: Viewer, comment_id: UUID) -> ReportComment:
    """A comment on a visible client's report, or `NotVisible`."""
    found = about_visible_clients(viewer, ReportComment).where(ReportComment.id == comment_id)
    row: ReportComment | None = db.session.scalar(found)
    if row is None:
        raise NotVisible
    return row
