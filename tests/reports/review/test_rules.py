"""What a comment is about, and what prevents a signature."""

import pytest

from caseapp.reports.kind_rules import ReportKind, SectionKind, has_recommendation, written_sections
from caseapp.reports.review.rules import CommentDraft, OpenItem, check_comment, check_signing, list_open_items
from caseapp.reports.status_rules import COMMENT_MAX, ReportStatus
from tests.refusals import refused

HOW = SectionKind.HOW_IT_WENT


@pytest.mark.parametrize(
    ("kind", "section", "words", "field"),
    [
        (ReportKind.FAMILY, HOW, "More", "section"),
        (ReportKind.FULL, SectionKind.FACTS, "More", "section"),
        (ReportKind.FULL, HOW, " ", "words"),
        (ReportKind.FULL, HOW, "x" * (COMMENT_MAX + 1), "words"),
    ],
)
def test_a_comment_that_cannot_be_is_refused_at_its_field(kind, section, words, field):
    with refused(field):
        check_comment(kind, CommentDraft(section, words))


def test_every_written_section_can_be_commented_on():
    for kind in ReportKind:
        for section in written_sections(kind):
            check_comment(kind, CommentDraft(section, "x" * COMMENT_MAX))
    assert [kind for kind in ReportKind if not has_recommendation(kind)] == [ReportKind.FAMILY]


@pytest.mark.parametrize("status", ReportStatus)
def test_only_what_waits_for_a_signature_is_signed(status):
    if status is ReportStatus.SUBMITTED:
        check_signing(status, [OpenItem.COMMENTS])
    else:
        with refused():
            check_signing(status, [])


@pytest.mark.parametrize("item", [OpenItem.OWN_WRITING, OpenItem.CLIENT_PART])
def test_nobody_signs_the_own_writing_or_without_the_client(item):
    with refused():
        check_signing(ReportStatus.SUBMITTED, [item])


def test_what_is_open_is_told_the_weightiest_first():
    assert list_open_items(is_own=True, has_client_part=False, open_comments=2) == tuple(OpenItem)
    assert list_open_items(is_own=False, has_client_part=True, open_comments=0) == ()
    assert list_open_items(is_own=False, has_client_part=True, open_comments=1) == (OpenItem.COMMENTS,)
