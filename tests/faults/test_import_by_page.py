"""How long people wait while somebody sends 20,000 rows by the page, and how long the import holds the write lock."""

import csv
import http.client
import io
import os
import statistics
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from bench.served import serving
from caseapp.accounts.models import User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, transactions, writing
from caseapp.exchange.actions import import_caseload
from tests.documents.samples import NARRATIVE
from tests.faults.crowds import OF_TEN, figures, installation, mentors, table, together
from tests.faults.real_service import Somebody

pytestmark = pytest.mark.prove

ROWS, PEOPLE = 20_000, 5
BETWEEN = "the edge of the parts of a form"
LONGEST_HOLD, P95 = 1.0, 0.5
EXPECTED = {200, 303, 503}  # on crowded cores somebody is asked to come back


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so do these tests."""
    return


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The environment and the application of a large installation."""
    return installation(tmp_path_factory.mktemp("large") / "home")


def meetings(app, hour) -> bytes:
    """A file with 20,000 meetings of the clients there are."""
    with app.app_context():
        ids = [client.national_id for client in db.session.scalars(sa.select(Client).where(for_maintenance()))]
        db.session.remove()
        db.engine.dispose()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("id", "date", "time", "minutes", "mode", "outcome", "note"))
    for number in range(ROWS):
        day = date.today() - timedelta(days=7 * (number // len(ids)) + 1)  # noqa: DTZ011
        rows.writerow((ids[number % len(ids)], day, hour, 60, "phone", "held", f"{NARRATIVE[:200]} {number}"))
    return text.getvalue().encode()


class Administrator(Somebody):
    """Who sends files by the page."""

    def __init__(self, app, port):
        super().__init__(SimpleNamespace(port=port), "admin")
        with app.app_context():
            person = db.session.scalars(sa.select(User).where(User.username == "admin")).one()
            with writing():
                self.cookies.load({cookie_name(app): begin_sign_in(person, "page")[1]})
            db.session.remove()
            db.engine.dispose()

    def send(self, name, content):
        page = self.see("/import")
        lines = []
        for field in ("csrf_token", "record_id"):
            lines += [f"--{BETWEEN}", f'Content-Disposition: form-data; name="{field}"', "", page.field(field)]
        lines += [f"--{BETWEEN}", f'Content-Disposition: form-data; name="files"; filename="{name}"', "", ""]
        body = "\r\n".join(lines).encode() + content + f"\r\n--{BETWEEN}--\r\n".encode()
        headers = {"Content-Type": f'multipart/form-data; boundary="{BETWEEN}"'}
        headers["Cookie"] = "; ".join(f"{key}={one.value}" for key, one in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=60)
        connection.request("POST", "/import", body, headers)
        answer = connection.getresponse()
        assert answer.status == 303, answer.read()
        return answer.headers["Location"]

    def begin(self, place):
        assert self.ask(f"{place}/start", {"csrf_token": self.see(place).field("csrf_token")})[0] == 303
        return place

    def is_over(self, place):
        return "data-poll" not in self.see(place).html


def work_until(person, is_over) -> None:
    """Somebody who hardly thinks."""
    while not is_over.wait(0.2):
        person.do(person.chance.choice(OF_TEN))


@contextmanager
def others_at_work(people):
    """These people work meanwhile; their acts before are forgotten."""
    over = threading.Event()
    for person in people:
        person.acts.clear()
    threads = together([lambda person=person: work_until(person, over) for person in people])
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_others_hardly_wait_while_20000_rows_are_tried_and_come_in(large, capsys):
    environ, app = large
    content, told, found = meetings(app, "21:17"), [], []
    with serving(environ) as (port, _server):
        sender, people = Administrator(app, port), mentors(app, port, PEOPLE)
        for person in people:
            for what in OF_TEN:
                person.do(what)

        def measured(what, work):
            with others_at_work(people):
                began = time.perf_counter()
                place = work()
                while place and not sender.is_over(place):
                    time.sleep(0.5)
                lasted = time.perf_counter() - began
            found.append([act for person in people for act in person.acts])
            told.append(f"while {what}, {lasted:.0f} s, load {os.getloadavg()[0]:.1f}:\n{table(found[-1])}")
            return place

        measured("nothing else is done", lambda: time.sleep(20))
        place = measured("the files are read and tried", lambda: sender.send("meetings.csv", content))
        measured("they come in", lambda: sender.begin(place))
        words = sender.see(place).words
    with capsys.disabled():
        print("", f"{PEOPLE} mentors at work on {os.cpu_count()} cores", *told, sep="\n")
    assert f" {ROWS} " in words
    quiet, *others = found
    for acts in others:
        assert {act.status for act in acts} <= EXPECTED, figures(acts)
        assert p95(acts) < max(P95, 1.5 * p95(quiet)), figures(acts)


def p95(acts):
    return sorted(act.seconds for act in acts)[int(0.95 * len(acts))]


def test_thewrite_lock_is_held_for_a_moment_at_a_time(large, tmp_path, capsys, monkeypatch):
    _environ, app = large
    (tmp_path / "meetings.csv").write_bytes(meetings(app, "20:11"))
    held, lock = [], transactions.write_lock

    @contextmanager
    def timed(*arguments):
        with lock(*arguments):
            began = time.perf_counter()
            yield
        held.append(time.perf_counter() - began)

    monkeypatch.setattr(transactions, "write_lock", timed)
    with app.app_context():
        person = db.session.scalars(sa.select(User).where(User.username == "admin")).one()
        began = time.perf_counter()
        caseload = import_caseload(person, tmp_path)
        lasted = time.perf_counter() - began
        db.session.remove()
        db.engine.dispose()
    assert caseload.activities.added == ROWS
    with capsys.disabled():
        print(f"\n{len(held)} times in {lasted:.0f} s, load {os.getloadavg()[0]:.1f}: median", end=" ")
        print(f"{1000 * statistics.median(held):.0f} ms, longest {1000 * max(held):.0f} ms")
    assert max(held) < LONGEST_HOLD
