"""From record to draft: what is missing is told first, and the sections begin with what the record says."""

from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import Barrier, GoalStatus, Owner
from caseapp.reports.kind_rules import ReportKind, SectionKind
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection
from tests.drawn import drawn
from tests.statements import statements
from tests.world import amend, keep, make_activity, make_goal, make_report, rate

FIRST, LAST = "2026-05-23", "2026-11-22"
GOAL = {
    "client_words": "I want to sing",
    "wording": "Sing in a choir",
    "domain": "friends",
    "expected": "Once a week",
    "less": "At home",
    "baseline": "-1",
}


def path(world):
    return f"/clients/{world.client.id}/reports/new"


def begin(browser, world, **more):
    form = {"kind": "full", "starts_on": FIRST, "ends_on": LAST, "language": "en", **more}
    return browser.send(path(world), form)


def approve(world, **more):
    values = {
        "service": "social_mentoring",
        "amount": 3,
        "unit": ApprovalUnit.HOUR,
        "per": Per.WEEK,
        "reference": "",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        **more,
    }
    return keep(Approval(client_id=world.client.id, **values))


def reports():
    return list(db.session.scalars(sa.select(Report).where(for_maintenance())))


def test_what_is_missing_is_told_before_the_report_begins(world, as_):
    goal = make_goal(world.client)
    make_goal(world.client, wording="To paint", status=GoalStatus.DRAFT)
    silent = make_activity(world.client, world.mentor, date(2026, 11, 1), note="")
    approval = approve(world)
    browser = as_(world.supervisor)
    assert begin(browser, world).status_code == 200
    assert reports() == []
    words, links = browser.page.words, " ".join(browser.page.links)
    assert "What is still missing 4" in words
    for sentence, address in (
        ("The approval until 31.12.2026 has no reference number", f"/approvals/{approval.id}/edit"),
        ("Not rated in this period: Meet a friend once a week", f"/goals/{goal.id}/ratings/new"),
        ("Not yet agreed with the client: To paint", "/agreement"),
        ("Nothing written about the meeting on 1.11.2026", f"/activities/{silent.id}/edit"),
    ):
        assert sentence in words
        assert address in links


def test_whoever_has_seen_what_is_missing_begins_all_the_same(world, as_):
    browser = as_(world.mentor)
    form = {"kind": "full", "starts_on": FIRST, "ends_on": LAST, "language": "en"}
    begin(browser, world)
    page = browser.page
    hidden = {name: page.field(name) for name in ("csrf_token", "record_id", "checked")}
    answer = browser.post(path(world), data={**form, **hidden})
    assert (answer.status_code, len(reports())) == (303, 1)


def test_another_choice_has_its_own_gaps(world, as_):
    browser = as_(world.mentor)
    begin(browser, world, kind="family")
    assert "These dates are not covered by an approval" not in browser.page.words
    assert "There are no goals in this period" in browser.page.words
    seen = browser.page.field("checked")
    assert begin(browser, world, checked=seen).status_code == 200
    assert "These dates are not covered by an approval" in browser.page.words
    assert "A supervisor can correct this." in browser.page.words


@pytest.mark.parametrize(
    ("days", "is_covered"),
    [
        ({"ends_on": date(2026, 5, 22)}, False),
        ({"ends_on": date(2026, 5, 23)}, True),
        ({"starts_on": date(2026, 11, 22)}, True),
        ({"starts_on": date(2026, 11, 23)}, False),
    ],
)
def test_an_approval_counts_only_if_it_shares_a_day_with_the_period(world, as_, days, is_covered):
    approve(world, **days)
    page = as_(world.mentor).see(f"{path(world)}?kind=full&starts_on={FIRST}&ends_on={LAST}")
    assert ("These dates are not covered by an approval" in page.words) is not is_covered
    assert ("has no reference number" in page.words) is is_covered


def test_where_nothing_is_missing_the_report_begins_at_once(world, as_):
    approve(world, reference="48-2207")
    rate(make_goal(world.client), world.mentor, date(2026, 10, 1), 0)
    answer = begin(as_(world.mentor), world, kind="committee")
    assert answer.status_code == 303
    assert reports()[0].kind is ReportKind.COMMITTEE


def test_a_rating_entered_in_error_or_of_another_time_fills_no_gap(world, as_):
    goal = make_goal(world.client)
    rate(goal, world.mentor, date(2026, 3, 1), 0)
    amend(rate(goal, world.mentor, date(2026, 10, 1), 0), error_at=now())
    browser = as_(world.mentor)
    assert "Not rated in this period" in browser.see(path(world)).words


def test_a_gap_leads_to_where_it_is_put_right_and_back(world, as_):
    goal = make_goal(world.client, starts_on=date(2026, 1, 1))
    browser = as_(world.mentor)
    begin(browser, world, kind="client")
    (link,) = [link for link in browser.page.links if f"/goals/{goal.id}/ratings/new" in link]
    page = browser.see(link)
    assert "Back to the report" in page.words
    hidden = {name: page.field(name) for name in ("csrf_token", "record_id")}
    answer = browser.post(link, data={**hidden, "rated_on": str(today()), "mentor_level": "0", "client_level": "1"})
    assert answer.status_code == 303
    assert answer.location.startswith(path(world))
    page = browser.see(answer.location)
    assert "Not rated in this period" not in page.words
    assert page.field("checked").startswith("client ")


def test_every_page_on_which_something_is_put_right_leads_back_once_it_is_saved(world, as_):
    draft = make_goal(world.client, status=GoalStatus.DRAFT)
    silent = make_activity(world.client, world.mentor, date(2026, 11, 1), note="")
    approval = approve(world)
    days = {"amount": "3", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    for user, where, typed in (
        (world.supervisor, f"/clients/{world.client.id}/approvals/new", days),
        (world.supervisor, f"/approvals/{approval.id}/edit", {"reference": "48-2207"}),
        (world.mentor, f"/clients/{world.client.id}/goals/new", GOAL),
        (world.mentor, f"/goals/{draft.id}/agreement", {"agreed_on": "2026-11-20"}),
        (world.mentor, f"/activities/{silent.id}/edit", {"note": "We walked."}),
    ):
        browser, link = as_(user), f"{where}?back={path(world)}"
        answer = browser.post(link, data={**drawn(browser.see(link)), **typed})
        assert (answer.status_code, answer.location) == (303, path(world)), where


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/nowhere", "javascript:alert(1)", ""])
def test_no_way_leads_to_another_site(world, as_, back):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    page = browser.see(f"/goals/{goal.id}/ratings/new?back={back}")
    assert "Back to the report" not in page.words
    hidden = {name: page.field(name) for name in ("csrf_token", "record_id")}
    form = {**hidden, "rated_on": str(today()), "mentor_level": "0"}
    answer = browser.post(f"/goals/{goal.id}/ratings/new?back={back}", data=form)
    assert "example.org" not in answer.location


def test_sections_begin_with_the_words_of_the_record_and_no_other(world, as_):
    goal = make_goal(world.client, barriers=f"{Barrier.MONEY} {Barrier.STIGMA}")
    amend(goal, strengths="Plays the oud.", barrier_words="Buses are rare.")
    asked, bought, dropped = "Ask at the library", "Buy a ticket", "Call the choir"
    for words, done_on, dropped_on in (
        (asked, None, None),
        (bought, date(2026, 6, 1), None),
        (dropped, None, date(2026, 6, 1)),
    ):
        step = GoalStep(goal_id=goal.id, client_id=world.client.id, owner=Owner.CLIENT, created_at=now())
        step.words, step.done_on, step.dropped_on, step.due_on = words, done_on, dropped_on, date(2026, 12, 1)
        keep(step)
    words = {SectionKind.BACKGROUND: "She moved in May."}
    earlier = make_report(world.client, world.mentor, language="en", words=words)
    begin(as_(world.mentor), world, checked=f"full {FIRST} {LAST}")
    (newest,) = [report for report in reports() if report.id != earlier.id]
    found = db.session.scalars(
        sa.select(ReportSection).where(for_maintenance(), ReportSection.report_id == newest.id)
    ).all()
    assert {row.section: row.words for row in found if row.words} == {
        SectionKind.TOOK_PART: f"{world.mentor.name}\n{world.former_mentor.name}",
        SectionKind.BACKGROUND: "She moved in May.",
        SectionKind.STRENGTHS: "Plays the oud.",
        SectionKind.BARRIERS: "Money, Stigma: Buses are rare.",
        SectionKind.NEXT_STEPS: "Ask at the library (1.12.2026)",
    }


def test_the_page_costs_the_same_for_few_records_and_for_many(world, as_):
    browser = as_(world.mentor)
    make_goal(world.client)
    browser.see(path(world))
    with statements() as few:
        browser.see(path(world))
    for number in range(1, 20):
        make_goal(world.client)
        make_activity(world.client, world.mentor, date(2026, 10, number), note="")
    with statements() as many:
        browser.see(path(world))
    assert len(few) == len(many) <= 9


def test_a_kind_that_is_none_is_refused_in_a_sentence(world, as_):
    browser = as_(world.mentor)
    answer = browser.send(f"/clients/{world.client.id}/reports/new", {"kind": "\x85\x9f", "language": "en"})
    assert answer.status_code == 200
