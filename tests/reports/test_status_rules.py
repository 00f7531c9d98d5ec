"""The life of a report, decided without a store."""

from itertools import product
from uuid import UUID

import pytest

from caseapp.errors import RuleBroken
from caseapp.reports.status_rules import (
    ReportStatus,
    check_correction,
    check_move,
    check_return,
    check_writable,
    is_writer,
    may_sign,
    needs_comment_to_return,
)

DRAFT, SUBMITTED, RETURNED, SIGNED = ReportStatus
AUTHOR, MATE, SUPERVISOR = UUID(int=1), UUID(int=2), UUID(int=3)
ALLOWED = {(DRAFT, SUBMITTED), (SUBMITTED, RETURNED), (SUBMITTED, SIGNED), (RETURNED, SUBMITTED)}


@pytest.mark.parametrize(("status", "to"), list(product(ReportStatus, repeat=2)))
def test_a_report_goes_from_draft_over_review_to_signature_and_stays_signed(status, to):
    if (status, to) in ALLOWED:
        check_move(status, to)
    else:
        with pytest.raises(RuleBroken):
            check_move(status, to)


@pytest.mark.parametrize("status", ReportStatus)
def test_texts_change_only_before_submission_and_after_a_return(status):
    if status in (DRAFT, RETURNED):
        check_writable(status)
    else:
        with pytest.raises(RuleBroken):
            check_writable(status)


def test_the_author_and_the_clients_mentors_write_and_a_reviewer_does_not():
    assert is_writer(AUTHOR, AUTHOR, is_mentor=False)
    assert is_writer(MATE, AUTHOR, is_mentor=True)
    assert not is_writer(SUPERVISOR, AUTHOR, is_mentor=False)


def test_who_wrote_any_part_never_signs():
    assert may_sign(SUPERVISOR, AUTHOR, {MATE})
    assert not may_sign(AUTHOR, AUTHOR, set())
    assert not may_sign(SUPERVISOR, AUTHOR, {MATE, SUPERVISOR})


def test_a_report_is_returned_only_with_a_comment():
    assert needs_comment_to_return(0)
    assert not needs_comment_to_return(1)
    check_return(SUBMITTED, 1)
    with pytest.raises(RuleBroken, match="at least one comment"):
        check_return(SUBMITTED, 0)
    with pytest.raises(RuleBroken, match="not been submitted"):
        check_return(DRAFT, 1)


def test_only_a_signed_report_is_corrected_and_with_a_reason():
    check_correction(SIGNED, "The hours were wrong.")
    with pytest.raises(RuleBroken, match="can still be edited"):
        check_correction(SUBMITTED, "The hours were wrong.")
    with pytest.raises(RuleBroken, match="why"):
        check_correction(SIGNED, "  ")
