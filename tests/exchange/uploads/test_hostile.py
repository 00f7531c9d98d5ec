"""What is too much, what is no spreadsheet, what is somebody else's, and what an administrator may not read."""

import io
import os
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.batches.queue import kept_since
from caseapp.clock import now
from caseapp.db import db
from caseapp.exchange.tables import workbooks
from caseapp.exchange.uploads.models import Upload, UploadedFile
from caseapp.exchange.uploads.rules import KIND, MOST_BYTES, UploadState
from tests.batches.printing import work_off
from tests.exchange.uploads.sending import only_upload, send, sent, tap
from tests.world import amend


def bomb():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("xl/worksheets/sheet1.xml", b"0" * (workbooks.MOST_UNPACKED + 1))
    return whole.getvalue()


def with_part(name):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as files:
        files.writestr(name, b"x")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bomb(), "This workbook unpacks to more than 100 MB."),
        (with_part("xl/vbaProject.bin"), "This workbook has macros."),
        (with_part("xl/externalLinks/externalLink1.xml"), "This workbook refers to other files."),
        ("EncryptedPackage".join(["\xd0\xcf\x11\xe0", ""]).encode("latin-1"), "has no rows that can be read."),
        (workbooks.OLD_WORKBOOK + "EncryptedPackage".encode("utf-16-le"), "This workbook has a password."),
        (b"", "The file has no rows."),
    ],
)
def test_what_is_no_plain_workbook_is_a_sentence(world, as_, app, content, sentence):
    browser = as_(world.supervisor)
    page = browser.see(sent(browser, app, [("book.xlsx", content)]))
    assert sentence in page.words
    assert "There is nothing to import." in page.words


def test_a_file_over_ten_megabytes_and_an_eleventh_file_are_refused(world, as_):
    browser = as_(world.supervisor)
    answer = send(browser, [("large.csv", b"x" * (MOST_BYTES + 1))])
    assert "A file is larger than 10 MB." in answer.text
    answer = send(browser, [(f"{number}.csv", "id\n") for number in range(11)])
    assert "Choose at most 10 files." in answer.text
    assert send(browser, [("huge.csv", b"x" * 12 * 1024 * 1024)]).status_code == 413
    assert "Choose at least one file." in send(browser, [("", "")]).text
    assert db.session.scalars(sa.select(UploadedFile)).all() == []


def test_a_double_tap_sends_once_and_imports_once(world, as_, app):
    browser = as_(world.supervisor)
    page = browser.see("/import")
    text = f"first name,last name,id,mentor\nYael,Mizrahi,34,{world.mentor.username}\n"
    for _tap in range(2):
        form = {"csrf_token": page.field("csrf_token"), "record_id": page.field("record_id")}
        form["files"] = [(io.BytesIO(text.encode()), "clients.csv")]
        answer = browser.post("/import", data=form, content_type="multipart/form-data")
    work_off(app)
    assert len(db.session.scalars(sa.select(Upload)).all()) == 1
    for _tap in range(2):
        assert tap(browser, app, f"{answer.location}/start").status_code == 303
    assert only_upload().findings["counts"] == {"clients": [1, 0, 0]}


def test_a_name_of_a_file_leads_nowhere(world, as_, app):
    browser = as_(world.supervisor)
    sent(browser, app, [("../../etc/passwd", "id\n"), ("..hidden", "id\n"), ("<b>.csv", "id\n")])
    names = [file["name"] for file in only_upload().findings["files"]]
    assert names == ["passwd", "hidden", "<b>.csv"]


def test_nobody_else_finds_it(world, as_, app):
    place = sent(as_(world.supervisor), app, [("clients.csv", "id\n")])
    for other in (world.other_supervisor, world.administrator):
        browser = as_(other)
        assert browser.get(place).status_code == 404
        for step in ("start", "removal", "files"):
            assert tap(browser, app, f"{place}/{step}").status_code == 404
    assert as_(world.mentor).get(place).status_code == 403


def test_an_administrator_reads_no_word_about_a_client_and_finds_rejected_rows_on_the_host(world, as_, app):
    text = "first name,last name,id,mentor,approved from,remarks\n" + "".join(
        f"Noam,Secretname,{number},{world.mentor.username},01/0{day}/2026,Hears voices\n"
        for number, day in (("34", 2), ("x9", 3))
    )
    goals = "id,goal,domain\n34,A café with a friend,friends\n34,Private words,Unheardof\n"
    browser = as_(world.administrator)
    place = sent(browser, app, [("clients.csv", text), ("goals.csv", goals)])
    pages = [browser.see(place)]
    tap(browser, app, f"{place}/start")
    pages.append(browser.see(place))
    for page in pages:
        for words in ("Noam", "Secretname", "Hears voices", "café", "Private", "Unheardof", "x9"):
            assert words not in page.written, words
    assert "01/02/2026" in pages[0].words
    upload = only_upload()
    assert upload.state is UploadState.DONE
    assert upload.rejected_sealed is None
    assert browser.get(f"{place}/rejected").status_code == 404
    folder = Path(app.config["DATA"]) / "rejected" / upload.id.hex
    assert f"rejected/{upload.id.hex}" in pages[1].words
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == ["clients.rejected.csv", "goals.rejected.csv"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert "Hears voices" in files[0].read_text("utf-8-sig")


def test_rejected_rows_on_the_host_are_removed_with_the_files_after_seven_days(world, as_, app, clock):
    browser = as_(world.administrator)
    place = sent(browser, app, [("clients.csv", "first name,last name,id,mentor\nNoam,Secretname,x9,nobody\n")])
    tap(browser, app, f"{place}/start")
    folder = Path(app.config["DATA"]) / "rejected" / only_upload().id.hex
    written = now().timestamp()
    os.utime(folder, (written, written))
    background = app.extensions["background"][KIND]
    background.remove_old(kept_since())
    assert folder.exists()
    clock.shift(timedelta(days=7))
    background.remove_old(kept_since())
    assert not folder.exists()


def test_what_an_upload_held_is_not_shown_to_whoever_becomes_an_administrator(world, as_, app):
    text = "first name,last name,id,mentor\nNoam,Secretname,x9,nobody\n"
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", text)])
    assert "Secretname" in browser.see(place).words
    amend(world.supervisor, role="administrator", team_id=None)
    browser = as_(world.supervisor)
    assert browser.get(place).status_code == 404
    assert browser.get(f"{place}/rejected").status_code == 404
