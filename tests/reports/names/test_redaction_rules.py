"""Names that a paper is not to tell: other people's, and on wish the client's own."""

import pytest
import sqlalchemy as sa

from caseapp.clients.file.rules import ContactKind
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.organisation.actions import change_details
from caseapp.organisation.rules import OrganisationDetails
from caseapp.reports.kind_rules import Recommendation, SectionKind
from caseapp.reports.names.forms import NameForm
from caseapp.reports.names.models import ReportName
from caseapp.reports.sections.actions import submit_report
from tests.drawn import drawn
from tests.form_ids import form_id
from tests.reports.reviewing import sent, signed, submitted
from tests.reports.test_views import text_of
from tests.world import amend, make_contact, make_goal, make_report

TEXT = "נפגשתי עם דנה כהן, ולדנה היה טוב. יעל דיברה."


@pytest.fixture
def report(world):
    make_goal(world.client, client_words="לשבת עם דנה", wording="מפגש עם כהן")
    return make_report(world.client, world.mentor, words={SectionKind.HOW_IT_WENT: TEXT})


def names():
    return list(db.session.scalars(sa.select(ReportName).where(for_maintenance())))


def hide(browser, report, name="דנה כהן", instead="friend"):
    return browser.send(f"/reports/{report.id}/names", {"name": name, "instead": instead})


def paper(browser, report, tmp_path, query=""):
    answer = browser.get(f"/reports/{report.id}/pdf{query}")
    assert answer.mimetype == "application/pdf"
    return text_of(answer.data, tmp_path)


def test_a_name_that_is_written_down_is_nowhere_on_the_paper_and_stays_in_the_section(world, as_, report, tmp_path):
    browser = as_(world.mentor)
    assert hide(browser, report).status_code == 303
    text = paper(browser, report, tmp_path)
    assert "דנה" not in text
    assert "כהן" not in text
    assert "אדם מחוג החברים" in " ".join(text.split())
    assert TEXT in browser.get(f"/reports/{report.id}/sections/how_it_went").get_data(as_text=True)


def test_a_name_is_sealed_and_printed_again_when_it_is_taken_off(world, as_, report, tmp_path):
    browser = as_(world.mentor)
    hide(browser, report)
    (row,) = names()
    assert "דנה".encode() not in row.name_sealed
    browser.see(f"/reports/{report.id}/names")
    assert browser.send(f"/reports/names/{row.id}/remove", fresh=False).status_code == 303
    assert names() == []
    assert "דנה" in paper(browser, report, tmp_path)


def test_the_same_name_again_takes_the_new_words(world, as_, report):
    browser = as_(world.mentor)
    hide(browser, report)
    hide(browser, report, instead="initial")
    assert [row.instead for row in names()] == ["initial"]


def test_relatives_and_guardians_of_the_file_are_offered_until_their_name_is_written_down(world, as_, report):
    for kind, name in ((ContactKind.EMERGENCY, "Ruth"), (ContactKind.GUARDIAN, "Adam"), (ContactKind.PHONE, "Work")):
        make_contact(world.client, world.mentor, kind=kind, name=name)
    browser = as_(world.mentor)

    def offered():
        links = browser.see(f"/reports/{report.id}/names").links
        forms = [drawn(browser.see(link)) for link in links if "contact=" in link]
        return [(form["name"], form["instead"]) for form in forms]

    assert sorted(offered()) == [(["Adam"], ["professional"]), (["Ruth"], ["relative"])]
    hide(browser, report, name="Ruth")
    assert offered() == [(["Adam"], ["professional"])]


def test_a_name_without_a_letter_is_refused_in_a_sentence(world, as_, report):
    page = hide(as_(world.mentor), report, name="...")
    assert page.status_code == 200
    assert names() == []


def test_a_submitted_report_takes_no_more_names(world, as_):
    report = submitted(world.client, world.mentor)
    browser = as_(world.mentor)
    browser.see(f"/reports/{report.id}")
    form = {"name": "דנה", "instead": "friend", "record_id": form_id(world.mentor, NameForm)}
    browser.send(f"/reports/{report.id}/names", form, fresh=False)
    assert names() == []


def test_a_name_of_a_submitted_report_is_not_taken_off(world, as_, report):
    browser = as_(world.mentor)
    hide(browser, report)
    (row,) = names()
    amend(report, recommendation=Recommendation.CONTINUE)
    submit_report(world.mentor, report.id, sent())
    page = browser.send(f"/reports/names/{row.id}/remove", fresh=False, follow_redirects=True)
    assert page.status_code == 200
    assert len(names()) == 1


def test_a_draft_is_printed_with_initials(world, as_, report, tmp_path):
    text = paper(as_(world.mentor), report, tmp_path, "?initials=1")
    assert "מזרחי" not in text
    assert "יעל" not in text


def test_a_signed_report_with_initials_says_that_it_is_a_copy(world, as_, tmp_path):
    report = signed(world.client, world.mentor, world.supervisor, text="יעל מזרחי came.")
    browser = as_(world.mentor)
    text = paper(browser, report, tmp_path, "?initials=1")
    assert "Copy with initials" in text
    assert "מזרחי" not in text
    kept = paper(browser, report, tmp_path)
    assert "מזרחי" in kept
    assert "Copy" not in kept


def test_the_head_of_a_signed_paper_stays_when_the_organisation_moves(world, as_, tmp_path):
    change_details(world.administrator, OrganisationDetails("Path House", "Vine 12, Haifa", "04-555-0142"), None)
    report = signed(world.client, world.mentor, world.supervisor)
    change_details(world.administrator, OrganisationDetails("Elsewhere"), 1)
    text = paper(as_(world.mentor), report, tmp_path, "?initials=1")
    for words in ("Path House", "Vine 12, Haifa", "04-555-0142"):
        assert words in text
    assert "Elsewhere" not in text


def test_hebrew_dates_stand_beside_the_others_where_the_organisation_wants_them(world, as_, report, tmp_path):
    browser = as_(world.mentor)
    assert "תשפ״ו" not in paper(browser, report, tmp_path)
    change_details(world.administrator, OrganisationDetails("Path House", has_hebrew_dates=True), None)
    assert "תשפ״ו" in paper(browser, report, tmp_path)


def test_figures_of_the_preview_lead_to_their_records(world, as_, report):
    page = as_(world.mentor).see(f"/reports/{report.id}")
    assert any(link.endswith("of=ratings") for link in page.links)
    assert any(link.endswith("of=contacts") for link in page.links)
