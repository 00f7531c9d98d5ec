"""What a step towards a goal says, and until when it may be due."""

from datetime import date, timedelta

import pytest

from caseapp.goals.rules import Owner
from caseapp.goals.steps.rules import STEP_MAX, StepDraft, check_step
from tests.refusals import refused

TODAY = date(2026, 11, 22)
TWO_YEARS = timedelta(days=732)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "due_on", "field"),
    [
        ("", None, "words"),
        (" ", None, "words"),
        ("x" * (STEP_MAX + 1), None, "words"),
        ("Call", TODAY + TWO_YEARS + DAY, "due_on"),
        ("Call", TODAY - TWO_YEARS - DAY, "due_on"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(words, due_on, field):
    with refused(field):
        check_step(StepDraft(words, Owner.MENTOR, due_on), TODAY)


def test_a_step_needs_no_day_and_may_be_due_within_two_years():
    for due_on in (None, TODAY, TODAY + TWO_YEARS, TODAY - TWO_YEARS):
        check_step(StepDraft("x" * STEP_MAX, Owner.CLIENT, due_on), TODAY)
