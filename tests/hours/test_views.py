"""The pages behind figures of used hours."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clock import now
from tests.figures.reading import faults, rows_of
from tests.world import keep, make_activity

TODAY = date(2026, 11, 22)


def approve(client, **more):
    usual = {"service": "social_mentoring", "amount": Decimal(3), "unit": ApprovalUnit.HOUR, "per": Per.WEEK}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return keep(Approval(client_id=client.id, **{**usual, **days, **more}))


def year_of(world):
    """Hours until the ninth, meetings from then to the 15th, then nothing."""
    approve(world.client, ends_on=date(2026, 11, 9))
    approve(world.client, unit=ApprovalUnit.MEETING, starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 15))
    for day, more in [
        (1, {"minutes": 45}),
        (2, {"minutes": 30, "outcome": Outcome.PARTLY}),
        (3, {"minutes": 0, "outcome": Outcome.NO_SHOW}),
        (4, {"minutes": 60, "error_at": now()}),
        (10, {"minutes": 60}),
        (11, {"minutes": 20, "mode": Mode.PHONE}),
        (22, {"minutes": 15}),
        (23, {"minutes": 60, "outcome": Outcome.PLANNED}),
    ]:
        make_activity(world.client, world.former_mentor, date(2026, 11, day), **more)


@pytest.mark.parametrize(("who", "path"), [("mentor", "/clients/{}"), ("supervisor", "/board")])
def test_each_figure_of_used_hours_opens_just_what_it_counts(world, as_, who, path):
    year_of(world)
    browser = as_(getattr(world, who))
    page = path.format(world.client.id)
    words = browser.see(page).words
    if who == "mentor":
        for said in ("1.25 of", "hours used this quarter", "1 of 2.57 meetings", "0.25 hours this quarter on days"):
            assert said in words
    assert faults(browser, page) == []
    listed = {name: rows_of(browser, f"/clients/{world.client.id}/hours?counted={name}") for name in
              ("hour", "meeting", "none", "day")}  # fmt: skip
    assert [len(rows) for rows in listed.values()] == [2, 1, 1, 0]
    assert "15 minutes" in listed["none"][0]


def test_a_divided_meeting_says_its_part_and_a_list_that_does_not_exist_is_refused(world, as_):
    approve(world.client, amount=Decimal(1), starts_on=TODAY - timedelta(days=6), ends_on=TODAY)
    approve(world.client, unit=ApprovalUnit.MEETING, starts_on=TODAY - timedelta(days=6), ends_on=TODAY + timedelta(7))
    make_activity(world.client, world.mentor, TODAY, minutes=90)
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/hours?since={TODAY}&until={TODAY}"
    page = browser.see(f"{path}&counted=meeting")
    assert "81 minutes, of 90" in page.words
    for wrong in ("counted=week", "since=soon", "until=2026-13-01"):
        browser.see(f"/clients/{world.client.id}/hours?{wrong}", 404)
