"""Much to take along is made by the worker, for whoever asked and nobody else, and gone after an hour."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import record
from caseapp.audit.rules import Act
from caseapp.batches.actions import remove_old
from caseapp.batches.models import Batch, BatchTable
from caseapp.batches.queue import kept_since, queue_of, resume
from caseapp.batches.rules import Failure, ItemState
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, writing
from tests.batches.printing import entries, work_off
from tests.exchange.exports.reading import download, files_in, sheets_in
from tests.trail import clients_of
from tests.world import amend


@pytest.fixture(autouse=True)
def much(monkeypatch):
    monkeypatch.setattr("caseapp.exchange.exports.actions.ROWS_AT_ONCE", 0)


def waiting(browser, **more):
    answer = download(browser, **more)
    assert answer.status_code == 303
    return answer.location


def only_table():
    return db.session.scalars(sa.select(BatchTable)).one()


def file_of(location):
    return location.split("?")[0] + "/file"


def test_a_page_waits_for_it_and_fetches_it(world, as_, app):
    browser = as_(world.supervisor)
    page = browser.see(waiting(browser))
    assert "The table is being produced." in page.words
    assert f"/batches/{only_table().batch_id}" in browser.see("/exports").html
    assert str(only_table().batch_id) not in browser.see("/batches").html
    work_off(app)
    location = f"/batches/{only_table().batch_id}?fetch=1"
    page = browser.see(location)
    assert "The table is ready." in page.words
    assert f'data-fetch="{file_of(location)}"' in page.html
    assert b"PK" not in only_table().file_sealed[:64]
    answer = browser.get(file_of(location))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="caseload-2026-11-22.zip"'
    assert world.client.family_name in str(files_in(answer.data))
    everybody = {world.client.id, world.team_mates_client.id}
    for what in (Act.RECORDS_EXPORTED, Act.BATCH_FETCHED):
        (entry,) = entries(what)
        assert (clients_of(entry.id), entry.actor_id) == (everybody, world.supervisor.id)


def test_it_is_made_in_the_language_of_whoever_asked(world, as_, app):
    amend(world.supervisor, language="he")
    browser = as_(world.supervisor)
    location = waiting(browser, shape="xlsx")
    work_off(app)
    sheet = next(iter(sheets_in(browser.get(file_of(location)).data).values()))
    assert sheet[0][0] == "שם פרטי"


def test_whoever_asks_again_meanwhile_waits_for_the_same_file(world, as_, app):
    browser = as_(world.supervisor)
    first = waiting(browser)
    assert waiting(browser) == first
    assert waiting(browser, shape="xlsx") != first
    work_off(app)
    assert waiting(browser) != first


def test_nobody_else_fetches_it(world, as_, app):
    location = waiting(as_(world.supervisor))
    work_off(app)
    for other in (world.other_supervisor, world.mentor):
        assert as_(other).get(location).status_code == 404
        assert as_(other).get(file_of(location)).status_code == 404


def test_rights_are_asked_again_when_it_is_made_and_when_it_is_fetched(world, as_, app):
    browser = as_(world.supervisor)
    location = waiting(browser)
    work_off(app)
    with writing():
        moved = sa.update(Client).where(Client.id == world.client.id, for_maintenance())
        db.session.execute(moved.values(team_id=world.other_team.id))
        record(Act.CLIENT_MOVED, None)
    answer = browser.get(file_of(location))
    assert answer.status_code == 303
    assert "There is no file to download here" in browser.see(answer.location).words
    assert entries(Act.BATCH_FETCHED) == []
    waiting(browser)
    amend(world.supervisor, role="mentor")
    work_off(app)
    failed = db.session.scalars(sa.select(BatchTable).where(BatchTable.state == ItemState.FAILED)).one()
    assert (failed.failure, failed.file_sealed) == (Failure.NOT_VISIBLE, None)
    assert len(entries(Act.RECORDS_EXPORTED)) == 1


def test_it_is_gone_after_an_hour(world, as_, app, clock):
    location = waiting(as_(world.supervisor))
    work_off(app)
    clock.shift(timedelta(minutes=59))
    browser = as_(world.supervisor)
    assert remove_old(kept_since()) == 0
    assert browser.get(file_of(location)).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert browser.get(file_of(location)).status_code == 303
    assert "Download the table again if you need it." in browser.see(location).words
    assert remove_old(kept_since()) == 1
    assert (only_table().file_sealed, only_table().clients_sealed) == (None, None)


def test_a_lost_message_is_sent_again_and_a_cancelled_table_is_not_made(world, as_, app):
    browser = as_(world.supervisor)
    location = waiting(browser)
    queue_of(app).messages.flush()
    assert resume() == 1
    browser.see(location)
    browser.send(f"{location.split('?')[0]}/cancellation", {}, fresh=False)
    work_off(app)
    assert only_table().state is ItemState.WAITING
    assert resume() == 0


def test_a_table_that_fails_says_so_and_tells_the_log_no_words(world, as_, app, monkeypatch, caplog):
    def fail(viewer, shape):
        raise ValueError("Yael told me")

    monkeypatch.setitem(app.extensions["tables"], "caseload", fail)
    browser = as_(world.supervisor)
    location = waiting(browser)
    work_off(app)
    assert only_table().failure is Failure.UNEXPECTED
    assert "could not be produced. Nothing is lost" in browser.see(location).words
    assert "Yael" not in caplog.text
    assert db.session.scalars(sa.select(Batch)).one().is_over
