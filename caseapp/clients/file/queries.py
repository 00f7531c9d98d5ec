"""Contacts, contact preferences and status of a client's file, and possible duplicates of it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.confusable_rules import look_alike
from caseapp.clients.file.adjustment_rules import minded
from caseapp.clients.file.models import Contact, StatusChange
from caseapp.clients.file.representation_rules import (
    PART_NAMES,
    REPRESENTATION_NAMES,
    DecidedAct,
    Representation,
    part_in,
)
from caseapp.clients.file.rules import AVOID_NAMES, SCOPE_NAMES, WAY_NAMES, ContactKind, GuardianScope
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.queries import AssignmentPeriod, about_visible_clients, mentors_of
from caseapp.clients.rules import (
    GENDER_FORM_NAMES,
    LANGUAGE_NAMES,
    RHYTHM_NAMES,
    ClientStatus,
    GenderForm,
    PersonalDetails,
    age_on,
    mask_national_id,
)
from caseapp.clients.sound_rules import sounds_alike
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible

LOOKALIKES_MAX = 5


class ContactRow(NamedTuple):
    """One contact."""

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
    representation: Representation | None
    matters: GuardianScope | None
    from_on: date | None
    papers: str
    papers_by: str
    papers_on: date | None

    @property
    def representation_name(self) -> str:
        """By what the person represents the client, in words."""
        return str(REPRESENTATION_NAMES[self.representation]) if self.representation else ""

    def part_name(self, act: DecidedAct) -> str:
        """What the representative does in that act today, in words."""
        return str(PART_NAMES[part_in(self, act, today())])


class StatusRow(NamedTuple):
    """One change of status; `is_reopened` if the file was closed before."""

    status: ClientStatus
    starts_on: date
    reason: str
    returns_on: date | None
    words: str
    by: str
    is_reopened: bool


@dataclass(frozen=True)
class FileDetails:
    """The contact preferences, contacts and past statuses of a client, the latest status first."""

    phone: str
    email: str
    way: str
    avoid: list[str]
    introduction: str
    alias: str
    spoken: list[str]
    interpreter: str
    rhythm: str
    minded: list[str]
    contacts: list[ContactRow]
    statuses: list[StatusRow]

    def of_kind(self, kind: str) -> list[ContactRow]:
        """The phones, the emergency contacts or the guardians."""
        return [contact for contact in self.contacts if contact.kind == kind]


@dataclass(frozen=True)
class ClientDetails:
    """The personal details at the top of a client's page."""

    language: str
    gender_form: GenderForm
    status: ClientStatus
    birth_on: date | None
    age: int | None
    phone: str
    national_id: str
    mentors: list[AssignmentPeriod]

    @property
    def language_name(self) -> str:
        """The language in words."""
        return str(LANGUAGE_NAMES[self.language])

    @property
    def gender_form_name(self) -> str:
        """The gender of texts in words."""
        return str(GENDER_FORM_NAMES[self.gender_form])


def client_details(viewer: Viewer, client: Client, mentors: list[AssignmentPeriod]) -> ClientDetails:
    """The details of a visible client, with the id number masked."""
    return ClientDetails(
        language=client.language,
        gender_form=client.gender_form,
        status=client.status,
        birth_on=client.birth_on,
        age=age_on(client.birth_on, today()) if client.birth_on else None,
        phone=shown_phone(client.phone),
        national_id=mask_national_id(client.national_id) if client.national_id else "",
        mentors=mentors,
    )


def file_details(viewer: Viewer, client: Client) -> FileDetails:
    """The details of a visible client's file; two statements."""
    return FileDetails(
        phone=shown_phone(client.phone),
        email=client.email,
        way=str(WAY_NAMES[client.contact_way]) if client.contact_way else "",
        avoid=[str(AVOID_NAMES[code]) for code in avoided(client)],
        introduction=client.introduction,
        alias=client.alias,
        spoken=[str(LANGUAGE_NAMES[code]) for code in client.spoken.split()],
        interpreter=str(LANGUAGE_NAMES[client.interpreter]) if client.interpreter else "",
        rhythm=str(RHYTHM_NAMES[client.meeting_every_days]) if client.meeting_every_days in RHYTHM_NAMES else "",
        minded=minded(client.adjustments),
        contacts=list_contacts(viewer, client.id),
        statuses=list_statuses(viewer, client.id),
    )


def avoided(client: Client) -> list[str]:
    """The codes of what to avoid when contacting the client."""
    named = {"voicemail": client.no_voicemail, "messages": client.no_messages}
    return [code for code, is_avoided in named.items() if is_avoided]


def list_contacts(viewer: Viewer, client_id: UUID) -> list[ContactRow]:
    """The contacts that were not removed, in the order in which they were added."""
    found = (
        about_visible_clients(viewer, Contact)
        .where(Contact.client_id == client_id, Contact.removed_at.is_(None))
        .order_by(Contact.created_at, Contact.id)
    )
    return [_row(contact) for contact in db.session.scalars(found)]


def representatives_of(viewer: Viewer, client_id: UUID) -> list[ContactRow]:
    """Who represents the client or did, and a statement of wishes."""
    return [contact for contact in list_contacts(viewer, client_id) if contact.representation]


def find_contact(viewer: Viewer, client_id: UUID, contact_id: UUID) -> Contact:
    """A contact of this client, or `NotVisible`."""
    found = about_visible_clients(viewer, Contact).where(Contact.id == contact_id, Contact.client_id == client_id)
    contact: Contact | None = db.session.scalar(found)
    if contact is None:
        raise NotVisible
    return contact


def list_statuses(viewer: Viewer, client_id: UUID) -> list[StatusRow]:
    """The changes of status, the latest first."""
    found = (
        about_visible_clients(viewer, StatusChange, StatusChange, User.name)
        .join(User, User.id == StatusChange.created_by_id)
        .where(StatusChange.client_id == client_id)
        .order_by(StatusChange.created_at, StatusChange.id)
    )
    rows: list[StatusRow] = []
    was_closed = False
    for change, name in db.session.execute(found):
        rows.append(
            StatusRow(
                status=change.status,
                starts_on=change.starts_on,
                reason=change.reason,
                returns_on=change.returns_on,
                words=change.words,
                by=name,
                is_reopened=was_closed,
            )
        )
        was_closed = change.status is ClientStatus.CLOSED
    return rows[::-1]


def find_status_change(viewer: Viewer, change_id: UUID) -> StatusChange:
    """A change of status, or `NotVisible`."""
    found = about_visible_clients(viewer, StatusChange).where(StatusChange.id == change_id)
    change: StatusChange | None = db.session.scalar(found)
    if change is None:
        raise NotVisible
    return change


class PossibleDuplicate(NamedTuple):
    """A file that may be about the same person."""

    id: UUID
    name: str
    born_in: int | None
    mentors: list[str]


def possible_duplicates(viewer: Viewer, details: PersonalDetails, but: UUID | None = None) -> list[PossibleDuplicate]:
    """The viewer's clients whose name looks the same, or sounds alike with the same date of birth."""
    found = (
        about_visible_clients(viewer, Client, Client.id, Client.given_name, Client.family_name, Client.birth_on)
        .where(Client.id != but if but else sa.true())
        .order_by(Client.search_name, Client.id)
    )
    rows = db.session.execute(found)
    same = [row for row in rows if _may_be_one(details, row.given_name, row.family_name, row.birth_on)][:LOOKALIKES_MAX]
    mentors = mentors_of(viewer, [row.id for row in same])
    return [
        PossibleDuplicate(
            id=row.id,
            name=f"{row.given_name} {row.family_name}",
            born_in=row.birth_on.year if row.birth_on else None,
            mentors=mentors[row.id],
        )
        for row in same
    ]


def _may_be_one(details: PersonalDetails, given_name: str, family_name: str, born_on: date | None) -> bool:
    if look_alike((details.given_name, details.family_name), (given_name, family_name)):
        return True
    name, other = f"{details.given_name} {details.family_name}", f"{given_name} {family_name}"
    return details.birth_on is not None and details.birth_on == born_on and sounds_alike(name, other)


def _row(contact: Contact) -> ContactRow:
    return ContactRow(
        id=contact.id,
        kind=contact.kind,
        name=contact.name,
        relation=contact.relation,
        phone=shown_phone(contact.phone),
        note=contact.note,
        is_agreed=contact.is_agreed,
        scope=str(SCOPE_NAMES[contact.scope]) if contact.scope else "",
        until_on=contact.until_on,
        is_over=contact.until_on is not None and contact.until_on < today(),
        representation=contact.representation,
        matters=contact.scope,
        from_on=contact.from_on,
        papers=contact.papers,
        papers_by=contact.papers_by,
        papers_on=contact.papers_on,
    )
