"""A large installation as it is served, people at work in it, and how long each of their acts took."""

import json
import math
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import NamedTuple
from uuid import uuid4

import psutil
import sqlalchemy as sa

from bench.seed import Size, seeded
from caseapp.accounts.models import User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, writing
from tests.faults.real_service import Somebody
from tests.pages import Page

MENTORS = 200
SIZE = Size(notes=40_000, clients=2_200, large=100, large_mentor=20, caseload=10)
FIRST, PERSON, NOTE, LIST, SEARCH = "first page", "person", "note saved", "list", "search"
DRAFT = "draft kept"
OF_TEN = (*(FIRST,) * 3, *(PERSON,) * 3, *(NOTE,) * 2, LIST, SEARCH)


class Act(NamedTuple):
    """One request: what it was, how long it took and what came back; status 0 where the connection broke."""

    what: str
    seconds: float
    status: int


class Mentor(Somebody):
    """A mentor who is signed in, knows some clients and does one thing after another."""

    def __init__(self, port: int, username: str, cookies: dict[str, str], clients: list) -> None:
        super().__init__(SimpleNamespace(port=port), username)
        self.cookies.load(cookies)
        self.clients, self.acts, self.chance = clients, [], Random(username)

    def do(self, what: str) -> None:
        client = self.chance.choice(self.clients)
        if what == NOTE:
            self._write(client)
            return
        paths = {FIRST: "/", PERSON: f"/clients/{client}", LIST: "/clients", SEARCH: "/clients/search?q=%D7%99%D7%A2"}
        self._timed(what, paths[what])

    def type(self, until: float, pause: float) -> None:
        """Go on with one note, which is kept with each pause, until that instant."""
        path, key, number = f"/clients/{self.chance.choice(self.clients)}/activities/new", str(uuid4()), 0
        token = Page(self._timed("form of a note", path)).field("csrf_token")
        time.sleep(self.chance.uniform(0, pause))
        while time.perf_counter() + pause < until:
            number += 1
            content = json.dumps([["note", f"We met and spoke about the week, {number} times."]])
            sent = {"csrf_token": token, "path": path, "form": "", "key": key, "title": "", "content": content}
            self._timed(DRAFT, "/drafts", {**sent, "number": str(number)})
            time.sleep(pause)

    def _write(self, client: object) -> None:
        path = f"/clients/{client}/activities/new"
        text = self._timed("form of a note", path)
        if self.acts[-1].status != 200:
            return
        page = Page(text)
        form = {name: page.field(name) for name in ("csrf_token", "record_id", "held_on", "starts_at")}
        form |= {"outcome": "held", "mode": "in_person", "minutes": "60", "safety": "none", "anyway": "1"}
        self._timed(NOTE, path, {**form, "note": "We met and spoke about the week."})

    def _timed(self, what: str, path: str, form: dict[str, str] | None = None) -> str:
        began, status, text = time.perf_counter(), 0, ""
        with suppress(OSError):
            status, text = self.ask(path, form)
        self.acts.append(Act(what, time.perf_counter() - began, status))
        return text


def installation(folder: Path) -> tuple[dict[str, str], object]:
    """The environment of a served installation in that folder, and its application."""
    app = seeded(folder, SIZE)
    return {"CASEAPP_HOME": str(folder), "CASEAPP_CONFIG": "development"}, app


def mentors(app: object, port: int, number: int) -> list[Mentor]:
    """So many mentors, signed in."""
    with app.app_context():
        found = {}
        people = db.session.scalars(sa.select(User).where(User.role == "mentor").order_by(User.id).limit(number)).all()
        with writing():
            for person in people:
                found[person.id] = (person.username, {cookie_name(app): begin_sign_in(person, "crowd")[1]}, [])
        whose = sa.select(Assignment.mentor_id, Client.id).join(Client, Client.id == Assignment.client_id)
        for mentor_id, client_id in db.session.execute(whose.where(Assignment.ends_on.is_(None), for_maintenance())):
            if mentor_id in found:
                found[mentor_id][2].append(client_id)
        db.session.remove()
        db.engine.dispose()
    return [Mentor(port, *each) for each in found.values()]


def together(works: list[Callable[[], None]]) -> list[threading.Thread]:
    """Begin all of them at once, each on a thread."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    return threads


def processor_seconds(server: psutil.Process) -> float:
    """What all processes of a server have used so far, those that have ended too."""
    times = [each.cpu_times() for each in (server, *server.children(recursive=True)) if each.is_running()]
    return sum(each.user + each.system + each.children_user + each.children_system for each in times)


def figures(acts: list[Act]) -> str:
    """Median, 95th percentile and maximum in ms, and how many were asked to come back."""
    taken = sorted(1000 * act.seconds for act in acts)
    refused = sum(act.status == 503 for act in acts)
    p95 = taken[math.ceil(0.95 * len(taken)) - 1]
    return f"{len(taken)} × p50 {statistics.median(taken):.0f}, p95 {p95:.0f}, max {taken[-1]:.0f} ms, {refused} × 503"


def table(acts: list[Act]) -> str:
    """The figures of each kind of act, and of all."""
    kinds = sorted({act.what for act in acts})
    return "\n".join(f"  {kind}: {figures([act for act in acts if act.what == kind])}" for kind in kinds) + (
        f"\n  all: {figures(acts)}"
    )
