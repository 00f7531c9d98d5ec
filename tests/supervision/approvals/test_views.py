"""The approvals of a team that need somebody: those that end, are over-used, or overlap."""

from datetime import date, timedelta
from decimal import Decimal

from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.rules import ClientStatus
from caseapp.reports.kind_rules import ReportKind
from caseapp.supervision.approvals.queries import approvals_to_see
from caseapp.supervision.approvals.rules import ends_in_sight
from tests.groups.records import mark
from tests.statements import statements
from tests.world import keep, make_activity, make_client, make_group, make_meeting, make_report

TODAY = date(2026, 11, 22)


def ahead(days):
    return TODAY + timedelta(days=days)


def approve(client, first=-70, last=100, service="social_mentoring", amount=1, unit=ApprovalUnit.HOUR):
    days = {"starts_on": ahead(first), "ends_on": ahead(last)}
    return keep(Approval(client_id=client.id, service=service, amount=Decimal(amount), unit=unit, per=Per.WEEK, **days))


def client_of(world, name, **more):
    return make_client(world.team, world.mentor, given_name=name, family_name="A", **more)


def test_ends_are_seen_sixty_days_ahead_with_the_report_that_renewal_needs(world, as_):
    for name, last, service in [
        ("Sixty", 60, "social_mentoring"), ("Later", 61, "social_mentoring"), ("Ended", -3, "social_mentoring"),
        ("Club", 20, "social_club"), ("Gone", -3, "social_club"), ("Dental", 5, "dental"),
    ]:  # fmt: skip
        approve(client_of(world, name), -300, last, service)
    renewed = client_of(world, "Renewed")
    approve(renewed, -300, 10)
    approve(renewed, 11, 300)
    begun = client_of(world, "Begun")
    approve(begun, -300, 12)
    make_report(begun, world.mentor, kind=ReportKind.COMMITTEE, starts_on=ahead(-90), ends_on=TODAY)
    approve(client_of(world, "Closed", status=ClientStatus.CLOSED), -300, 10)
    found = approvals_to_see(world.supervisor).ending
    assert [(row.person.name, row.is_begun, row.due.due_on) for row in found] == [
        ("Ended A", False, ahead(-33)), ("Begun A", True, ahead(-18)), ("Club A", False, ahead(-10)),
        ("Sixty A", False, ahead(30)),
    ]  # fmt: skip
    page = as_(world.supervisor).see("/approvals")
    for said in ("Ending, and not renewed 4", "Social mentoring ended on 19.11.2026", "The report has been started",
                 "The report should be signed by 22.12.2026"):  # fmt: skip
        assert said in page.words, said
    assert sum("/reports/new" in link for link in page.links) == 3
    assert approvals_to_see(world.other_supervisor).client_ids == set()


def test_over_use_is_told_where_no_other_approval_takes_it(world, as_):
    over, beside, meetings, calls = (client_of(world, name) for name in ("Over", "Beside", "Meetings", "Calls"))
    approve(over, -10, 10)  # three hours in all
    approve(beside, -10, 10)
    approve(beside, -10, 50, amount=5)
    for client in (meetings, calls):
        approve(client, -10, 10, unit=ApprovalUnit.MEETING)
    for client, mode in [(over, Mode.PHONE), (beside, Mode.HOME), (meetings, Mode.HOME), (calls, Mode.PHONE)]:
        for day in (-4, -3, -2, -1):
            make_activity(client, world.mentor, ahead(day), minutes=60, mode=mode)
    make_activity(over, world.mentor, ahead(-5), minutes=600, outcome=Outcome.NO_SHOW)
    found = approvals_to_see(world.supervisor).over_used
    assert [(row.person.name, row.figure) for row in found] == [("Meetings A", "1"), ("Over A", "1:00")]
    group = make_group(world.team, world.mentor, minutes=100, service="social_club")
    approve(calls, -10, 10, service="social_club")
    for day in (-9, -8):
        mark(make_meeting(group, ahead(day)), calls, "present")
    found = approvals_to_see(world.supervisor).over_used
    assert [(row.person.name, row.service, row.figure) for row in found][:1] == [("Calls A", "social_club", "0:20")]
    words = as_(world.supervisor).see("/approvals").words
    assert "1:00 hours more than approved" in words
    assert "1 meetings more than approved" in words


def test_two_approvals_of_one_service_and_housing_beside_mentoring_overlap(world, as_):
    twice, hostel, fine = (client_of(world, name) for name in ("Twice", "Hostel", "Fine"))
    approve(twice)
    approve(twice, 90, 300)
    approve(hostel)
    approve(hostel, -10, 80, "hostel")
    approve(fine)
    approve(fine, 0, 200, "social_club")
    words = as_(world.mentor).see("/approvals").words
    for said in ("Approvals for the same days 2", "Social mentoring, approved twice",
                 "Social mentoring beside Hostel: check with the committee"):  # fmt: skip
        assert said in words, said
    assert "Fine" not in words


def test_a_page_of_nothing_says_so_and_many_clients_cost_no_more(world, as_):
    browser = as_(world.supervisor)
    assert "No approval needs you" in browser.see("/approvals").words
    assert ends_in_sight([], TODAY, 60) == []
    with statements() as few:
        browser.see("/approvals")
    for number in range(10):
        approve(client_of(world, f"N{number}"), -300, 10)
    with statements() as many:
        browser.see("/approvals")
    assert len(many) <= len(few) + 1  # who was seen is stored once
