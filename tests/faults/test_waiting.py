"""How long people wait for what others do; the figures are printed."""

import csv
import os
import random
import subprocess
import sys
import threading
import time
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bench.installation.people import PASSWORD
from bench.served import serving
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.reports.kind_rules import SectionKind
from tests.documents.samples import NARRATIVE
from tests.faults.crowds import (
    DRAFT,
    MENTORS,
    OF_TEN,
    Act,
    figures,
    installation,
    mentors,
    processor_seconds,
    table,
    together,
)
from tests.faults.real_service import ROOT, Somebody
from tests.world import make_report

pytestmark = pytest.mark.prove

PRINTING, SIGNING_IN, WITHIN, ROWS = 8, 100, 5.0, 20_000
LETTERS = 60_000  # of the longest text that a section may hold
SECONDS = float(os.environ.get("CASEAPP_PROVE_SECONDS", "60"))
THINKING = (10.0, 30.0)
TYPING = 1.5  # from one keeping of a note to the next
EXPECTED = {200, 303, 503}
CORES_TAKEN = 0.6  # by two hundred mentors, of two


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so do these tests."""
    return


def long_reports(app, people) -> list[str]:
    """A report with a very long section about a client of each of these people."""
    with app.app_context():
        text = (NARRATIVE * (LETTERS // len(NARRATIVE) + 1))[:LETTERS]
        made = []
        for person in people:
            mentor = db.session.scalars(sa.select(User).where(User.username == person.username)).one()
            client = db.session.scalars(
                sa.select(Client).where(Client.id == person.clients[0], for_maintenance())
            ).one()
            made.append(f"/reports/{make_report(client, mentor, words={SectionKind.HOW_IT_WENT: text}).id}/pdf")
        db.session.remove()
        db.engine.dispose()
    return made


def caseload(app, folder) -> None:
    """A file with 20,000 meetings of the clients there are."""
    folder.mkdir()
    with app.app_context():
        ids = [client.national_id for client in db.session.scalars(sa.select(Client).where(for_maintenance()))]
        db.session.remove()
        db.engine.dispose()
    with (folder / "meetings.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "date", "time", "minutes", "mode", "outcome", "note"))
        for number in range(ROWS):
            day = date.today() - timedelta(days=7 * (number // len(ids)) + 1)  # noqa: DTZ011
            words = f"{NARRATIVE[:200]} {number}"
            rows.writerow((ids[number % len(ids)], day.isoformat(), "21:17", 60, "phone", "held", words))


def command(environ, *words) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "caseapp", *words],
        cwd=ROOT, env={**os.environ, **environ}, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def print_until(printer, path, over, prints) -> None:
    """Print again and again as a browser does: wait on the page that waits, then fetch."""
    while not over.is_set():
        began = time.perf_counter()
        status, there, _file = printer.ask_file(path)
        while status == 303 and not over.is_set():
            page = printer.ask(there)[1]
            if "data-fetch" in page:
                status, _, _file = printer.ask_file(there.split("?")[0] + "/file")
                there = ""
            else:
                time.sleep(1)
        if not over.is_set():
            prints.append(Act("print", time.perf_counter() - began, status))


def sign_in_within(installation_, usernames, acts) -> list[threading.Thread]:
    """All of these people sign in within five seconds."""

    def sign_in(username, after):
        time.sleep(after)
        somebody, began = Somebody(installation_, username), time.perf_counter()
        token = somebody.see("/sign-in").field("csrf_token")
        status, _ = somebody.ask("/sign-in", {"csrf_token": token, "username": username, "password": PASSWORD})
        acts.append(Act("sign in", time.perf_counter() - began, status))

    chance = random.Random(7)
    return together([lambda name=name: sign_in(name, chance.uniform(0, WITHIN)) for name in usernames])


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The environment and the application of a large installation."""
    return installation(tmp_path_factory.mktemp("large") / "home")


def test_nobody_waits_for_prints_sign_ins_an_import_and_a_back_up(large, tmp_path, capsys):
    environ, app = large
    caseload(app, tmp_path / "caseload")
    with serving(environ) as (port, _server):
        people = mentors(app, port, PRINTING + SIGNING_IN + 1)
        reader, printers = people[0], people[1 : PRINTING + 1]
        paths = long_reports(app, printers)
        quiet = at_work(reader, 40)
        reader.acts.clear()
        over, prints, sign_ins, healthy = threading.Event(), [], [], []
        threads = together(
            [lambda p=p, path=path: print_until(p, path, over, prints) for p, path in zip(printers, paths, strict=True)]
            + [lambda: ask_health(reader, over, healthy)]
        )
        began = time.perf_counter()
        others = [
            command(environ, "import", str(tmp_path / "caseload"), "--by", "admin"),
            command(environ, "backup", "--output", str(tmp_path / "backup")),
        ]
        threads += sign_in_within(reader.installation, [each.username for each in people[PRINTING + 1 :]], sign_ins)
        while any(other.poll() is None for other in others):
            at_work(reader, 1)
        over.set()
        for thread in threads:
            thread.join()
        lasted = time.perf_counter() - began
    with capsys.disabled():
        print(f"\nwhile {PRINTING} print, {SIGNING_IN} sign in, {ROWS} rows come in and a back-up is made")
        print(f"  for {lasted:.0f} s\n{table(reader.acts)}\n  before, alone: {figures(quiet)}")
        for what, acts in (("/health", healthy), ("signing in", sign_ins), ("printing", prints)):
            print(f"  {what}: {figures(acts) if acts else 'none was done'}")
    assert [other.returncode for other in others] == [0, 0]
    assert {act.status for act in (*reader.acts, *sign_ins, *prints, *healthy)} <= EXPECTED
    assert {act.status for act in healthy} == {200}


def at_work(reader, rounds) -> list[Act]:
    """The acts of a mentor who hardly thinks; those before are forgotten by whoever takes them."""
    before = len(reader.acts)
    for _ in range(rounds):
        reader.do(reader.chance.choice(OF_TEN))
        time.sleep(0.05)
    return reader.acts[before:]


def ask_health(reader, over, acts) -> None:
    probe = Somebody(reader.installation, "probe")
    while not over.wait(0.1):
        began = time.perf_counter()
        status, _ = probe.ask("/health")
        acts.append(Act("health", time.perf_counter() - began, status))


def test_two_hundred_mentors_work_at_once(large, capsys):
    environ, app = large
    with serving(environ) as (port, server):
        people = mentors(app, port, MENTORS)
        assert len(people) == MENTORS
        for person in people[:4]:
            at_work(person, 10)
            person.acts.clear()
        until = time.perf_counter() + SECONDS
        began, mine, theirs = time.perf_counter(), time.process_time(), processor_seconds(server)
        for thread in together([lambda person=person: think_and_act(person, until) for person in people]):
            thread.join()
        lasted, own = time.perf_counter() - began, time.process_time() - mine
        served = processor_seconds(server) - theirs
    acts = [act for person in people for act in person.acts]
    cores = os.cpu_count() or 1
    with capsys.disabled():
        print(f"\n{MENTORS} mentors for {lasted:.0f} s on {cores} cores\n{table(acts)}")
        print(f"  {len(acts) / lasted:.1f} requests a second; shares of the cores:")
        print(f"  the server {served / lasted / cores:.0%}, those who asked {own / lasted / cores:.0%}")
    assert {act.status for act in acts} <= EXPECTED
    assert served / lasted < CORES_TAKEN, "how long they wait hangs on what else the machine does; this does not"


def test_two_hundred_mentors_type_at_once(large, capsys):
    """Each keeps a note with every pause; somebody else goes on as before, and nobody waits for a lock."""
    environ, app = large
    with serving(environ) as (port, _server):
        reader, *people = mentors(app, port, MENTORS + 1)
        until = time.perf_counter() + SECONDS / 2
        typing = together([lambda person=person: person.type(until, TYPING) for person in people])
        while time.perf_counter() < until:
            at_work(reader, 1)
        for thread in typing:
            thread.join()
    acts = [act for person in people for act in person.acts]
    kept = [act for act in acts if act.what == DRAFT]
    with capsys.disabled():
        print(f"\n{len(people)} mentors type for {SECONDS / 2:.0f} s\n{table(acts)}\n  at work beside them:")
        print(table(reader.acts))
    assert len(kept) >= len(people)
    assert {act.status for act in (*acts, *reader.acts)} <= EXPECTED


def think_and_act(person, until) -> None:
    """Beginning at any moment of the first thought."""
    wait = person.chance.uniform(0, THINKING[1])
    while time.perf_counter() + wait < until:
        time.sleep(wait)
        person.do(person.chance.choice(OF_TEN))
        wait = person.chance.uniform(*THINKING)
