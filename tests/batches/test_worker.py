"""The worker: what it makes, leaves out, takes up again, and removes."""

import logging
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from caseapp.accounts.models import User
from caseapp.audit.rules import Act
from caseapp.batches import print_actions as making
from caseapp.batches import queue
from caseapp.batches.actions import remove_old
from caseapp.batches.print_actions import make_item
from caseapp.batches.queries import waiting_items
from caseapp.batches.queue import kept_since, queue_of, resume
from caseapp.batches.rules import Failure, ItemState
from caseapp.clock import now
from caseapp.db import db, writing
from caseapp.documents.server.client import DrawingCrowded, DrawingFailed
from tests.batches.conftest import PDF
from tests.batches.printing import begin, entries, items, only_batch, reports_of, work_off


def test_a_closed_account_prints_nothing_more(world, as_, app):
    begin(as_(world.mentor), reports_of(world, 1))
    with writing():
        db.session.merge(db.session.get(User, world.mentor.id)).disabled_at = now()
    work_off(app)
    assert [item.failure for item in items()] == [Failure.NOT_VISIBLE]


def test_what_cannot_be_drawn_is_named_and_the_others_are_made(world, as_, app, monkeypatch):
    reports = reports_of(world)
    calls = iter([DrawingFailed("no"), None, ValueError("a client's words")])

    def draw(document):
        fault = next(calls)
        if fault:
            raise fault
        return PDF

    monkeypatch.setattr(making, "draw_bounded", draw)
    browser = as_(world.mentor)
    begin(browser, reports)
    work_off(app)
    assert [item.failure for item in items()] == [Failure.NOT_DRAWN, None, Failure.UNEXPECTED]
    words = browser.see(f"/batches/{only_batch().id}").words
    assert "could not be produced" in words
    assert "N000" in words


def test_a_lost_message_is_sent_again_and_a_repeated_one_makes_nothing_twice(world, as_, app):
    begin(as_(world.mentor), reports_of(world))
    queue_of(app).messages.flush()
    work_off(app)
    assert {item.state for item in items()} == {ItemState.WAITING}
    assert resume() == 3
    assert resume() == 0
    work_off(app)
    for item in items():
        make_item(item.id)
    batch = only_batch()
    assert (batch.done, batch.failed, len(entries(Act.PRINTED))) == (3, 0, 3)
    assert waiting_items(None) == []


def test_where_too_many_wait_to_be_drawn_the_report_is_made_later(world, as_, app, monkeypatch):
    calls = iter([DrawingCrowded("too many"), None])

    def draw(document):
        if fault := next(calls):
            raise fault
        return PDF

    monkeypatch.setattr(making, "draw_bounded", draw)
    monkeypatch.setattr(queue, "CROWDED_SECONDS", 0)
    begin(as_(world.mentor), reports_of(world, 1))
    work_off(app)
    assert [item.state for item in items()] == [ItemState.DONE]


def test_one_report_is_drawn_on_each_processor_at_once(world, as_, app, monkeypatch):
    monkeypatch.setattr(queue, "AT_ONCE", 2)
    both = threading.Barrier(2, timeout=60)

    def draw(document):
        both.wait()  # alone, nobody would come
        return PDF

    monkeypatch.setattr(making, "draw_bounded", draw)
    begin(as_(world.mentor), reports_of(world, 4))
    queue.work(app, lambda: queue_of(app).messages.pending_count() > 0, lambda seconds: None, lambda: 0.0)
    db.session.rollback()
    db.session.expire_all()
    assert {item.state for item in items()} == {ItemState.DONE}


def test_what_takes_long_from_time_to_time_keeps_no_report_waiting(world, as_, app, monkeypatch):
    begun, may_end = threading.Event(), threading.Event()
    browser, reports, asked = as_(world.mentor), reports_of(world, 2), []

    def take_long():
        begun.set()
        assert may_end.wait(60)

    def is_wanted():
        if begun.is_set() and not asked:
            asked.append(begin(browser, reports))
        if asked and {item.state for item in items()} == {ItemState.DONE}:
            may_end.set()
        db.session.rollback()
        db.session.expire_all()
        return not may_end.is_set()

    monkeypatch.setitem(app.extensions, "upkeep", (take_long,))
    monkeypatch.setattr(making, "draw_bounded", lambda document: PDF)
    queue.work(app, is_wanted, lambda seconds: begun.wait(60), lambda: 0.0)
    assert asked


def test_a_fault_of_what_is_done_from_time_to_time_ends_the_worker(app, monkeypatch):
    """Whoever started it starts it anew; it is not lost in silence."""

    def fail():
        raise OSError("planted")

    monkeypatch.setitem(app.extensions, "upkeep", (fail,))
    with pytest.raises(OSError, match="planted"):
        queue.work(app, lambda: True, lambda seconds: None, lambda: 0.0)


def test_cancelling_makes_no_more_and_keeps_what_was_made(world, as_, app):
    browser = as_(world.mentor)
    begin(browser, reports_of(world))
    messages = queue_of(app).messages
    messages.execute(messages.dequeue())
    page = f"/batches/{only_batch().id}"
    browser.see(page)
    for _ in range(2):
        assert browser.send(f"{page}/cancellation", fresh=False).status_code == 303
        browser.see(page)
    work_off(app)
    assert [item.state for item in items()] == [ItemState.DONE, ItemState.WAITING, ItemState.WAITING]
    assert browser.get(f"{page}/file").status_code == 200
    assert len(entries(Act.BATCH_CANCELLED)) == 1


def test_files_are_removed_after_the_days_of_the_setting(world, as_, app, clock):
    browser = as_(world.mentor)
    begin(browser, reports_of(world, 1))
    work_off(app)
    assert remove_old(kept_since()) == 0
    clock.shift(timedelta(days=app.config["BATCH_DAYS"]))
    assert not only_batch().is_kept(kept_since())
    assert (remove_old(kept_since()), remove_old(kept_since())) == (1, 0)
    db.session.expire_all()
    assert [item.pdf_sealed for item in items()] == [None]
    assert "The files have been deleted" in as_(world.mentor).see(f"/batches/{only_batch().id}").words


def test_messages_hold_ids_alone(world, as_, app):
    begin(as_(world.mentor), reports_of(world, 1), reason="Something about N000")
    messages = queue_of(app).messages
    [item], [message] = items(), messages.storage.enqueued_items()
    assert item.id.hex.encode() in bytes(message)
    assert b"N000" not in bytes(message)
    task = messages.dequeue()
    assert (task.args, task.kwargs) == ((item.id.hex, "report"), {})


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_queues_file_is_for_its_owner_alone(app):
    queue_of(app)
    path = Path(app.config["DATA"]) / "queue.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_fault_that_nobody_expected_leaves_no_words_in_the_log(world, as_, app, monkeypatch, caplog, capfd):
    """Where even keeping the failure fails, as with a database that repeats a row's values in its message."""

    def fails(*_):
        raise ValueError("a client's words")

    monkeypatch.setattr(queue, "make_item", fails)
    begin(as_(world.mentor), reports_of(world, 1))
    monkeypatch.setattr(logging.getLogger("huey"), "propagate", True)
    work_off(app)
    said = caplog.text + "".join(capfd.readouterr())
    assert "ValueError" in said
    assert "client's words" not in said
    assert "Traceback" not in said


def test_what_ends_a_process_is_named_by_its_place(app, capfd):
    ended = "import caseapp.app.logs as logs; logs.quiet_logs(); {}['a name']"
    told = subprocess.run([sys.executable, "-c", ended], capture_output=True, text=True, check=False)
    assert "ended by KeyError" in told.stderr
    assert "a name" not in told.stderr
