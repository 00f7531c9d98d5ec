"""What a file tells beyond the person: contacts, discretion, how its status went, and files that may be the same."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.confusable_rules import look_alike
from caseapp.clients.file.models import Contact, StatusChange
from caseapp.clients.file.rules import AVOID_NAMES, SCOPE_NAMES, WAY_NAMES, ContactKind
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.queries import about_visible_clients, mentors_of
from caseapp.clients.rules import LANGUAGE_NAMES, RHYTHM_NAMES, ClientStatus, PersonalFacts
from caseapp.clients.sound_rules import sounds_alike
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible

LOOKALIKES_MAX = 5


class ContactTold(NamedTuple):
    """One contact as it is shown."""

    id: UUID
    kind: ContactKind
    name: str
    relation: str
    phone: str
    note: str
    is_agreed: bool
    scope: str
    until_on: date | None
    is_over: bool


class StatusTold(NamedTuple):
    """One step in the history of a status. `is_reopened` where the file had been closed before."""

    status: ClientStatus
    starts_on: date
    reason: str
    returns_on: date | None
    words: str
    by: str
    is_reopened: bool


@dataclass(frozen=True)
class FileCard:
    """How the client is reached, and with which discretion; whom one can call; how the status went, latest first."""

    phone: str
    email: str
    way: str
    avoid: list[str]
    introduction: str
    alias: str
    spoken: list[str]
    interpreter: str
    rhythm: str
    contacts: list[ContactTold]
    statuses: list[StatusTold]

    def of_kind(self, kind: str) -> list[ContactTold]:
        """The phones, the emergency contacts or the guardians."""
        return [contact for contact in self.contacts if contact.kind == kind]


def file_card(viewer: Viewer, client: Client) -> FileCard:
    """What the file of a client whom the viewer has found tells; two statements."""
    return FileCard(
        phone=shown_phone(client.phone),
        email=client.email,
        way=str(WAY_NAMES[client.contact_way]) if client.contact_way else "",
        avoid=[str(AVOID_NAMES[code]) for code in avoided(client)],
        introduction=client.introduction,
        alias=client.alias,
        spoken=[str(LANGUAGE_NAMES[code]) for code in client.spoken.split()],
        interpreter=str(LANGUAGE_NAMES[client.interpreter]) if client.interpreter else "",
        rhythm=str(RHYTHM_NAMES[client.meeting_every_days]) if client.meeting_every_days in RHYTHM_NAMES else "",
        contacts=list_contacts(viewer, client.id),
        statuses=list_statuses(viewer, client.id),
    )


def avoided(client: Client) -> list[str]:
    """What must not be done to reach the client, as codes."""
    named = {"voicemail": client.no_voicemail, "messages": client.no_messages}
    return [code for code, is_avoided in named.items() if is_avoided]


def list_contacts(viewer: Viewer, client_id: UUID) -> list[ContactTold]:
    """The contacts that were not removed, in the order in which they were written down."""
    found = (
        about_visible_clients(viewer, Contact)
        .where(Contact.client_id == client_id, Contact.removed_at.is_(None))
        .order_by(Contact.created_at, Contact.id)
    )
    return [_told(contact) for contact in db.session.scalars(found)]


def find_contact(viewer: Viewer, client_id: UUID, contact_id: UUID) -> Contact:
    """A contact of that very client, or `NotVisible`."""
    found = about_visible_clients(viewer, Contact).where(Contact.id == contact_id, Contact.client_id == client_id)
    contact: Contact | None = db.session.scalar(found)
    if contact is None:
        raise NotVisible
    return contact


def list_statuses(viewer: Viewer, client_id: UUID) -> list[StatusTold]:
    """How the status went, latest first."""
    found = (
        about_visible_clients(viewer, StatusChange, StatusChange, User.name)
        .join(User, User.id == StatusChange.created_by_id)
        .where(StatusChange.client_id == client_id)
        .order_by(StatusChange.created_at, StatusChange.id)
    )
    told: list[StatusTold] = []
    for row, name in db.session.execute(found):
        is_reopened = bool(told) and told[-1].status is ClientStatus.CLOSED
        told.append(StatusTold(row.status, row.starts_on, row.reason, row.returns_on, row.words, name, is_reopened))
    return told[::-1]


def find_status_change(viewer: Viewer, change_id: UUID) -> StatusChange:
    """One step of a status, or `NotVisible`."""
    found = about_visible_clients(viewer, StatusChange).where(StatusChange.id == change_id)
    change: StatusChange | None = db.session.scalar(found)
    if change is None:
        raise NotVisible
    return change


class Lookalike(NamedTuple):
    """A file that may be about the same person."""

    id: UUID
    name: str
    born_in: int | None
    mentors: list[str]


def possible_duplicates(viewer: Viewer, facts: PersonalFacts, but: UUID | None = None) -> list[Lookalike]:
    """The viewer's clients of a like-sounding name and the same birth date, and all whose names look the same."""
    found = (
        about_visible_clients(viewer, Client, Client.id, Client.given_name, Client.family_name, Client.birth_on)
        .where(Client.id != but if but else sa.true())
        .order_by(Client.search_name, Client.id)
    )
    rows = db.session.execute(found)
    same = [row for row in rows if _may_be_one(facts, row.given_name, row.family_name, row.birth_on)][:LOOKALIKES_MAX]
    mentors = mentors_of(viewer, [row.id for row in same])
    return [
        Lookalike(
            row.id, f"{row.given_name} {row.family_name}", row.birth_on.year if row.birth_on else None, mentors[row.id]
        )
        for row in same
    ]


def _may_be_one(facts: PersonalFacts, given_name: str, family_name: str, born_on: date | None) -> bool:
    if look_alike((facts.given_name, facts.family_name), (given_name, family_name)):
        return True
    name, other = f"{facts.given_name} {facts.family_name}", f"{given_name} {family_name}"
    return facts.birth_on is not None and facts.birth_on == born_on and sounds_alike(name, other)


def _told(contact: Contact) -> ContactTold:
    return ContactTold(
        contact.id,
        contact.kind,
        contact.name,
        contact.relation,
        shown_phone(contact.phone),
        contact.note,
        contact.is_agreed,
        str(SCOPE_NAMES[contact.scope]) if contact.scope else "",
        contact.until_on,
        contact.until_on is not None and contact.until_on < today(),
    )
