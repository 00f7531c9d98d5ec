"""Filling an empty installation with invented people and a year of their work."""

import secrets
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.accounts.users.actions import add_person
from caseapp.accounts.users.rules import NewPerson
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, reading, transaction
from caseapp.demo.clients import CLIENTS
from caseapp.demo.group import art_group
from caseapp.demo.group_life import furnish
from caseapp.demo.people import PASSWORD, PEOPLE, DemoPerson
from caseapp.demo.records import keep_year, sheet
from caseapp.demo.year import Year
from caseapp.exchange.client_actions import import_clients
from caseapp.exchange.group_actions import import_attendance
from caseapp.exchange.spreadsheets.headings import FileKind
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.groups.models import Group

ROLE_WORDS = {
    Role.ADMINISTRATOR: "administrator",
    Role.SUPERVISOR: "supervisor",
    Role.MENTOR: "mentor",
}


def load_demo() -> None:
    """The demo's people and records, where nobody and nothing else is here; called again it changes nothing."""
    with reading():
        is_others = has_strangers() or has_clients()
    if is_others:
        return
    load_people()
    load_records()


def load_people(password: str = PASSWORD) -> list[DemoPerson]:
    """Add those of the demo's people who are not here yet, with that password; the ones who were added."""
    with reading():
        here = set(db.session.scalars(sa.select(User.username)))
    missing = [person for person in PEOPLE if person.username not in here]
    for person in missing:
        new = NewPerson(
            person.username, person.name, person.role, None, person.language, address_form=person.address_form
        )
        add_person(new, password, person.team)
    return missing


@transaction
def load_records() -> None:
    """A year of invented work, where no client is here: it comes in as a provider's files would, and goes on."""
    if has_clients():
        return
    day = today()
    people = {user.username: user for user in db.session.scalars(sa.select(User))}
    admin, years = people["admin"], [Year(number, day) for number in range(len(CLIENTS))]
    rows = tuple(year.row() for year in years)
    first_days = {row.national_id: year.begins_on for row, year in zip(rows, years, strict=True)}
    import_clients(admin, Reading(sheet(FileKind.CLIENTS), rows, ()), first_days)
    clients = {client.national_id: client for client in db.session.scalars(sa.select(Client).where(for_maintenance()))}
    for row, year in zip(rows, years, strict=True):
        keep_year(clients[row.national_id], year, people)
    _keep_group(day, people)
    record(Act.CASELOAD_IMPORTED, admin, clients=[client.id for client in clients.values()], kind="demo")


def has_strangers() -> bool:
    """Whether anybody works here who is not of the demo."""
    known = {(person.username, person.name) for person in PEOPLE}
    here = db.session.execute(sa.select(User.username, User.name))
    return any((row.username, row.name) not in known for row in here)


def has_clients() -> bool:
    """Whether anybody's file is here."""
    return db.session.scalar(sa.select(Client.id).where(for_maintenance()).limit(1)) is not None


def one_time_password() -> str:
    """A password that nobody knows before it is printed."""
    return f"demo-{secrets.token_urlsafe(15)}"


def sign_ins(people: Iterable[DemoPerson] = PEOPLE, password: str = PASSWORD) -> list[str]:
    """A line for each of these people who can sign in, and one with their password."""
    with reading():
        found = db.session.execute(sa.select(User.username, User.name).where(User.disabled_at.is_(None)))
        here = {(row.username, row.name) for row in found}
    lines = [
        f"  {person.username:<12} {ROLE_WORDS[person.role]:<14} {person.name}"
        for person in people
        if (person.username, person.name) in here
    ]
    return ["Sign in as one of", *lines, f"with the password {password}"] if lines else []


def _keep_group(day: date, people: dict[str, User]) -> None:
    import_attendance(people["admin"], art_group(day))
    group = db.session.scalars(sa.select(Group)).one()
    furnish(group, day, people)
    db.session.flush()
