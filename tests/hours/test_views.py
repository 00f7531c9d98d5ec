"""The pages behind figures of used hours."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.queries import list_approvals
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
        for said in ("1:15 of", "hours used this quarter", "1 of 2.57 meetings", "0:15 hours this quarter on days"):
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


def test_each_approval_says_what_is_used_planned_and_left_and_each_number_opens_its_list(world, as_):
    year_of(world)
    ended, meetings = list_approvals(world.mentor, world.client.id)[::-1]
    approve(world.client, starts_on=TODAY, ends_on=TODAY + timedelta(days=34), amount=Decimal(2))
    browser = as_(world.supervisor)
    page = browser.see(f"/clients/{world.client.id}/approvals")
    for said in (
        "0:15 of 10:00 hours used", "Planned: 1:00", "Left: 8:45", "Expected by today: 0:17",
        "1 of 3 meetings used", "Used: 1", "1:15 of 134:09 hours used",
        "and nothing follows", "Write the report for the renewal",
    ):  # fmt: skip
        assert said in page.words, said
    assert "Contact on days without" not in page.words
    assert faults(browser, f"/clients/{world.client.id}/approvals") == []
    assert len(rows_of(browser, f"/approvals/{ended.id}/hours#used")) == 2
    assert [len(rows_of(browser, f"/approvals/{meetings.id}/hours#{part}")) for part in ("used", "planned")] == [1, 0]


def test_what_no_approval_covers_and_what_is_to_be_noticed_stands_on_the_page(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=40), minutes=75)
    make_activity(world.client, world.mentor, TODAY + timedelta(days=90), outcome=Outcome.PLANNED)
    approve(world.client, starts_on=TODAY - timedelta(days=20), ends_on=TODAY + timedelta(days=80))
    approve(world.client, starts_on=TODAY, ends_on=TODAY + timedelta(days=80), service="hostel")
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/approvals"
    words = browser.see(path).words
    for said in (
        "Contact on days without an approval: 1:15 hours",
        "Something is planned on days without an approval",
        "Mentoring and housing do not usually overlap",
    ):
        assert said in words, said
    assert "not begun" not in words  # they met in the weeks before
    assert faults(browser, path) == []
