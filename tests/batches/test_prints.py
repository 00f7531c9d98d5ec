"""Printing one report: at once where it is quick, and otherwise by the worker, for whoever asked and nobody else."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import record
from caseapp.audit.rules import Act
from caseapp.batches.actions import remove_old
from caseapp.batches.models import Batch
from caseapp.batches.print_actions import _begin_print
from caseapp.batches.queue import kept_since, queue_of
from caseapp.batches.rules import BatchFormat, Failure, ItemState
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, writing
from caseapp.documents.server.client import DrawingCrowded, DrawingFailed, DrawingSlow
from caseapp.errors import NotVisible
from tests.batches.conftest import PDF
from tests.batches.printing import begin, entries, items, only_batch, reports_of, work_off
from tests.trail import clients_of
from tests.world import make_report

REFRESH = re.compile(r'<noscript><meta http-equiv="refresh" content="([^"]*)"></noscript>')


@pytest.fixture(params=[DrawingSlow, DrawingCrowded])
def slow(request, monkeypatch):
    """Whoever asks on a page does not get the file at once."""

    def draw(document, patience):
        raise request.param("not now")

    monkeypatch.setattr("caseapp.reports.paper.actions.draw_bounded", draw)


@pytest.fixture
def report(world):
    return make_report(world.client, world.mentor)


def printed(browser, report, query=""):
    """The address to which whoever prints is led."""
    answer = browser.get(f"/reports/{report.id}/pdf{query}")
    assert answer.status_code == 303
    return answer.location


@pytest.mark.usefixtures("slow")
class TestALongReport:
    def test_a_page_waits_for_it_and_fetches_it(self, world, as_, app, report, drawing):
        browser = as_(world.mentor)
        waiting = printed(browser, report)
        assert waiting == f"/batches/{only_batch().id}?fetch=1"
        page = browser.see(waiting)
        assert "The report is being produced." in page.words
        assert REFRESH.findall(page.html) == ["3"]
        assert f'data-poll="{waiting}"' in page.html
        work_off(app)
        page = browser.see(waiting)
        file = f"/batches/{only_batch().id}/file"
        assert "The report is ready." in page.words
        assert REFRESH.findall(page.html) == [f"0; url={file}"]
        assert f'data-fetch="{file}"' in page.html
        before = len(entries(Act.BATCH_FETCHED))
        answer = browser.get(file)
        assert (answer.mimetype, answer.data) == ("application/pdf", PDF)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="report-2026-11-22.pdf"'
        assert len(entries(Act.BATCH_FETCHED)) == before + 1
        assert clients_of(entries(Act.BATCH_FETCHED)[-1].id) == {world.client.id}
        assert [entry.actor_id for entry in entries(Act.PRINTED)] == [world.mentor.id]
        assert len(drawing) == 1
        assert PDF not in items()[0].pdf_sealed

    def test_whoever_asks_again_meanwhile_waits_for_the_same_file(self, world, as_, report, app):
        browser = as_(world.mentor)
        first = printed(browser, report)
        assert printed(browser, report) == first
        assert printed(as_(world.supervisor), report) != first
        assert printed(browser, report, "?initials=1") != first
        work_off(app)
        assert printed(browser, report) != first

    def test_initials_stay_initials(self, world, as_, app, report, drawing):
        printed(as_(world.mentor), report, "?initials=1")
        work_off(app)
        (document,) = drawing
        assert world.client.given_name not in repr(document)
        assert '"names": "initials"' in entries(Act.PRINTED)[0].detail

    def test_nobody_else_fetches_it_and_rights_are_asked_again(self, world, as_, app, report):
        browser = as_(world.mentor)
        waiting = printed(browser, report)
        work_off(app)
        file = f"/batches/{only_batch().id}/file"
        assert as_(world.supervisor).get(file).status_code == 404
        assert as_(world.supervisor).get(waiting).status_code == 404
        with writing():
            ended = sa.update(Assignment).where(Assignment.client_id == world.client.id, for_maintenance())
            db.session.execute(ended.values(ends_on=today() - timedelta(days=1)))
            record(Act.ASSIGNMENT_ENDED, None)
        answer = browser.get(file)
        assert answer.status_code == 303
        assert "There is no file to download here" in browser.see(answer.location).words
        assert entries(Act.BATCH_FETCHED) == []

    def test_it_is_forgotten_after_an_hour_and_its_page_says_so(self, world, as_, app, report, clock):
        browser = as_(world.mentor)
        waiting = printed(browser, report)
        work_off(app)
        clock.shift(timedelta(minutes=59))
        browser = as_(world.mentor)
        assert remove_old(kept_since()) == 0
        assert browser.get(f"/batches/{only_batch().id}/file").data == PDF
        clock.shift(timedelta(minutes=1))
        page = browser.see(waiting)
        assert "The file has been deleted, as happens after an hour." in page.words
        assert "data-fetch" not in page.html
        answer = browser.get(f"/batches/{only_batch().id}/file")
        assert (answer.status_code, answer.mimetype) == (303, "text/html")
        assert remove_old(kept_since()) == 1
        assert items()[0].pdf_sealed is None

    def test_other_batches_are_kept_for_days(self, world, as_, app, clock):
        begin(as_(world.mentor), reports_of(world, 1))
        work_off(app)
        clock.shift(timedelta(hours=2))
        assert remove_old(kept_since()) == 0
        assert only_batch().is_kept(kept_since())

    def test_a_report_that_cannot_be_drawn_says_so_where_it_was_awaited(self, world, as_, app, report, monkeypatch):
        def fail(document):
            raise DrawingFailed("no")

        monkeypatch.setattr("caseapp.batches.print_actions.draw_bounded", fail)
        browser = as_(world.mentor)
        waiting = printed(browser, report)
        work_off(app)
        assert items()[0].failure is Failure.NOT_DRAWN
        page = browser.see(waiting)
        assert "could not be produced. Nothing is lost" in page.words
        assert REFRESH.findall(page.html) == []

    def test_after_a_while_the_page_does_not_look_again_by_itself(self, world, as_, report, clock):
        browser = as_(world.mentor)
        waiting = printed(browser, report)
        clock.shift(timedelta(minutes=3))
        page = browser.see(waiting)
        assert "taking longer than usual" in page.words
        assert REFRESH.findall(page.html) == []

    def test_a_print_that_is_cancelled_is_not_made(self, world, as_, app, report):
        browser = as_(world.mentor)
        waiting = printed(browser, report)
        browser.see(waiting)
        browser.send(f"/batches/{only_batch().id}/cancellation", {}, fresh=False)
        work_off(app)
        assert items()[0].state is ItemState.WAITING
        assert "Cancelled" in browser.see(waiting).words

    def test_it_comes_before_the_reports_of_a_batch(self, world, as_, app, report):
        begin(as_(world.mentor), reports_of(world, 3))
        printed(as_(world.mentor), report)
        queue = queue_of(app).messages
        queue.execute(queue.dequeue())
        db.session.rollback()
        db.session.expire_all()
        made = [item.report_id for item in items() if item.state is ItemState.DONE]
        assert made == [report.id]
        assert db.session.scalar(sa.select(sa.func.count(Batch.id))) == 2


def test_a_quick_report_comes_at_once(world, as_, report, monkeypatch):
    given = []

    def draw(document, patience):
        given.append(patience)
        return PDF

    monkeypatch.setattr("caseapp.reports.paper.actions.draw_bounded", draw)
    monkeypatch.setattr("caseapp.batches.print_actions.PATIENCE_SECONDS", 1.25)
    answer = as_(world.mentor).get(f"/reports/{report.id}/pdf")
    assert (answer.status_code, answer.data, given) == (200, PDF, [1.25])
    assert db.session.scalars(sa.select(Batch)).all() == []


def test_the_worker_is_asked_for_no_report_that_whoever_asks_does_not_see(world, report):
    with pytest.raises(NotVisible):
        _begin_print(world.other_mentor, report.id, BatchFormat.ALONE)
    assert list(db.session.scalars(sa.select(Batch))) == []
