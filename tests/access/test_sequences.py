"""Whatever happens, in whatever order, nobody sees a client who is not theirs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from caseapp.access import Role
from caseapp.accounts.deputies.forms import DeputyForm
from caseapp.accounts.joinings.actions import confirm
from caseapp.accounts.joinings.queries import confirmation_code
from caseapp.accounts.models import Joining, User
from caseapp.accounts.users.actions import change_person, disable_person, enable_person
from caseapp.accounts.users.rules import PersonDraft
from caseapp.clients.assignments.forms import AssignmentForm
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, transaction
from tests import world as made
from tests.access.conftest import token_of
from tests.form_ids import form_id
from tests.pages import Page

PEOPLE, CLIENTS, TEAMS = 6, 4, 2
DAYS, LENGTHS, PICK = st.integers(-3, 3), st.none() | st.integers(0, 3), st.integers(0, 5)


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """The matrix proves both engines; the order of things is the same on each."""
    return str(request.param)


@dataclass
class Known:
    """What the model knows of somebody, in words of its own."""

    role: str
    team: int | None
    disabled: bool = False


@dataclass
class Model:
    """Who accompanies whom, told by plain Python and not by the application."""

    people: list[Known] = field(default_factory=list)
    team_of: list[int] = field(default_factory=list)
    stretches: dict[UUID, tuple[int, int, date, date | None]] = field(default_factory=dict)
    deputies: dict[UUID, tuple[int, int, date, date | None]] = field(default_factory=dict)

    def sees(self, person: int, client: int, day: date) -> bool:
        known = self.people[person]
        if known.disabled or known.role == "administrator":
            return False
        team = self.team_of[client]
        if (known.role, known.team) == ("supervisor", team) or _holds(self.deputies, (person, team), day):
            return True
        return known.role == "mentor" and _holds(self.stretches, (person, client), day)


def _holds(stretches: dict[UUID, tuple[int, int, date, date | None]], pair: tuple[int, int], day: date) -> bool:
    return any(
        (who, whom) == pair and first <= day and (last is None or day <= last)
        for who, whom, first, last in stretches.values()
    )


class Sequences(RuleBasedStateMachine):
    """Assign, end, move, promote, disable, wait; after each step some look at some."""

    fixtures: tuple = ()
    assigned = 0

    @initialize()
    def begin(self) -> None:
        self.app, self.as_, self.clock = self.fixtures
        self.model, self.looks = Model(), 0
        self.clock.move_to("2026-11-22T08:00:00+00:00")
        self.teams = [made.make_team() for _ in range(TEAMS)]
        roles = [Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISOR, Role.MENTOR, Role.MENTOR, Role.MENTOR]
        teams = [None, 0, 1, 0, 0, 1]
        self.people = []
        for role, team in zip(roles, teams, strict=True):
            self.people.append(made.make_user(role, None if team is None else self.teams[team]))
            self.model.people.append(Known(role.value, team))
        self.clients, self.notes = [], []
        for number in range(CLIENTS):
            self.model.team_of.append(number % TEAMS)
            client = made.make_client(self.teams[number % TEAMS])
            self.clients.append(client)
            self.notes.append(made.make_activity(client, self.people[3], today()))
        self.browsers = {}
        self._assign(0, 0, 0, -1, 1)
        self._assign(0, 2, 1, 1, None)

    def browser(self, person: int):
        """Signed in on this day; a session that ended in between is answered by the sign-in page."""
        key = (person, today(), self.model.people[person].role)
        if key not in self.browsers:
            self.browsers[key] = self.as_(db.session.get(User, self.people[person].id))
        return self.browsers[key]

    def post(self, person: int, path: str, **form) -> bool:
        browser = self.browser(person)
        return browser.post(path, data={**form, "csrf_token": token_of(self.app, browser)}).status_code == 303

    @rule(by=st.sampled_from([0, 0, 1, 2]), mentor=PICK, client=st.integers(0, 3), first=DAYS, length=LENGTHS)
    def assign(self, by: int, mentor: int, client: int, first: int, length: int | None) -> None:
        self._assign(by, mentor, client, first, length)

    @rule(mentor=PICK, client=st.integers(0, 3), length=LENGTHS)
    def assign_from_now_on(self, mentor: int, client: int, length: int | None) -> None:
        self._assign(0, mentor, client, 0, length)

    def _assign(self, by: int, pick: int, client: int, first: int, length: int | None) -> None:
        mentors = [n for n, known in enumerate(self.model.people) if known.role == "mentor" and not known.disabled]
        if self.model.people[by].disabled or not mentors:
            return
        mentor = mentors[pick % len(mentors)]
        starts = today() + timedelta(first)
        ends = None if length is None else starts + timedelta(length)
        record_id = UUID(form_id(self.people[by], AssignmentForm))
        path = f"/register/{self.clients[client].id}/assignments"
        form = {"record_id": str(record_id), "mentor_id": str(self.people[mentor].id), "starts_on": starts.isoformat()}
        if self.post(by, path, **form, ends_on=ends.isoformat() if ends else ""):
            self.model.stretches[record_id] = (mentor, client, starts, ends)
            type(self).assigned += 1

    @rule(by=st.sampled_from([0, 0, 1, 2]), which=st.integers(0, 20), last=DAYS)
    def end(self, by: int, which: int, last: int) -> None:
        if not self.model.stretches or self.model.people[by].disabled:
            return
        assignment_id = sorted(self.model.stretches)[which % len(self.model.stretches)]
        mentor, client, first, _ = self.model.stretches[assignment_id]
        ends = today() + timedelta(last)
        path = f"/register/{self.clients[client].id}/assignments/{assignment_id}/end"
        if self.post(by, path, ends_on=ends.isoformat()):
            self.model.stretches[assignment_id] = (mentor, client, first, ends)

    @rule(person=st.integers(1, 5), team=st.integers(0, 1), first=st.integers(0, 2), length=LENGTHS)
    def deputise(self, person: int, team: int, first: int, length: int | None) -> None:
        starts, record_id = today() + timedelta(first), UUID(form_id(self.people[0], DeputyForm))
        ends = None if length is None else starts + timedelta(length)
        form = {"record_id": str(record_id), "person_id": str(self.people[person].id), "starts_on": starts.isoformat()}
        path = f"/teams/{self.teams[team].id}/deputies/new"
        if self.post(0, path, **form, ends_on=ends.isoformat() if ends else ""):
            self._confirm()
            self.model.deputies[record_id] = (person, team, starts, ends)

    @rule(which=st.integers(0, 20), last=st.integers(-1, 2))
    def end_a_deputyship(self, which: int, last: int) -> None:
        if not self.model.deputies:
            return
        row_id = sorted(self.model.deputies)[which % len(self.model.deputies)]
        person, team, first, _ = self.model.deputies[row_id]
        ends = today() + timedelta(last)
        if self.post(0, f"/teams/{self.teams[team].id}/deputies/{row_id}", ends_on=ends.isoformat()):
            self._confirm()
            self.model.deputies[row_id] = (person, team, first, ends)

    @rule(client=st.integers(0, 3), team=st.integers(0, 1))
    def move_client(self, client: int, team: int) -> None:
        row = db.session.scalar(sa.select(Client).where(Client.id == self.clients[client].id, for_maintenance()))
        _move(row, self.teams[team].id)
        self.model.team_of[client] = team

    @rule(person=st.integers(1, 5), role=st.sampled_from([Role.MENTOR, Role.SUPERVISOR]), team=st.integers(0, 1))
    def change(self, person: int, role: Role, team: int) -> None:
        row = db.session.get(User, self.people[person].id)
        change_person(self.people[0], row, PersonDraft(row.name, role, self.teams[team].id), row.version)
        self._confirm()
        known = self.model.people[person]
        if known.role != role.value:
            self.sign_out(person)  # another role ends the sessions, and coming back to the first does not revive them
        known.role, known.team = role.value, team

    @rule(person=st.integers(1, 5))
    def disable_or_enable(self, person: int) -> None:
        known, row = self.model.people[person], db.session.get(User, self.people[person].id)
        (enable_person if known.disabled else disable_person)(self.people[0], row)
        self._confirm()
        known.disabled = not known.disabled
        if not known.disabled:
            self.sign_out(person)

    def _confirm(self) -> None:
        """A second person's word, for what waits for it."""
        for joining in db.session.scalars(sa.select(Joining).where(Joining.decision.is_(None))).all():
            confirm(self.people[0], joining, confirmation_code(joining))

    def sign_out(self, person: int) -> None:
        self.browsers = {key: kept for key, kept in self.browsers.items() if key[0] != person}

    @rule(hours=st.sampled_from([1, 25, 73]))
    def wait(self, hours: int) -> None:
        self.clock.shift(timedelta(hours=hours))
        self.browsers = {}

    @invariant()
    def nobody_sees_others(self) -> None:
        if not hasattr(self, "browsers"):
            return
        self._look(3 + self.looks % 3)
        if self.looks % 3 == 0:
            self._look(self.looks // 3 % 3)
        self.looks += 1

    def _look(self, person: int) -> None:
        browser, day = self.browser(person), today()
        should = {client for client in range(CLIENTS) if self.model.sees(person, client, day)}
        for client in range(CLIENTS):
            paths = (f"/clients/{self.clients[client].id}", f"/activities/{self.notes[client].id}")
            answer = browser.get(paths[(client + person) % 2])
            assert (answer.status_code == 200) == (client in should), (person, client, answer.status_code)
            if client not in should:
                assert self.clients[client].given_name not in answer.text
        if self.model.people[person].role == "administrator":
            return
        for path in ("/clients", "/")[: 1 + self.looks % 2]:
            answer = browser.get(path, follow_redirects=True)  # a supervisor begins at the board
            if answer.status_code == 200:
                listed = {number for number in range(CLIENTS) if self._is_shown(answer.text, number)}
                assert listed == should if path == "/clients" else listed <= should, (person, path)
            else:
                assert self.model.people[person].disabled

    def _is_shown(self, text: str, client: int) -> bool:
        return str(self.clients[client].id) in text or self.clients[client].given_name in Page(text).words.split()


def _move(row: Client, team_id: UUID) -> None:
    @transaction
    def moving() -> None:
        row.team_id = team_id
        made.record(made.Act.CLIENT_CHANGED, None, about=row)

    moving()


def run(app, as_, clock, examples: int, steps: int) -> None:
    machine = type("Machine", (Sequences,), {"fixtures": (app, as_, clock), "assigned": 0})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.assigned > 2 * examples  # otherwise nothing was tried


def test_no_sequence_leaks(app, as_, clock) -> None:
    run(app, as_, clock, 5, 12)


@pytest.mark.prove
def test_no_long_sequence_leaks(app, as_, clock) -> None:
    run(app, as_, clock, 50, 40)


@pytest.mark.parametrize("hole", ["an end is not looked at", "a beginning is not looked at"])
def test_a_leak_is_seen(app, as_, clock, monkeypatch, hole) -> None:
    """The check itself, with holes planted in who accompanies whom."""
    holes = {
        "an end is not looked at": lambda day: Assignment.starts_on <= day,
        "a beginning is not looked at": lambda day: sa.or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
    }
    monkeypatch.setattr(Assignment, "lasts_on", holes[hole])
    with pytest.raises(AssertionError):
        run(app, as_, clock, 30, 15)
