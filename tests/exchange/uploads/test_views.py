"""A provider's files are looked at, decided on, and come in, on a page."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.audit.rules import Act
from caseapp.batches.queue import kept_since, queue_of, resume
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.exchange.uploads.actions import remove_old_uploads
from caseapp.exchange.uploads.models import UploadedFile
from caseapp.exchange.uploads.rules import UploadState
from tests.batches.printing import entries, work_off
from tests.exchange.uploads.sending import choose, only_upload, send, sent, tap
from tests.world import amend

SAMPLES = Path(__file__).parents[1] / "samples"


def four_files():
    return [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]


@pytest.fixture
def clients(world):
    mentor = world.mentor.username
    return "first name,last name,id,mentor,code\n" + f"Yael,Mizrahi,34,{mentor},A-17\n" + f"Dan,Levi,x,{mentor},A-18\n"


def everybody():
    db.session.expire_all()
    return set(db.session.scalars(sa.select(Client.family_name).where(for_maintenance())))


def test_nothing_is_saved_until_somebody_decides_and_then_it_comes_in(world, as_, app, clients):
    browser = as_(world.supervisor)
    before = everybody()
    place = sent(browser, app, [("clients.csv", clients)])
    page = browser.see(place)
    for words in ("Only a check: nothing is saved yet.", "Yael", "A-17", "Not known", "Import 1 record"):
        assert words in page.words, words
    assert everybody() == before
    assert tap(browser, app, f"{place}/start").status_code == 303
    assert everybody() - before == {"Mizrahi"}
    page = browser.see(place)
    assert "What came in" in page.words
    assert "Import 1 record" not in page.words
    assert only_upload().findings["counts"] == {"clients": [1, 0, 1]}


def test_what_would_come_in_is_what_comes_in(people, as_, app):
    browser = as_(people["admin"])
    place = sent(browser, app, four_files())
    said = only_upload().findings
    tap(browser, app, f"{place}/start")
    db.session.expire_all()
    came = only_upload().findings
    assert only_upload().state is UploadState.DONE
    assert {name: said[name] for name in ("counts", "groups", "faults", "differences")} == {
        name: came[name] for name in ("counts", "groups", "faults", "differences")
    }
    assert sum(count for count, *_others in said["counts"].values()) > 100


def test_a_row_that_is_rejected_is_a_file_to_correct_for_the_supervisor(world, as_, app, clients):
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", clients)])
    page = browser.see(place)
    assert "1 row" in page.words, page.words
    answer = browser.get(f"{place}/rejected")
    assert answer.mimetype == "text/csv"
    assert "Dan,Levi,x" in answer.data.decode("utf-8-sig")
    (entry,) = entries(Act.REJECTED_ROWS_FETCHED)
    assert entry.actor_id == world.supervisor.id


def test_an_unknown_column_is_chosen_and_the_choice_is_kept_for_the_next_file(world, as_, app):
    text = f"first name,last name,id,mentor,whom to call\nYael,Mizrahi,34,{world.mentor.username},0541234567\n"
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", text)])
    assert "Not known: left out until you choose" in browser.see(place).words
    choose(browser, app, place, column_0="phone")
    tap(browser, app, f"{place}/start")
    phone = db.session.scalars(sa.select(Client.phone_sealed).where(for_maintenance(), Client.family_name == "Mizrahi"))
    assert phone.one() is not None
    next_one = sent(browser, app, [("more.csv", text.replace("Mizrahi,34", "Cohen,42"))])
    columns = {column["heading"]: column["field"] for column in only_of(next_one).findings["files"][0]["columns"]}
    assert columns["whom to call"] == "phone"


def only_of(place):
    from uuid import UUID

    from caseapp.exchange.uploads.models import Upload

    return db.session.get(Upload, UUID(place.rsplit("/", 1)[-1]))


def test_what_no_column_says_is_asked_once(world, as_, app):
    browser = as_(world.supervisor)
    people = f"first name,last name,id,mentor\nYael,Mizrahi,34,{world.mentor.username}\n"
    meetings = "id,date,time,minutes,mode,note\n34,03.02.2026,16:30,60,phone,Talked\n"
    place = sent(browser, app, [("clients.csv", people), ("meetings.csv", meetings)])
    assert "No column says this." in browser.see(place).words
    choose(browser, app, place, answer_outcome="held")
    assert only_upload().findings["counts"] == {"clients": [1, 0, 0], "meetings": [1, 0, 0]}


def test_no_length_is_asked_for_where_the_hours_are_ranges(world, as_, app):
    browser = as_(world.supervisor)
    people = f"first name,last name,id,mentor\nYael,Mizrahi,34,{world.mentor.username}\n"
    meetings = "id,date,time,outcome,mode,note\n34,03.02.2026,{},held,phone,a\n34,04.02.2026,9:00-9:40,held,phone,b\n"
    for beginning, is_asked in (("16:30-17:30", False), ("16:30", True)):
        place = sent(browser, app, [("clients.csv", people), ("meetings.csv", meetings.format(beginning))])
        assert ("No column says this." in browser.see(place).words) is is_asked


def test_days_are_read_in_the_order_that_was_chosen(world, as_, app):
    browser = as_(world.supervisor)
    people = f"first name,last name,id,birth date,mentor\nYael,Mizrahi,34,03/02/1980,{world.mentor.username}\n"
    place = sent(browser, app, [("clients.csv", people)])
    assert "could have the month first as well" in browser.see(place).words
    choose(browser, app, place, order="month first")
    tap(browser, app, f"{place}/start")
    born = db.session.scalars(sa.select(Client.birth_on).where(for_maintenance(), Client.family_name == "Mizrahi"))
    assert born.one().isoformat() == "1980-03-02"


def test_a_file_is_added_and_all_are_read_again(world, as_, app, clients):
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", clients)])
    assert send(browser, [("clients.csv", clients)], f"{place}/files").status_code == 303
    work_off(app)
    assert [file["name"] for file in only_upload().findings["files"]] == ["clients.csv", "clients (2).csv"]


def test_files_are_sealed_and_removed_after_seven_days(world, as_, app, clients, clock):
    browser = as_(world.supervisor)
    place = sent(browser, app, [("Yael Mizrahi.csv", clients)])
    kept = db.session.scalars(sa.select(UploadedFile)).one()
    assert b"Mizrahi" not in kept.content_sealed + kept.name_sealed + only_upload().findings_sealed
    assert remove_old_uploads(kept_since()) == 0
    clock.shift(timedelta(days=7))
    assert remove_old_uploads(kept_since()) == 1
    db.session.expire_all()
    assert db.session.scalars(sa.select(UploadedFile)).all() == []
    gone = only_upload()
    assert (gone.findings_sealed, gone.rejected_sealed, gone.choices_sealed) == (None, None, None)
    assert as_(world.supervisor).get(place).status_code == 404


def test_files_can_be_removed_at_once(world, as_, app, clients):
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", clients)])
    assert tap(browser, app, f"{place}/removal").status_code == 303
    assert db.session.scalars(sa.select(UploadedFile)).all() == []
    assert browser.get(place).status_code == 404


def test_a_lost_message_is_sent_again(world, as_, app, clients):
    send(as_(world.supervisor), [("clients.csv", clients)])
    queue_of(app).messages.flush()
    assert resume() == 1
    work_off(app)
    assert only_upload().state is UploadState.READY
    assert resume() == 0


def test_the_trail_says_who_sent_and_who_began_and_no_name(world, as_, app, clients):
    browser = as_(world.supervisor)
    place = sent(browser, app, [("Yael.csv", clients)])
    tap(browser, app, f"{place}/start")
    for what in (Act.FILES_SENT, Act.IMPORT_STARTED):
        (entry,) = entries(what)
        assert entry.actor_id == world.supervisor.id
        assert "Yael" not in entry.detail
    details = [json.loads(entry.detail) for entry in entries(Act.CASELOAD_IMPORTED)]
    assert {"added": 1, "already_there": 0, "rejected": 1} in details


def test_a_disabled_person_imports_nothing_more(world, as_, app, clients, clock):
    browser = as_(world.supervisor)
    place = sent(browser, app, [("clients.csv", clients)])
    token = browser.see("/import").field("csrf_token")
    browser.post(f"{place}/start", data={"csrf_token": token})
    before = everybody()
    amend(world.supervisor, role="mentor")
    work_off(app)
    assert only_upload().state is UploadState.FAILED
    assert everybody() == before
