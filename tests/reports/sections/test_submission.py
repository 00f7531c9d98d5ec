"""A report is submitted: what it holds at that moment, once, and only when it is ready."""

import pytest

from caseapp.audit.rules import Act
from caseapp.clock import now
from caseapp.reports.kind_rules import Recommendation, SectionKind
from caseapp.reports.sections.models import ReportSubmission, SubmittedText
from caseapp.reports.status_rules import ReportStatus
from tests.reports.sections.records import address, entries, every, only_report, section_of
from tests.world import amend


def submit(browser, report, **more):
    page = browser.see(f"/reports/{report.id}")
    form = {"csrf_token": page.field("csrf_token"), **more}
    if page.field("record_id"):
        form["record_id"] = page.field("record_id")
    return browser.post(f"/reports/{report.id}/submission", data=form)


def recommend(browser, report):
    browser.send(address(report, "recommendation"), {"words": "", "recommendation": "continue"})


def test_a_report_is_submitted_with_what_each_section_says_at_that_moment(world, as_, report):
    browser = as_(world.mentor)
    recommend(browser, report)
    assert submit(browser, report).status_code == 303
    assert "Report submitted." in browser.see(f"/reports/{report.id}").words
    found = only_report()
    assert (found.status, found.submitted_at, found.recommendation) == (
        ReportStatus.SUBMITTED,
        now(),
        Recommendation.CONTINUE,
    )
    (submission,) = every(ReportSubmission)
    assert submission.number == 1
    assert submission.author_id == submission.submitted_by_id == world.mentor.id
    assert {text.section: text.words for text in every(SubmittedText) if text.words} == {
        SectionKind.HOW_IT_WENT: "We met."
    }
    assert [entry.subject_id for entry in entries(Act.REPORT_SUBMITTED)] == [report.id]


def test_a_submitted_report_stays_as_it_is_and_a_late_text_is_given_back(world, as_, report):
    browser = as_(world.mentor)
    recommend(browser, report)
    page = browser.see(address(report))
    form = {"csrf_token": page.field("csrf_token"), "version": page.field("version"), "words": "Too late."}
    submit(browser, report)
    answer = browser.post(address(report), data=form)
    assert answer.status_code == 200
    assert "The report has been submitted and is waiting for a signature." in browser.page.words
    assert "Too late." in browser.page.html
    assert section_of(report).words == "We met."


def test_a_double_tap_submits_once(world, as_, report):
    browser = as_(world.mentor)
    recommend(browser, report)
    page = browser.see(f"/reports/{report.id}")
    form = {"csrf_token": page.field("csrf_token"), "record_id": page.field("record_id")}
    for _ in range(2):
        assert browser.post(f"/reports/{report.id}/submission", data=form).status_code == 303
    assert len(every(ReportSubmission)) == 1


def test_a_returned_report_is_submitted_again_under_the_next_number(world, as_, report):
    browser = as_(world.mentor)
    recommend(browser, report)
    submit(browser, report)
    returned = make_returned(report)
    submit(browser, returned)
    assert sorted(submission.number for submission in every(ReportSubmission)) == [1, 2]


def make_returned(report):
    return amend(only_report(), status=ReportStatus.RETURNED)


@pytest.mark.parametrize(
    ("words", "recommendation", "sentence"),
    [
        ("", "continue", "Nothing has been written in the report yet."),
        ("We met.", "", "Choose your recommendation first"),
        ("a" * 60_001, "continue", "is too long to print: use at most 60000 characters."),
    ],
)
def test_a_report_that_is_not_ready_is_not_submitted(world, as_, report, words, recommendation, sentence):
    browser = as_(world.mentor)
    browser.send(address(report), {"words": words})
    browser.send(address(report, "recommendation"), {"words": "", "recommendation": recommendation})
    submit(browser, report)
    assert sentence in browser.see(f"/reports/{report.id}").words
    assert only_report().status is ReportStatus.DRAFT
