"""The pages and saves that are measured, each with the person for whom."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.answered import first_approval, taken_pulse
from bench.second_people import asked_batch, order_about
from bench.subjects import (
    clients_of_board1,
    emergency_access,
    first_goal,
    first_source,
    group_of,
    last_map,
    last_meeting,
    person_named,
)
from bench.uploads import stored_upload
from caseapp.accounts.models import SignIn, User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.clock import today
from caseapp.db import db, writing
from caseapp.groups.models import Meeting
from caseapp.groups.rules import Mark
from tests.pages import Page

Fetch = Callable[[], TestResponse]
PAGE, SAVED, BUSY = 200, 303, 503
BROWSER = "bench"
DAYS, HOURS = 28, tuple(f"{hour:02}:30" for hour in range(6, 22, 2))
SEARCHED = "מזרחי"
TYPED = "ישבנו בקפה הגן כשעה. " * 50
UNKNOWN = "קיקיון"  # in no note, so that all of them are looked at


class Refused(Exception):
    """Somebody was asked to try again in a moment."""


@dataclass(frozen=True)
class Visit:
    """A page that is asked for or, with `fill`, a form that is sent: what it is given is the page of the form."""

    name: str
    person: str
    path: str | Callable[[FlaskClient], str]
    fill: Callable[[Page], dict[str, Any]] | None = None
    answer: int = PAGE
    is_outside: bool = False

    def prepare(self, browser: FlaskClient) -> Fetch:
        """What is to be measured, once: a form has been opened and filled in before."""
        path = self.path if isinstance(self.path, str) else self.path(browser)
        if self.fill is None:
            return lambda: self._checked(browser.get(path))
        page = Page(browser.get(path).get_data(as_text=True))
        kept = {name: page.field(name) for name in ("csrf_token", "record_id", "version")}
        form = {name: value for name, value in kept.items() if value is not None} | self.fill(page)
        return lambda: self._checked(browser.post(path, data=form))

    def _checked(self, response: TestResponse) -> TestResponse:
        if response.status_code == BUSY:
            raise Refused(self.name)
        assert response.status_code == self.answer, f"{self.name}: {response.status_code}"
        named = f"{self.person.capitalize()} Benchley"
        is_page = self.answer == PAGE and response.mimetype == "text/html"
        assert not is_page or self.is_outside or named.encode() in response.data, (
            f"{self.name} was not shown to {self.person}"
        )
        return response


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser in which that person is signed in, and none of an earlier run."""
    person = db.session.scalars(sa.select(User).where(User.username == username)).one()
    with writing():
        db.session.execute(sa.delete(SignIn).where(SignIn.user_id == person.id, SignIn.browser == BROWSER))
        _row, secret = begin_sign_in(person, BROWSER)
    browser = app.test_client()
    browser.set_cookie(cookie_name(app), secret)
    return browser


def main_visits() -> tuple[Visit, ...]:
    """The pages and saves that have a budget, on an installation that `bench/seed.py` has filled."""
    many, few, other = clients_of_board1()
    group, upload = group_of("board1"), stored_upload(person_named("board"), many)
    client = f"/clients/{few}"
    return (
        Visit("light page", "board1", "/account"),
        Visit("first page, mentor of 20", "board1", "/"),
        Visit("first page, mentor of 100", "mentor100", "/"),
        Visit("list, mentor of 100", "mentor100", "/clients"),
        Visit("list, supervisor of 500", "large", "/clients"),
        Visit("board, 15 × 20", "board", "/board"),
        Visit("board of 500", "large", "/board"),
        Visit("client, few notes", "board1", client),
        Visit("client, many notes", "board1", f"/clients/{many}"),
        Visit("records of a client", "board1", f"/clients/{many}/records"),
        Visit("approvals of a client", "board1", f"{client}/approvals"),
        Visit("goal attainment", "board1", f"{client}/attainment"),
        Visit("mirror of the practice", "board1", f"{client}/practice"),
        Visit("two ratings", "large", "/two-ratings"),
        Visit("approvals to look at", "large", "/approvals"),
        Visit("nothing moves", "board1", f"{client}/stuck"),
        Visit("plan review", "board1", f"{client}/plan-review"),
        Visit("a goodbye", "board1", f"{client}/goodbye"),
        Visit("plan a goodbye", "board1", f"{client}/goodbye/new"),
        Visit("to end well", "board", "/goodbyes"),
        Visit("areas of life", "board1", f"{client}/areas"),
        Visit("a meeting with a shape", "board1", f"{client}/areas/talk"),
        Visit("measures", "board1", f"{client}/measures"),
        Visit("a pulse", "board1", f"{client}/measures/pulse/new"),
        Visit("explain a score", "board1", f"/measures/{taken_pulse(many, person_named('board1'))}"),
        Visit("check-in", "board1", f"{client}/check-ins"),
        Visit("answer to a check-in", "board1", "/check-in/he", is_outside=True),
        Visit("what counts against an approval", "board1", f"/approvals/{first_approval(few)}/hours"),
        Visit("another ladder", "board1", f"/goals/{first_goal(few)}/ladder"),
        Visit("form of a note", "board1", f"{client}/activities/new"),
        Visit("save a note", "board1", f"/clients/{other}/activities/new", _notes(), SAVED),
        Visit("keep a draft", "board1", "/drafts", _draft(f"{client}/activities/new")),
        Visit("group", "board1", f"/groups/{group}"),
        Visit("groups", "board1", "/groups"),
        Visit("change a group", "board", f"/groups/{group}/edit"),
        Visit("who opened files of the team", "board", "/team/access-log"),
        Visit("roll-call", "board1", f"/meetings/{last_meeting(group)}/attendance"),
        Visit("save a roll-call", "board2", _new_meetings(group_of("board2")), _roll_call, SAVED),
        Visit("ties of a client", "board1", f"{client}/ties"),
        Visit("ties that last", "board", "/ties?list=counted"),
        Visit("together", "board1", f"{client}/beside"),
        Visit("small wins", "board1", f"{client}/wins"),
        Visit("own rating of a goal", "board1", f"/goals/{first_goal(few)}/own-level"),
        Visit("client's answers", "board1", f"{client}/answers"),
        Visit("circles of support", "board1", f"{client}/circle"),
        Visit("list behind a figure of a map", "board1", f"/circles/{last_map(few)}/ties?of=natural"),
        Visit("form of a map", "board1", f"{client}/circle/new"),
        Visit("sources of support", "board1", "/sources"),
        Visit("entry of the directory", "board1", f"/sources/{first_source()}"),
        Visit("form of an entry", "board1", "/sources/new"),
        Visit("own cards", "board1", "/account/cards"),
        Visit("directory of a client", "board1", f"{client}/sources"),
        Visit("cards of a client", "board1", f"{client}/interests"),
        Visit("directory as a table", "board", "/sources/table"),
        Visit("list of a client", "board1", f"{client}/shortlist"),
        Visit("emergency access", "board1", "/emergency"),
        Visit("file read in an emergency", "mentor100", f"/emergency/{emergency_access('mentor100', many)}"),
        Visit("files read in an emergency", "board", "/emergencies"),
        Visit("handing over 20 clients", "board", f"/people/{person_named('board1')}/handover"),
        Visit("download as a table", "board", "/exports?kind=board"),
        Visit("records of many clients", "admin", "/batches/confirmations"),
        Visit("records to be confirmed", "admin", f"/batches/{asked_batch(person_named('board'))}/confirmation"),
        Visit("whole file of a client", "board", f"{client}/whole-file"),
        Visit("passages about others", "board", f"{client}/whole-file/passages"),
        Visit("requests", "board", "/requests"),
        Visit("requests about a client", "board", f"{client}/requests"),
        Visit("notices to clients", "admin", "/notices"),
        Visit("who was not told", "board", "/notices/untold"),
        Visit("what a client was told", "board", f"{client}/notices"),
        Visit("erasures", "board", "/erasures"),
        Visit("erasure of a client", "board", f"{client}/erasure"),
        Visit("legal holds of a client", "board", f"{client}/holds"),
        Visit("erasure to be confirmed", "admin", f"/erasures/{order_about(other, person_named('board'))}"),
        Visit("kept for long enough", "board", "/retention"),
        Visit("list of retention to be confirmed", "admin", "/retention/confirmation"),
        Visit("duty to report as a drill", "board1", "/duty-to-report/drill"),
        Visit("papers of mentors", "board", "/mentor-papers"),
        Visit("papers of a mentor", "board", f"/mentor-papers/{person_named('board1')}"),
        Visit("instruments", "admin", "/instruments"),
        Visit("text of an instrument", "admin", "/instruments/mspss/text"),
        Visit("second step and passkeys", "board1", "/account/second-step"),
        Visit("a new passkey", "board1", "/account/passkeys/new"),
        Visit("import", "board", "/import"),
        Visit("files that were read", "board", f"/import/{upload}"),
        Visit("what differs", "board", f"/import/{upload}/differences"),
        Visit("search a name", "large", "/clients/search", lambda _page: {"words": SEARCHED}),
        Visit("search a client's notes", "board1", f"/clients/{many}/notes/search", lambda _page: {"words": UNKNOWN}),
        Visit("search all notes", "large", "/notes/search", lambda _page: {"words": UNKNOWN}),
    )


def other_visits() -> tuple[Visit, ...]:
    """Pages that are opened less often, and must not grow either."""
    _many, few, _other = clients_of_board1()
    client = f"/clients/{few}"
    return (
        Visit("goal", "board1", f"/goals/{first_goal(few)}"),
        Visit("follow-ups", "board1", "/follow-ups"),
        Visit("concerns", "board", "/concerns"),
        Visit("reports", "board", "/reports"),
        Visit("planned meetings", "board1", f"{client}/plans"),
        Visit("acts on a client", "board", f"{client}/acts"),
        Visit("who opened a file", "board", f"{client}/readers"),
        Visit("trail", "admin", "/trail"),
    )


def _new_meetings(group_id: UUID) -> Callable[[FlaskClient], str]:
    """Opens a meeting on a day without one, each time on another, and answers with the address of its roll-call."""
    with db.engine.connect() as connection:
        days = set(connection.execute(sa.select(Meeting.held_on).where(Meeting.group_id == group_id)).scalars())
    free = iter([day for ago in range(1, 360) if (day := today() - timedelta(days=ago)) not in days])

    def new_meeting(browser: FlaskClient) -> str:
        path = f"/groups/{group_id}/meetings/new"
        page = Page(browser.get(path).get_data(as_text=True))
        sent = {name: page.field(name) for name in ("csrf_token", "record_id")}
        return browser.post(path, data={**sent, "held_on": next(free).isoformat()}).location

    return new_meeting


def _notes() -> Callable[[Page], dict[str, Any]]:
    """Meetings about the first goal, with a next step, each at an hour of its own, so that none overlap."""
    times = ((day, hour) for day in cycle(range(DAYS)) for hour in HOURS)

    def fill(page: Page) -> dict[str, Any]:
        goal = next(str(field["value"]) for field in page.fields if field.get("name") == "goals")
        day, hour = next(times)
        return {
            "outcome": "held",
            "held_on": (_yesterday() - timedelta(days=day)).isoformat(),
            "starts_at": hour,
            "mode": "in_person",
            "minutes": "60",
            "note": "ישבנו בבית הקפה שליד הפארק ודיברנו על השבוע שעבר. " * 3,
            "goals": [goal],
            f"movement-{goal}": "step",
            "next_step": "להתקשר לספרייה",
            "next_step_on": (_yesterday() + timedelta(days=7)).isoformat(),
            "safety": "none",
            "anyway": "1",  # of an earlier run there may be the same
        }

    return fill


def _draft(path: str) -> Callable[[Page], dict[str, Any]]:
    """The same open page saves again and again what is typed into it."""
    key, numbers = uuid4(), count(1)

    def fill(_page: Page) -> dict[str, Any]:
        number = next(numbers)
        content = json.dumps([["note", f"{number} {TYPED}"]], ensure_ascii=False)
        return {"path": path, "form": "", "key": str(key), "number": str(number), "title": "", "content": content}

    return fill


def _roll_call(page: Page) -> dict[str, Any]:
    """Everybody was there."""
    marks = {str(field["name"]) for field in page.fields if str(field.get("name")).startswith("mark-")}
    return {"status": "held", **dict.fromkeys(marks, Mark.PRESENT.value)}


def _yesterday() -> date:
    return today() - timedelta(days=1)
