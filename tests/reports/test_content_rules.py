"""What a report reckons from the records of its period."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caseapp.clients.rules import GenderForm
from caseapp.goals.rules import Domain, GoalStatus, is_scored
from caseapp.goals.status.rules import Attainment
from caseapp.progress.rules import DatedRating
from caseapp.reports.content_rules import ClientProgress, GoalProgress, MeetingCounts, Signed
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.rules import Period

FIRST, LAST = date(2026, 5, 1), date(2026, 10, 31)
COUNTS = MeetingCounts(1, 20, 300, 4_000, 50_000, 600_000, 60)


def goal(*ratings, status=GoalStatus.ACTIVE, baseline=-1, **more):
    rated = tuple(DatedRating(LAST, *each) for each in ratings)
    return GoalProgress(Domain.FRIENDS, status, "coffee", "weekly", {}, baseline, FIRST, None, rated, **more)


def progress(*goals, **more):
    return ClientProgress(
        name="Yael", called="Yael", gender_form=GenderForm.FEMININE, masked_id="", team="North", supervisors=(),
        mentors=(), approval=None, period=Period(FIRST, LAST), goals=goals, meetings=COUNTS, groups=(),
        kind=ReportKind.FULL, texts={}, author="Maya", **more,
    )  # fmt: skip


def test_all_meetings_count_as_planned_whatever_became_of_them():
    assert COUNTS.planned == 654_321


def test_attainment_is_of_the_rated_goals_that_were_not_cancelled():
    assert progress().attained is None
    assert progress(goal(), goal((2,), status=GoalStatus.CANCELLED)).attained is None
    reached = progress(goal((0,), (1,)), goal(), goal((-2,), status=GoalStatus.CANCELLED)).attained
    assert reached == Attainment(40, 60, 1)
    assert reached.change == 20
    assert progress(goal((1,), weight=0)).attained is None


@pytest.mark.parametrize(
    ("baseline", "now", "change"),
    [(35.54, 42.66, 7.2), (35.46, 42.74, 7.2), (42.66, 35.54, -7.2), (50.04, 49.96, 0.0), (36.3, 50.0, 13.7)],
)
def test_the_difference_is_that_of_the_scores_as_they_are_shown(baseline, now, change):
    assert Attainment(baseline, now, 1).change == change


@pytest.mark.parametrize(
    ("ratings", "difference"), [((), None), (((1,),), None), (((1, 2),), 1), (((-1, 1), (2, None)), -1)]
)
def test_the_difference_is_how_much_higher_the_client_sees_the_goal(ratings, difference):
    assert goal(*ratings).difference == difference


def test_a_goal_is_called_by_its_wording_or_else_by_the_clients_words():
    assert goal().title == "weekly"
    assert GoalProgress(Domain.FRIENDS, GoalStatus.DRAFT, "coffee", "", {}, -1, FIRST, None, ()).title == "coffee"


@pytest.mark.parametrize(("is_signed", "has_initials"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_signed_report_with_initials_is_a_copy(is_signed, has_initials):
    signed = Signed("Boss", datetime(2026, 11, 22, tzinfo=UTC)) if is_signed else None
    assert progress(signed=signed, has_initials=has_initials).is_copy is (is_signed and has_initials)


def test_what_ends_on_the_last_day_of_the_period_is_past():
    days = [LAST - timedelta(days=1), LAST, LAST + timedelta(days=1), None]
    assert [progress().is_past(day) for day in days] == [True, True, False, False]


@pytest.mark.parametrize("status", GoalStatus)
def test_a_report_scores_the_goals_that_the_clients_page_scores(status):
    assert (progress(goal((1,), status=status)).attained is not None) is is_scored(status, is_rated=True)
    assert progress(goal(status=status)).attained is None
    assert is_scored(status, is_rated=True) is (status not in (GoalStatus.CANCELLED, GoalStatus.IN_ERROR))
