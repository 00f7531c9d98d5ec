"""What a follow-up says, by when it may be due, and what is said when something ends."""

from datetime import date, timedelta

import pytest

from caseapp.followups.rules import (
    CLOSING_MAX,
    WITHIN,
    WORDS_MAX,
    FollowUpDraft,
    check_closing,
    check_follow_up,
    check_reason,
)
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FollowUpDraft(" "), "words"),
        (FollowUpDraft("x" * (WORDS_MAX + 1)), "words"),
        (FollowUpDraft("Call", TODAY + WITHIN + DAY), "due_on"),
        (FollowUpDraft("Call", TODAY - WITHIN - DAY), "due_on"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused_at_its_field(draft, field):
    with refused(field):
        check_follow_up(draft, TODAY)


def test_a_follow_up_needs_no_day_and_may_be_due_within_a_year():
    for due_on in (None, TODAY, TODAY + WITHIN, TODAY - WITHIN):
        check_follow_up(FollowUpDraft("x" * WORDS_MAX, due_on), TODAY)


@pytest.mark.parametrize(("check", "field"), [(check_reason, "reason"), (check_closing, "words")])
def test_what_ends_ends_with_a_word_of_a_bearable_length(check, field):
    check("x" * CLOSING_MAX)
    for text in (" ", "x" * (CLOSING_MAX + 1)):
        with refused(field):
            check(text)
