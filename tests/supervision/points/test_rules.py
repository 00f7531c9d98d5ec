"""What is said when a supervision point is added or closed, and until when a row can wait."""

from datetime import date, timedelta

import pytest

from caseapp.supervision.board.rules import LONGEST_SNOOZE, SnoozeDraft, check_snooze
from caseapp.supervision.points.rules import check_outcome, check_point
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("check", "field"), [(check_point, "words"), (check_outcome, "outcome")])
def test_a_point_is_added_and_closed_with_a_word(check, field):
    check("Sleep")
    for nothing in ("", " \n"):
        with refused(field):
            check(nothing)


@pytest.mark.parametrize("until_on", [TODAY - DAY, TODAY, TODAY + LONGEST_SNOOZE + DAY])
def test_a_row_waits_for_some_days_and_for_no_more_than_three_months(until_on):
    with refused("until_on"):
        check_snooze(SnoozeDraft(until_on, "On holiday"), TODAY)


def test_a_row_waits_for_a_reason():
    for until_on in (TODAY + DAY, TODAY + LONGEST_SNOOZE):
        check_snooze(SnoozeDraft(until_on, "On holiday"), TODAY)
    with refused("reason"):
        check_snooze(SnoozeDraft(TODAY + DAY, " "), TODAY)
