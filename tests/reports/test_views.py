"""The pages of reports, their paper, and who may."""

import json
import subprocess
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.activities.rules import Outcome
from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.documents.server.client import DrawingFailed
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection
from tests.documents.readers import normalised
from tests.reports.sections.records import entries
from tests.statements import statements
from tests.trail import clients_of
from tests.world import assign, make_activity, make_goal, make_user, rate

FIRST, LAST = "2026-05-23", "2026-11-22"


def begin(browser, client, **more):
    """Begin a report, whose gaps were seen."""
    form = {"kind": "full", "starts_on": FIRST, "ends_on": LAST, "language": "he", **more}
    seen = f"{form['kind']} {form['starts_on']} {form['ends_on']}"
    return browser.send(f"/clients/{client.id}/reports/new", {"checked": seen, **form})


def write(browser, path, words, section="how_it_went", **more):
    return browser.send(f"{path}/sections/{section}", {"words": words, **more})


def stored():
    return list(db.session.scalars(sa.select(Report).where(for_maintenance())))


def only_report():
    (report,) = stored()
    return report


def told():
    return ReportSection.section == SectionKind.HOW_IT_WENT


def narrative():
    return db.session.scalars(sa.select(ReportSection).where(for_maintenance(), told())).one().words


def text_of(pdf, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, text=True).stdout
    return normalised(text)


def test_a_new_report_is_offered_for_the_last_six_months(world, as_):
    page = as_(world.mentor).see(f"/clients/{world.client.id}/reports/new")
    assert page.field("starts_on") == FIRST
    assert page.field("ends_on") == LAST


def test_a_mentor_begins_a_report_and_is_led_to_its_preview(world, as_):
    browser = as_(world.mentor)
    answer = begin(browser, world.client)
    report = only_report()
    assert answer.status_code == 303
    assert answer.location == f"/reports/{report.id}"
    assert (report.starts_on, report.ends_on, report.language) == (date(2026, 5, 23), date(2026, 11, 22), "he")
    assert report.author_id == world.mentor.id
    assert [entry.subject_id for entry in entries(Act.REPORT_WRITTEN)] == [report.id]
    page = browser.see(answer.location)
    assert 'lang="he" dir="rtl"' in page.html


def test_a_double_tap_begins_one_report(world, as_):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/reports/new"
    page = browser.see(path)
    form = {
        "csrf_token": page.field("csrf_token"),
        "record_id": page.field("record_id"),
        "kind": "full",
        "checked": f"full {FIRST} {LAST}",
        "starts_on": FIRST,
        "ends_on": LAST,
        "language": "he",
    }
    first, second = browser.post(path, data=form), browser.post(path, data=form)
    assert first.location == second.location
    assert len(stored()) == 1
    assert browser.post(path, data={**form, "language": "en"}).status_code == 409


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"starts_on": LAST, "ends_on": FIRST}, "The period ends before it starts."),
        ({"starts_on": "2027-01-01", "ends_on": "2027-02-01"}, "The period starts in the future."),
        ({"starts_on": "2020-01-01"}, "A report can cover at most three years."),
        ({"starts_on": "2026-02-30"}, "There is no date “2026-02-30”"),
        ({"language": "am"}, "Not a valid choice"),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_a_sentence(world, as_, days, sentence):
    browser = as_(world.mentor)
    assert begin(browser, world.client, **days).status_code == 200
    assert sentence in browser.page.words
    assert stored() == []


def test_the_narrative_is_kept_and_stands_in_the_preview(world, as_):
    browser = as_(world.mentor)
    path = begin(browser, world.client, language="en").location
    assert write(browser, path, "We began in May.\n\nIt went well.").status_code == 303
    page = browser.see(path)
    assert "How it went, in the mentor's words We began in May. It went well." in page.words
    assert "Written by Maya Mentor" in page.words
    assert len(entries(Act.REPORT_CHANGED)) == 1
    (raw,) = db.session.scalars(sa.select(ReportSection.words_sealed).where(for_maintenance(), told()))
    assert b"It went well" not in raw


def test_two_people_who_write_at_once_lose_neither_text(world, as_):
    second = make_user(team=world.team)
    assign(world.client, second)
    first, other = as_(world.mentor), as_(second)
    path = f"{begin(first, world.client).location}/sections/how_it_went"
    page = first.see(path)
    old = {"csrf_token": page.field("csrf_token"), "version": page.field("version")}
    assert other.send(path, {"words": "the other mentor's text"}).status_code == 303
    answer = first.post(path, data={**old, "words": "the first mentor's text"})
    assert answer.status_code == 409
    assert "the other mentor's text" in first.page.words
    assert "the first mentor's text" in first.page.words
    assert narrative() == "the other mentor's text"


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_another_persons_client_has_no_reports(world, as_, who):
    path = begin(as_(world.mentor), world.client).location
    browser = as_(getattr(world, who))
    for address in (path, f"{path}/pdf", f"/clients/{world.client.id}/reports/new"):
        assert "מזרחי" not in browser.see(address, 404).html
    assert entries(Act.PRINTED) == []


def test_an_administrator_writes_and_reads_no_reports(world, as_):
    path = begin(as_(world.mentor), world.client).location
    browser = as_(world.administrator)
    for address in (path, f"{path}/pdf", f"/clients/{world.client.id}/reports/new"):
        browser.see(address, 403)


def test_letters_that_cannot_be_printed_are_told_while_the_report_is_written(world, as_):
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    write(browser, path, "דיברנו עם \u1275 ועם Đặng 😀")
    assert "empty boxes on paper: ặ" in browser.see(path).words
    write(browser, path, "דיברנו עם \u1275 ועם Dang 😀", version=2)
    assert "empty boxes" not in browser.see(path).words


def test_the_paper_holds_hebrew_in_logical_order_and_its_name_tells_nothing(world, as_, tmp_path):
    make_goal(world.client, client_words="לשתות קפה עם חברה", wording="מפגש חברתי פעם בשבוע")
    make_activity(world.client, world.mentor, date(2026, 11, 1), minutes=95)
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    write(browser, path, "נפגשנו ב-12.10.2026 בין 17:00–18:30 (3 מתוך 4), טלפון 050-234-5678.")
    answer = browser.get(f"{path}/pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-2026-11-22.pdf"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.data, tmp_path)
    for words in (
        "יעל מזרחי",
        "*****0018",
        "לשתות קפה עם חברה",
        "1:35",
        "17:00–18:30",
        "050-234-5678",
        "12.10.2026",
        "הודפס בידי",
        world.mentor.name,
    ):
        assert words in text, text
    assert "000000018" not in text
    title = subprocess.run(["pdfinfo", tmp_path / "report.pdf"], capture_output=True, check=True, text=True).stdout
    assert "מזרחי" not in title


def test_each_print_is_an_act_in_the_trail(world, as_):
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    browser.get(f"{path}/pdf")
    browser.get(f"{path}/pdf")
    first, _second = entries(Act.PRINTED)
    assert json.loads(first.detail) == {"language": "he", "report": only_report().id.hex, "via": "web"}
    assert first.actor_id == world.mentor.id
    assert clients_of(first.id) == {world.client.id}


def test_printing_changes_nothing_but_the_trail(world, as_):
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    before = (only_report().version, only_report().changed_at)
    browser.get(f"{path}/pdf")
    assert (only_report().version, only_report().changed_at) == before


def test_a_drawing_that_fails_is_told_calmly_and_nothing_is_lost(world, as_, monkeypatch):
    def fail(document, patience):
        raise DrawingFailed("Drawing took longer than 10 seconds.")

    monkeypatch.setattr("caseapp.reports.paper.actions.draw_bounded", fail)
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    write(browser, path, "kept")
    answer = browser.get(f"{path}/pdf")
    assert (answer.status_code, answer.location) == (303, path)
    page = browser.see(path)
    assert "The report could not be produced. Nothing is lost" in page.words
    assert "kept" in page.words
    assert entries(Act.PRINTED) == []


def test_a_hostile_narrative_is_text_on_the_screen_and_on_paper(world, as_, tmp_path):
    hostile = "<b>x</b><img src=x onerror=alert(1)> {{ 7*7 }} 100% {page} &amp; \u202eevil\u202c " + "א" * 300
    browser = as_(world.mentor)
    path = begin(browser, world.client, language="en").location
    assert write(browser, path, hostile).status_code == 303
    page = browser.see(path)
    assert "<img" not in page.html
    assert "{page} &amp;" in page.words
    answer = browser.get(f"{path}/pdf")
    assert answer.status_code == 200
    assert "<b>x</b>" in text_of(answer.data, tmp_path)


def test_the_reports_of_a_client_are_listed_with_where_they_stand(world, as_):
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    page = browser.see(f"/clients/{world.client.id}/reports")
    assert path in page.links
    assert "Full report" in page.words
    assert "23.5.2026 to 22.11.2026" in page.words
    assert "Draft" in page.words


def test_a_print_that_the_trail_cannot_hold_is_not_handed_out(world, as_, monkeypatch):
    browser = as_(world.mentor)
    path = begin(browser, world.client).location

    def broken(*args, **rest):
        raise OSError("disk full")

    monkeypatch.setattr("caseapp.reports.paper.actions.record_alone", broken)
    answer = browser.get(f"{path}/pdf")
    assert answer.status_code >= 500
    assert b"%PDF" not in answer.data


def test_the_preview_costs_the_same_for_one_record_and_for_many(world, as_):
    goal = make_goal(world.client)
    make_activity(world.client, world.mentor, date(2026, 11, 1))
    browser = as_(world.mentor)
    path = begin(browser, world.client).location
    browser.see(path)
    with statements() as few:
        browser.see(path)
    for number in range(60):
        day = date(2026, 11, 21) - timedelta(days=number)
        make_activity(world.client, world.mentor, day, outcome=Outcome.HELD)
        rate(goal, world.mentor, day, 0)
    make_goal(world.client)
    make_user()
    with statements() as many:
        browser.see(path)
    assert len(few) == len(many)
