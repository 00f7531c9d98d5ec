"""What may be done with a report under review, and what is still open before it is signed."""

from collections.abc import Iterable
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.reports.kind_rules import ReportKind, SectionKind, written_sections
from caseapp.reports.life_rules import COMMENT_MAX, ReportStatus


class Open(StrEnum):
    """What is not settled yet before a signature."""

    OWN_WRITING = "own_writing"
    CLIENT_PART = "client_part"
    COMMENTS = "comments"


OPEN_NAMES = {
    Open.OWN_WRITING: _l("A report cannot be signed by someone who wrote in it."),
    Open.CLIENT_PART: _l("The client's part is missing: agrees, does not agree, or not asked."),
    Open.COMMENTS: _l("One comment is still open."),
}
FORBIDS = frozenset({Open.OWN_WRITING, Open.CLIENT_PART})


def what_is_open(*, is_own: bool, has_client_part: bool, open_comments: int) -> tuple[Open, ...]:
    """What somebody who is about to sign should know, the weightiest first."""
    asked = {Open.OWN_WRITING: is_own, Open.CLIENT_PART: not has_client_part, Open.COMMENTS: open_comments > 0}
    return tuple(each for each, is_so in asked.items() if is_so)


def check_signing(status: ReportStatus, still_open: Iterable[Open]) -> None:
    """`RuleBroken` where a report in this status cannot be signed, or something forbids it."""
    if status is not ReportStatus.SUBMITTED:
        raise RuleBroken(_("Only a report that is waiting for a signature can be signed."))
    for each in still_open:
        if each in FORBIDS:
            raise RuleBroken(OPEN_NAMES[each])


def check_comment(kind: ReportKind, section: SectionKind, words: str) -> None:
    """`RuleBroken` for a comment without words, too long, or on a section that this kind of report does not have."""
    if section not in written_sections(kind):
        raise RuleBroken(_("This kind of report does not have that section."), "section")
    if not words.strip():
        raise RuleBroken(_("Fill this in."), "words")
    if len(words) > COMMENT_MAX:
        raise RuleBroken(_("Use at most %(max)d characters.", max=COMMENT_MAX), "words")
