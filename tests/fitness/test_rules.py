"""How a paper stands on a day, and from when the rule binds."""

from datetime import date, timedelta

import pytest

from caseapp.clients.assignments.rules import is_revived
from caseapp.errors import RuleBroken
from caseapp.fitness.rules import Held, PaperDraft, PaperState, check_paper, is_binding, months_after, state_of

DAY = date(2026, 11, 30)
WINDOW = timedelta(days=60)


@pytest.mark.parametrize(
    ("lasts", "state"),
    [
        ([], PaperState.MISSING),
        ([-1], PaperState.ENDED),
        ([0], PaperState.ENDING),
        ([60], PaperState.ENDING),
        ([61], PaperState.HELD),
        ([-1, 61], PaperState.HELD),
        ([61, -1, 3], PaperState.HELD),
        ([3, None], PaperState.HELD),
    ],
)
def test_a_kind_stands_by_the_paper_that_lasts_longest(lasts, state):
    papers = [Held(date(2020, 1, 1), None if days is None else DAY + timedelta(days=days)) for days in lasts]
    assert state_of(papers, DAY, WINDOW) is state


def test_a_paper_counts_from_its_own_day():
    assert state_of([Held(DAY + timedelta(days=1), None)], DAY, WINDOW) is PaperState.MISSING


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
        (date(2026, 11, 30), 240, date(2046, 11, 29)),
    ],
)
def test_months_end_on_the_day_before(day, months, last):
    assert months_after(day, months) == last


def test_the_rule_binds_after_its_first_days_only():
    grace = timedelta(days=60)
    assert not is_binding(None, grace, DAY)
    assert not is_binding(DAY - timedelta(days=59), grace, DAY)
    assert is_binding(DAY - timedelta(days=60), grace, DAY)
    assert is_binding(DAY, timedelta(0), DAY)


def draft(given=0, expires=None, is_exempt=False, reason=""):
    last = None if expires is None else DAY + timedelta(days=expires)
    return PaperDraft(is_exempt, DAY + timedelta(days=given), last, reason)


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (draft(given=1), "given_on"),
        (draft(given=-61 * 366), "given_on"),
        (draft(given=-5, expires=-6), "expires_on"),
        (draft(expires=31 * 366), "expires_on"),
        (draft(is_exempt=True, reason="  "), "reason"),
        (draft(is_exempt=True, reason="x" * 301), "reason"),
    ],
)
def test_a_day_that_cannot_be_right_and_an_exemption_without_a_reason_are_refused(paper, field):
    with pytest.raises(RuleBroken) as fault:
        check_paper(paper, DAY)
    assert fault.value.field == field
    check_paper(draft(given=-5, expires=-5), DAY)


def test_an_assignment_that_was_over_is_given_anew_by_a_later_last_day():
    long_ago, yesterday, tomorrow = date(2026, 1, 1), DAY - timedelta(days=1), DAY + timedelta(days=1)
    assert is_revived(long_ago, yesterday, DAY, DAY)
    assert is_revived(tomorrow, DAY, tomorrow, DAY)
    assert not is_revived(long_ago, yesterday, yesterday, DAY)
    assert not is_revived(long_ago, DAY, tomorrow, DAY)
    assert not is_revived(long_ago, None, tomorrow, DAY)
