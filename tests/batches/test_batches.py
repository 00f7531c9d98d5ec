import io
import zipfile
from datetime import date, timedelta

import pikepdf
import sqlalchemy as sa

from caseapp.audit.rules import Act
from caseapp.batches.forms import BatchForm
from caseapp.batches.models import Batch
from caseapp.batches.queries import find_batch, list_choosable, made_files
from caseapp.batches.rules import REASON_OVER, Failure, ReportFilter
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import db, writing
from caseapp.reports.paper import actions as paper
from caseapp.reports.sections.models import ReportSubmission
from caseapp.reports.signatures.models import ReportSignature
from caseapp.reports.status_rules import ReportStatus
from tests.batches.conftest import PDF
from tests.batches.printing import begin, entries, items, only_batch, reports_of, work_off
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import keep, make_report


def test_chosen_reports_are_made_in_the_background_and_fetched_under_discreet_names(world, as_, app, drawing):
    reports = reports_of(world)
    browser = as_(world.supervisor)
    answer, form = begin(browser, reports)
    assert answer.status_code == 303
    assert browser.send("/batches/new", form).status_code == 303
    page = f"/batches/{only_batch().id}"
    assert "3 left" in browser.see(page).words
    assert browser.get(f"{page}/file").status_code == 303
    work_off(app)
    assert "3 produced, 0 failed, 0 left" in browser.see(page).words
    answer = browser.get(f"{page}/file")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    others = ["reports-2026-11-22.csv", "covering-sheet-2026-11-22.pdf"]
    assert names == [*(f"report-00{n}-2026-11-22.pdf" for n in (1, 2, 3)), *others]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reports-2026-11-22.zip"'
    assert len(entries(Act.PRINTED)) == 3
    assert len(entries(Act.BATCH_FETCHED)) == 1
    assert {document.watermark for document in drawing} == {"טיוטה"}
    assert all(b"%PDF" not in item.pdf_sealed for item in items())


def test_files_have_the_local_time_and_a_list_without_names(world, as_, app):
    browser = as_(world.supervisor)
    begin(browser, reports_of(world))
    work_off(app)
    files = zipfile.ZipFile(io.BytesIO(browser.get(f"/batches/{only_batch().id}/file").data))
    assert {each.date_time for each in files.infolist()} == {(2026, 11, 22, 10, 0, 0)}
    heading, *rows = files.read("reports-2026-11-22.csv").decode("utf-8-sig").splitlines()
    assert heading == "Name of the file,Kind,From,To,Language,Printed"
    assert [row.split(",")[0] for row in rows] == files.namelist()[:3]
    assert all("עברית" in row and row.endswith("2026-11-22 10:00") for row in rows)
    assert "N00" not in "".join(rows)


def test_a_sheet_says_who_took_the_files_along_and_names_no_client(world, as_, app, monkeypatch):
    sheets = []
    monkeypatch.setattr(paper, "draw_bounded", lambda document, patience=None: sheets.append(document) or PDF)
    browser = as_(world.supervisor)
    begin(browser, reports_of(world), shape="pdf", reason="For the committee <b>")
    work_off(app)
    browser.get(f"/batches/{only_batch().id}/file")
    (sheet,) = sheets
    words = str(sheet.blocks)
    assert ("Taken along by", world.supervisor.name) in sheet.blocks[0].pairs
    assert ("When", "22.11.2026, 10:00") in sheet.blocks[0].pairs
    assert ("What for", "For the committee <b>") in sheet.blocks[0].pairs
    assert all(f"report-00{n}-2026-11-22.pdf" in words for n in (1, 2, 3))
    assert "N00" not in words + sheet.title


def test_a_report_that_can_be_chosen_names_its_language(world, as_):
    reports_of(world, 1)
    assert "עברית" in as_(world.mentor).see("/batches/new").words


def test_one_pdf_holds_all_pages_each_report_on_a_front_side_unless_asked_otherwise(world, as_, app):
    browser = as_(world.mentor)
    begin(browser, reports_of(world), shape="pdf")
    work_off(app)
    path = f"/batches/{only_batch().id}/file"
    answer = browser.get(path)
    assert answer.mimetype == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(answer.data)).pages) == 7  # the covering sheet is the first
    page = browser.see(path.removesuffix("/file"))
    assert "Without blank pages" in page.words
    assert len(pikepdf.open(io.BytesIO(browser.get(f"{path}?tight=1").data)).pages) == 4


def test_a_signed_report_comes_as_it_was_signed(world, as_, app, drawing):
    report = make_report(world.client, world.mentor, status=ReportStatus.SIGNED)
    ids = {"report_id": report.id, "client_id": report.client_id, "author_id": world.mentor.id}
    submission = ReportSubmission(**ids, number=1, submitted_by_id=world.mentor.id, submitted_at=now())
    keep(submission)
    signature = ReportSignature(
        **ids, submission_id=submission.id, signer_id=world.supervisor.id, signed_at=now(),
        pdf_sha256="0" * 64, content_sha256="1" * 64,
    )  # fmt: skip
    signature.pdf = PDF + b"%signed"
    keep(signature)
    browser = as_(world.mentor)
    browser.see("/batches/new?which=all")
    form = {"reports": [str(report.id)], "shape": "zip", "record_id": form_id(world.mentor, BatchForm)}
    assert browser.send("/batches/new?which=all", form, fresh=False).status_code == 303
    work_off(app)
    assert [item.pdf for item in items()] == [PDF + b"%signed"]
    assert drawing == []


def test_rights_are_asked_again_when_a_report_is_made_and_when_it_is_fetched(world, as_, app):
    """A mentor whose assignment has ended gets neither the report nor the client's name."""
    lost, kept, later = reports_of(world)
    browser = as_(world.mentor)
    begin(browser, [lost, kept, later])

    def end(report):
        with writing():
            ended = sa.update(Assignment).where(Assignment.client_id == report.client_id, for_maintenance())
            db.session.execute(ended.values(ends_on=today() - timedelta(days=1)))
            from caseapp.audit import record

            record(Act.ASSIGNMENT_ENDED, None)

    end(lost)
    work_off(app)
    assert [item.failure for item in items()] == [Failure.NOT_VISIBLE, None, None]
    batch = only_batch()
    words = browser.see(f"/batches/{batch.id}").words
    assert "2 produced, 1 failed" in words
    assert "N000" not in words
    end(later)
    assert [item.report_id for item in made_files(world.mentor, batch)] == [kept.id]
    files = zipfile.ZipFile(io.BytesIO(browser.get(f"/batches/{batch.id}/file").data))
    assert files.namelist() == ["report-002-2026-11-22.pdf", "reports-2026-11-22.csv", "covering-sheet-2026-11-22.pdf"]
    assert len(files.read("reports-2026-11-22.csv").splitlines()) == 2


def test_many_reports_need_a_reason_and_nothing_chosen_is_said_so(world, as_, app):
    reports = reports_of(world, REASON_OVER + 1)
    browser = as_(world.mentor)
    answer, _form = begin(browser, reports)
    assert answer.status_code == 200
    assert "Say what they are for" in browser.page.words
    assert browser.page.html.count(" checked") == REASON_OVER + 2
    begin(browser, [])
    assert "Choose at least one report." in browser.page.words
    assert begin(browser, reports, reason="For the committee's day")[0].status_code == 303
    batch = only_batch()
    assert batch.reason == "For the committee's day"
    assert b"committee" not in batch.reason_sealed


def test_reports_of_other_peoples_clients_are_neither_offered_nor_taken(world, as_):
    foreign = make_report(world.other_client, world.other_mentor)
    browser = as_(world.mentor)
    make_report(world.client, world.mentor)
    assert str(foreign.id) not in browser.see("/batches/new?which=all").html
    answer, _form = begin(browser, [foreign])
    assert answer.status_code == 200
    assert db.session.scalars(sa.select(Batch)).all() == []
    assert browser.get("/batches/new?which=none").status_code == 404
    assert browser.get("/batches/new?after=none").status_code == 404


def test_what_is_offered_follows_the_choice(world):
    draft = make_report(world.client, world.mentor)
    signed = make_report(
        world.client, world.mentor, status=ReportStatus.SIGNED, starts_on=date(2026, 6, 1), ends_on=today()
    )

    def offered(which):
        return {row.id for row in list_choosable(world.supervisor, which).rows}

    assert offered(ReportFilter.DUE) == {draft.id}
    assert offered(ReportFilter.QUARTER) == {draft.id, signed.id}
    assert offered(ReportFilter.ALL) == {draft.id, signed.id}
    page = list_choosable(world.supervisor, ReportFilter.ALL, limit=1)
    assert [row.id for row in list_choosable(world.supervisor, ReportFilter.ALL, page.after).rows] == [draft.id]


def test_nobody_finds_somebody_elses_batch(world, as_, app):
    begin(as_(world.mentor), reports_of(world, 1))
    work_off(app)
    page = f"/batches/{only_batch().id}"
    for who in (world.supervisor, world.team_mate):
        assert as_(who).get(page).status_code == 404
        assert as_(who).get(f"{page}/file").status_code == 404
    assert find_batch(world.mentor, only_batch().id)


def test_the_pages_ask_no_more_of_the_store_for_more_reports(world, as_, app):
    browser = as_(world.mentor)
    reports = reports_of(world, 2)
    browser.see("/batches/new")
    with statements() as few:
        browser.see("/batches/new")
    reports += reports_of(world, 8)
    with statements() as many:
        browser.see("/batches/new")
    assert len(few) == len(many)
    begin(browser, reports)
    with statements() as running:
        browser.see(f"/batches/{only_batch().id}")
    assert not any("clients" in text or "batch_items" in text for text in running)
