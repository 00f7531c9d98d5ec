"""The figure of goal attainment opens the goals and ratings that it counts, and agrees with the report."""

from datetime import timedelta

import pytest

from caseapp.clock import now
from caseapp.goals.models import Rating
from caseapp.goals.rules import GoalStatus
from caseapp.progress.attainment.page import attainment_page
from caseapp.progress.attainment.rules import AttainmentPeriod
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from tests.figures.reading import faults, rows_of
from tests.progress.records import TODAY
from tests.world import keep, make_goal, rate

DAY = timedelta(days=1)


def course(world):
    """Two goals that count, with other weights; one that nobody rated, a cancelled one, and what was struck out."""
    first = make_goal(world.client, baseline=-2, weight=3, wording="Coffee with a friend")
    for days, mentor, client in ((200, -1, None), (60, 0, -1), (10, 1, 0)):
        rate(first, world.mentor, TODAY - days * DAY, mentor, client)
    struck = {"goal_id": first.id, "client_id": world.client.id, "rated_by_id": world.mentor.id, "created_at": now()}
    keep(Rating(rated_on=TODAY - 5 * DAY, mentor_level=-2, error_at=now(), **struck))
    second = make_goal(world.client, baseline=-1, weight=1, wording="Sing in a choir", starts_on=TODAY - 50 * DAY)
    rate(second, world.mentor, TODAY - 20 * DAY, 0, 0)
    make_goal(world.client, wording="Never rated")
    ended = make_goal(world.client, status=GoalStatus.CANCELLED, wording="Given up")
    rate(ended, world.mentor, TODAY - 30 * DAY, 2)
    return first, second


def test_the_score_of_a_period_is_that_of_a_report_of_the_same_days(world, as_):
    course(world)
    for since, until in ((300, 0), (84, 0), (84, 15), (84, 70), (260, 150)):
        period = AttainmentPeriod(TODAY - since * DAY, TODAY - until * DAY)
        page = attainment_page(world.mentor, world.client.id, period)
        told = gather(world.mentor, world.client.id, Period(period.since, period.until), NO_TEXTS)
        assert page.score == told.attained, (since, until)
    assert attainment_page(world.mentor, world.client.id, AttainmentPeriod(None, TODAY - 220 * DAY)).score is None


def test_a_period_says_where_the_goals_stood_before_it_and_each_figure_opens_its_goals(world, as_):
    first, second = course(world)
    browser = as_(world.mentor)
    client_page = f"/clients/{world.client.id}"
    assert "of 2 rated goals" in browser.see(client_page).words
    assert faults(browser, client_page) == []
    rows = rows_of(browser, f"{client_page}/attainment#counted")
    assert [name for name in ("Coffee with a friend", "Sing in a choir", "Never rated", "Given up")
            if any(name in row for row in rows)] == ["Coffee with a friend", "Sing in a choir"]  # fmt: skip
    assert "one level apart" in rows[0]
    assert "apart" not in rows[1]
    page = browser.see(f"{client_page}/attainment?since={TODAY - 30 * DAY}")
    # before: 0 and -1 with weights 3 and 1; now: +1 and 0; at the start: -2 and -1
    for said in ("At the start of the goals 29.6", "Before the period 47.1", "At the end of the period 58.7",
                 "Change in the period +11.6", "Change since the start +29.1"):  # fmt: skip
        assert said in page.words, (said, page.words)
    assert "Never rated not rated in this time" in page.words
    assert "Given up Cancelled" in page.words
    assert f"/goals/{second.id}#ratings" in str(page.links)
    assert f"/goals/{first.id}" in str(page.links)


@pytest.mark.parametrize("asked", ["since=never", "since=2026-02-30", "since=2026-11-20&until=2026-11-01"])
def test_a_period_that_does_not_exist_is_refused(world, as_, asked):
    as_(world.mentor).see(f"/clients/{world.client.id}/attainment?{asked}", 404)
