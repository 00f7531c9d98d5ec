"""The pages behind figures of used hours."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.queries import list_approvals
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.groups.rules import MeetingStatus
from tests.drawn import drawn
from tests.figures.reading import faults, rows_of
from tests.groups.records import days_ago, group_of, leave, mark
from tests.world import amend, join, keep, make_activity, make_meeting

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


def test_a_group_that_names_a_service_counts_for_its_approvals(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    browser, supervisor = as_(world.mentor), as_(world.supervisor)
    terms = {"service": "social_club", "unit": ApprovalUnit.MEETING}
    approve(world.client, **terms, starts_on=days_ago(25), ends_on=days_ago(-9))
    path = f"/clients/{world.client.id}/approvals"
    for weeks, word in enumerate(["present", "late", "absent", "left_early", "present"]):
        mark(make_meeting(group, days_ago(7 * weeks)), world.client, word)
    assert "Used" not in browser.see(path).words
    page = supervisor.see(f"/groups/{group.id}/edit")
    assert "Social mentoring" not in page.words
    edit, sent = f"/groups/{group.id}/edit", drawn(page)
    supervisor.post(edit, data={**sent, "service": "social_mentoring"})
    assert "Not a valid choice" in supervisor.page.words
    supervisor.post(edit, data={**sent, "service": "social_club"})
    assert "Social club" in supervisor.see(f"/groups/{group.id}").words
    page = browser.see(path)
    for said in ("3 of 15 meetings used", "Planned: 1", "Left: 11", "Expected by today: 11",
                 "Group meetings on days without an approval for their service: 1"):  # fmt: skip
        assert said in page.words, said
    assert "Contact on days without an approval" not in page.words
    assert faults(browser, path) == []
    (club,) = list_approvals(world.mentor, world.client.id)
    assert len(rows_of(browser, f"/approvals/{club.id}/hours#used")) == 3
    assert any("kind=groups" in link for link in browser.see(f"/approvals/{club.id}/hours").links)
    (planned,) = rows_of(browser, f"/approvals/{club.id}/hours#planned")
    assert "29 November" in planned
    assert f"/groups/{group.id}" in browser.see(f"/approvals/{club.id}/hours").links
    make_meeting(group, days_ago(-7), status=MeetingStatus.CANCELLED)
    assert "Planned: 0 · Left: 12" in browser.see(path).words
    assert faults(browser, path) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_group_meets_the_client_on_its_days_while_the_client_belongs_to_it_and_the_file_is_open(world, as_):
    browser, path = as_(world.mentor), f"/clients/{world.client.id}/approvals"
    approve(
        world.client, service="social_club", unit=ApprovalUnit.MEETING, starts_on=days_ago(5), ends_on=days_ago(-29)
    )
    (club,) = list_approvals(world.mentor, world.client.id)
    listed = f"/approvals/{club.id}/hours"

    def planned():
        return [int(re.search(r"\d+", row)[0]) for row in rows_of(browser, f"{listed}#planned")]

    group = group_of(world, leader=world.team_mate, service="social_club")
    address = f"/groups/{group.id}"
    join(group, world.client, since=days_ago(-8))
    assert planned() == [6, 13, 20]
    assert address not in browser.see(listed).links, "the client will be in it only later"
    browser.see(address, 404)
    assert address in as_(world.supervisor).see(listed).links
    leave(join(group, world.client), TODAY)
    make_meeting(group, days_ago(-3))  # between the two memberships
    assert planned() == [22, 6, 13, 20]
    assert address in browser.see(listed).links
    make_meeting(group, days_ago(-9))
    make_meeting(group, days_ago(-14), status=MeetingStatus.CANCELLED, moved_to=days_ago(-16))
    make_meeting(group, days_ago(-16))
    assert planned() == [22, 1, 8, 13, 20]
    assert "Planned: 5" in browser.see(path).words
    assert faults(browser, path) == []
    amend(world.client, status=ClientStatus.CLOSED, status_on=TODAY)
    assert planned() == []
    assert "Planned: 0" in browser.see(path).words


def test_whoever_gets_a_service_elsewhere_than_in_a_group_has_neither_figures_nor_an_alarm(world, as_):
    terms = {
        "service": "social_club",
        "unit": ApprovalUnit.MEETING,
        "starts_on": days_ago(60),
        "ends_on": days_ago(-60),
    }
    approve(world.client, **terms)
    browser, path = as_(world.mentor), f"/clients/{world.client.id}/approvals"
    club = {"service": "social_club", "leader": world.mentor}
    group_of(world, name="Others", **club)
    join(group_of(world, name="Ended", ends_on=days_ago(100), **club), world.client)
    leave(join(group_of(world, name="Left", **club), world.client), days_ago(90))
    approved = browser.see(path).words
    assert "Social club" in approved
    for figure in ("not begun", "meetings used", "Left: "):
        assert figure not in approved, figure
    group = group_of(world, world.client, **club)
    assert "0 of 52 meetings used" in browser.see(path).words
    assert "Approved and not begun; today is day 60" in browser.page.words
    mark(make_meeting(group, days_ago(7)), world.client, "present")
    assert "1 of 52 meetings used" in browser.see(path).words
    assert "not begun" not in browser.page.words
