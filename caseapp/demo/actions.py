"""Filling an empty installation with invented people and a year of their work."""

import secrets
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.accounts.password_hashing import hash_password
from caseapp.accounts.users.actions import save_person
from caseapp.accounts.users.rules import NewPerson
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, reading, transaction
from caseapp.demo.belonging.moving import what_helped
from caseapp.demo.client_records import add_client_records, empty_sheet
from caseapp.demo.client_year import ClientYear
from caseapp.demo.clients import CLIENTS
from caseapp.demo.group_attendance import art_group_attendance
from caseapp.demo.group_details import add_group_details
from caseapp.demo.oversight.duties import duties_done
from caseapp.demo.oversight.incidents import incidents_of
from caseapp.demo.oversight.notices import add_notice
from caseapp.demo.oversight.processors import processors_of
from caseapp.demo.people import PASSWORD, PEOPLE, DemoPerson, papers_of_mentors
from caseapp.demo.sources import add_interests, add_own_cards, add_shortlist, add_sources, link_ties
from caseapp.exchange.client_actions import import_clients
from caseapp.exchange.group_actions import import_attendance
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.groups.models import Group

ROLE_WORDS = {
    Role.ADMINISTRATOR: "administrator",
    Role.PRIVACY_OFFICER: "privacy officer",
    Role.SUPERVISOR: "supervisor",
    Role.MENTOR: "mentor",
}


def load_demo() -> None:
    """Add the demo's people and records to an empty installation; called again, it changes nothing."""
    with reading():
        is_others = has_other_people() or has_clients()
    if is_others:
        return
    load_people()
    load_records()


def load_people(password: str = PASSWORD) -> list[DemoPerson]:
    """Add the demo's people who are missing, with that password, and return those who were added."""
    with reading():
        here = set(db.session.scalars(sa.select(User.username)))
    missing = [person for person in PEOPLE if person.username not in here]
    for person in missing:
        new = NewPerson(
            person.username, person.name, person.role, None, person.language, address_form=person.address_form
        )
        # The demo's password is known to everybody: for anybody else it is refused.
        save_person(new, hash_password(password), person.team)
    return missing


@transaction
def load_records() -> None:
    """Add a year of invented work where there are no clients yet, first by importing it like a provider's files."""
    if has_clients():
        return
    day = today()
    people = {user.username: user for user in db.session.scalars(sa.select(User))}
    admin, years = people["admin"], [ClientYear(number, day) for number in range(len(CLIENTS))]
    rows = tuple(year.row() for year in years)
    first_days = {row.national_id: year.begins_on for row, year in zip(rows, years, strict=True)}
    import_clients(admin, Reading(empty_sheet(FileKind.CLIENTS), rows, ()), first_days)
    clients = {client.national_id: client for client in db.session.scalars(sa.select(Client).where(for_maintenance()))}
    for row, year in zip(rows, years, strict=True):
        add_client_records(clients[row.national_id], year, people)
    _add_group(day, people)
    add_sources(day, people)
    db.session.flush()
    link_ties()
    db.session.add_all(what_helped())
    add_interests(day, clients.values(), people["mentor1"])
    add_own_cards(day, people)
    db.session.add_all(papers_of_mentors(day, people))
    db.session.add_all(duties_done(day, people))
    db.session.add_all(processors_of(day, people))
    add_notice(people, clients.values())
    for incident in incidents_of(people):
        db.session.add(incident)
    add_shortlist(next(iter(clients.values())), people["mentor1"])
    record(Act.CASELOAD_IMPORTED, admin, clients=[client.id for client in clients.values()], kind="demo")


def has_other_people() -> bool:
    """Whether anybody works here who is not one of the demo's people."""
    known = {(person.username, person.name) for person in PEOPLE}
    here = db.session.execute(sa.select(User.username, User.name))
    return any((row.username, row.name) not in known for row in here)


def has_clients() -> bool:
    """Whether there is any client's file."""
    return db.session.scalar(sa.select(Client.id).where(for_maintenance()).limit(1)) is not None


def one_time_password() -> str:
    """A password that nobody knows before it is printed."""
    return f"demo-{secrets.token_urlsafe(15)}"


def sign_in_lines(people: Iterable[DemoPerson] = PEOPLE, password: str = PASSWORD) -> list[str]:
    """A line for each of these people who can sign in, and one with their password."""
    with reading():
        found = db.session.execute(sa.select(User.username, User.name).where(User.disabled_at.is_(None)))
        here = {(row.username, row.name) for row in found}
    lines = [
        f"  {person.username:<12} {ROLE_WORDS[person.role]:<16} {person.name}"
        for person in people
        if (person.username, person.name) in here
    ]
    return ["Sign in as one of", *lines, f"with the password {password}"] if lines else []


def _add_group(day: date, people: dict[str, User]) -> None:
    import_attendance(people["admin"], art_group_attendance(day))
    group = db.session.scalars(sa.select(Group)).one()
    add_group_details(group, day, people)
    db.session.flush()
