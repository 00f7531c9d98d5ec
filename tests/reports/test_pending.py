"""Reports that wait: due before an approval ends, returned, waiting for the signature; each number opens its list."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clock import today
from caseapp.reports.due_rules import due_before, due_report
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.pending_queries import find_pending_reports
from caseapp.reports.status_rules import ReportStatus
from tests.statements import statements
from tests.world import keep, make_client, make_report

TODAY = date(2026, 11, 22)


def approve(client, days):
    values = {"service": "social_mentoring", "amount": 3, "unit": ApprovalUnit.HOUR, "per": Per.WEEK, "reference": "1"}
    starts_on = today() - timedelta(days=300)
    return keep(Approval(client_id=client.id, starts_on=starts_on, ends_on=today() + timedelta(days=days), **values))


@pytest.mark.parametrize(("days", "is_due"), [(61, False), (60, True), (30, True), (0, True), (-1, True), (-400, True)])
def test_a_renewal_report_opens_sixty_days_before_the_approval_ends_and_stays_due(days, is_due):
    assert (due_report(TODAY + timedelta(days=days), None, TODAY, 60, 30) is not None) is is_due


def test_it_is_late_when_the_days_to_sign_it_have_passed():
    due = due_before(date(2026, 12, 31), 60, 30)
    assert (due.opens_on, due.due_on) == (date(2026, 11, 1), date(2026, 12, 1))
    assert not due.is_late(date(2026, 12, 1))
    assert due.is_late(date(2026, 12, 2))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(7, 365), st.integers(0, 180))
def test_no_report_opens_after_it_is_due(ends_on, opens_days, due_days):
    due = due_before(ends_on, opens_days, due_days)
    assert due.opens_on <= due.due_on <= ends_on


def test_a_report_of_before_does_not_renew_and_one_that_was_begun_is_not_due():
    ends_on = TODAY + timedelta(days=40)
    assert due_report(ends_on, ends_on - timedelta(days=61), TODAY, 60, 30)
    assert due_report(ends_on, TODAY, TODAY, 60, 30) is None


def test_what_waits_stands_on_the_page_of_reports(world, as_):
    approve(world.client, 40)
    for status in (ReportStatus.RETURNED, ReportStatus.SUBMITTED, ReportStatus.DRAFT, ReportStatus.SIGNED):
        make_report(world.client, world.mentor, status=status, kind=ReportKind.FAMILY)
    desk = find_pending_reports(world.mentor)
    assert [len(part) for part in (desk.due, desk.returned, desk.waiting, desk.drafts)] == [1, 1, 1, 1]
    page = as_(world.mentor).see("/reports")
    for words in (
        "Returned with comments 1",
        "Waiting for signature 1",
        "Due and not started 1",
        "Unfinished drafts 1",
    ):
        assert words in page.words
    assert f"/clients/{world.client.id}/reports/new?kind=committee" in page.links


def test_a_report_for_the_committee_takes_the_client_off_the_due_ones(world):
    approve(world.client, 40)
    make_report(world.client, world.mentor, kind=ReportKind.COMMITTEE, ends_on=today())
    assert find_pending_reports(world.mentor).due == []


@pytest.mark.parametrize(("who", "path"), [("mentor", "/"), ("supervisor", "/board")])
def test_the_first_pages_tell_how_many_and_each_number_opens_its_list(world, as_, who, path):
    approve(world.client, 40)
    for status in (ReportStatus.RETURNED, ReportStatus.SUBMITTED, ReportStatus.SUBMITTED):
        make_report(world.client, world.mentor, status=status, kind=ReportKind.FAMILY)
    page = as_(getattr(world, who)).see(path)
    for words in ("2 reports waiting for signature", "1 report due"):
        assert words in page.words
    assert {f"/reports#{part}" for part in ("waiting", "due")} <= set(page.links)
    if who == "supervisor":
        assert "1 report returned" in page.words
        assert "/reports#returned" in page.links
    else:  # what waits for a mentor stands there by name
        assert "Report returned:" in page.words


@pytest.mark.parametrize("who", ["other_mentor", "other_supervisor", "former_mentor"])
def test_others_reports_wait_for_nobody_else(world, as_, who):
    approve(world.client, 40)
    make_report(world.client, world.mentor, status=ReportStatus.SUBMITTED)
    assert not find_pending_reports(getattr(world, who))
    assert "No reports waiting" in as_(getattr(world, who)).see("/reports").words


def test_the_page_of_reports_costs_the_same_for_one_and_for_many(world, as_):
    browser = as_(world.supervisor)
    browser.see("/reports")
    counts = []
    for number in (1, 20):
        for _time in range(number):
            client = make_client(world.team, world.mentor)
            approve(client, 40)
            make_report(client, world.mentor, kind=ReportKind.FAMILY)
        with statements() as sent:
            browser.see("/reports")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6
