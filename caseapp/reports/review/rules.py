"""What may be done with a report under review, and what is still open before it can be signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length
from caseapp.reports.kind_rules import ReportKind, SectionKind, written_sections
from caseapp.reports.status_rules import COMMENT_MAX, ReportStatus


class OpenItem(StrEnum):
    """What is still open before a signature."""

    OWN_WRITING = "own_writing"
    CLIENT_PART = "client_part"
    COMMENTS = "comments"


@dataclass(frozen=True)
class CommentDraft:
    """A comment, and the section that it is about."""

    section: SectionKind
    words: str


OPEN_ITEM_NAMES = {
    OpenItem.OWN_WRITING: _l("A report cannot be signed by someone who wrote in it."),
    OpenItem.CLIENT_PART: _l("The client's part is missing: agrees, does not agree, or not asked."),
    OpenItem.COMMENTS: _l("One comment is still open."),
}
PREVENTS_SIGNING = frozenset({OpenItem.OWN_WRITING, OpenItem.CLIENT_PART})


def list_open_items(*, is_own: bool, has_client_part: bool, open_comments: int) -> tuple[OpenItem, ...]:
    """What somebody who is about to sign should know, the weightiest first."""
    asked = {
        OpenItem.OWN_WRITING: is_own,
        OpenItem.CLIENT_PART: not has_client_part,
        OpenItem.COMMENTS: open_comments > 0,
    }
    return tuple(each for each, is_so in asked.items() if is_so)


def check_signing(status: ReportStatus, still_open: Iterable[OpenItem]) -> None:
    """`RuleBroken` where a report in this status cannot be signed, or something forbids it."""
    if status is not ReportStatus.SUBMITTED:
        raise RuleBroken(_("Only a report that is waiting for a signature can be signed."))
    for each in still_open:
        if each in PREVENTS_SIGNING:
            raise RuleBroken(OPEN_ITEM_NAMES[each])


def check_comment(kind: ReportKind, draft: CommentDraft) -> None:
    """`RuleBroken` for a comment without words, too long, or on a section that this kind of report does not have."""
    if draft.section not in written_sections(kind):
        raise RuleBroken(_("This kind of report does not have that section."), "section")
    if not draft.words.strip():
        raise RuleBroken(_("Write the comment."), "words")
    check_length(draft.words, COMMENT_MAX, "words")
