"""The four figures of a client's page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from selectolax.lexbor import LexborHTMLParser

from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from tests.figures.reading import faults
from tests.progress.records import TODAY, page_of
from tests.world import keep, make_activity, make_goal, rate


def approved(client, unit):
    keep(
        Approval(
            client_id=client.id,
            service="social_mentoring",
            amount=Decimal(3),
            unit=unit,
            per=Per.WEEK,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
        )
    )


def tiles(browser, client):
    found = LexborHTMLParser(browser.see(page_of(client)).html).css(".client-stats > .stat")
    return [" ".join(tile.text(separator=" ").split()) for tile in found]


def test_a_client_without_records_has_four_figures_in_words(world, as_):
    assert tiles(as_(world.mentor), world.client) == [
        "0 of 12 weeks with contact",
        "0:00 hours this quarter; none approved",
        "No group meetings in twelve weeks",
        "No goal has been rated yet",
    ]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (ApprovalUnit.HOUR, "2:30 of 39:26 hours used this quarter"),
        (ApprovalUnit.MEETING, "2 of 39.43 meetings used this quarter"),
        (ApprovalUnit.DAY, "2 of 39.43 days used this quarter"),
    ],
)
def test_what_was_used_is_counted_as_it_was_approved_and_in_this_quarter(world, as_, unit, said):
    approved(world.client, unit)
    make_activity(world.client, world.mentor, date(2026, 9, 30), minutes=600)
    make_activity(world.client, world.mentor, date(2026, 10, 1), minutes=90)
    make_activity(world.client, world.mentor, TODAY, minutes=60)
    browser = as_(world.mentor)
    assert tiles(browser, world.client)[:2] == ["2 of 12 weeks with contact", said]
    assert faults(browser, page_of(world.client)) == []


def test_the_score_says_how_it_is_counted(world, as_):
    goal = make_goal(world.client, baseline=-1)
    rate(goal, world.mentor, TODAY - timedelta(days=1), 1)
    browser = as_(world.mentor)
    (_weeks, _hours, _groups, score) = tiles(browser, world.client)
    assert score == "40.0 60.0 Goal attainment (T) of 1 rated goal, +20.0"
    words = browser.see(f"{page_of(world.client)}/attainment").words
    assert "about 50 when the rated goals are reached as expected" in words
