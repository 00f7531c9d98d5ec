"""Acts on how a client is reached: preferences and discretion, further phones, emergency contacts, guardians."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.file.models import Contact
from caseapp.clients.file.queries import find_contact
from caseapp.clients.file.rules import ContactFacts, ContactKind, Reach, check_contact, check_reach
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import normal_phone
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now
from caseapp.db import Submission, act, db, expect_version, is_repeated


@act
def change_reach(client: Client, reach: Reach, version: int | None, *, by: Viewer) -> None:
    """Say how the client is reached, with which discretion and in which rhythm; mentors keep this for their own."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, client.id)
    expect_version(client, version)
    check_reach(reach)
    client.phone, client.email = normal_phone(reach.phone), reach.email
    client.contact_way, client.introduction, client.alias = reach.way, reach.introduction, reach.alias
    client.no_voicemail, client.no_messages = "voicemail" in reach.avoid, "messages" in reach.avoid
    client.spoken, client.interpreter = " ".join(reach.spoken), reach.interpreter
    client.meeting_every_days = reach.every_days
    record(Act.CLIENT_CHANGED, by, about=client, clients=[client.id], part="reach")


@act
def add_contact(
    client_id: UUID, kind: ContactKind, facts: ContactFacts, *, by: Viewer, submission: Submission
) -> Contact:
    """Write down a further phone, somebody to call in an emergency, or a guardian."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, client_id)
    if is_repeated(submission, by.id):
        return find_contact(by, client_id, submission.id)
    contact = Contact(id=submission.id, client_id=client_id, kind=kind, created_by_id=by.id, created_at=now())
    _write(contact, facts)
    db.session.add(contact)
    db.session.flush()
    record(Act.CONTACT_ADDED, by, about=contact, clients=[client_id], kind=str(kind))
    return contact


@act
def change_contact(contact: Contact, facts: ContactFacts, version: int | None, *, by: Viewer) -> None:
    """Correct a contact."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, contact.client_id)
    expect_version(contact, version)
    _write(contact, facts)
    record(Act.CONTACT_CHANGED, by, about=contact, clients=[contact.client_id])


@act
def remove_contact(contact: Contact, *, by: Viewer) -> None:
    """Take a contact off the file; a second tap changes nothing."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, contact.client_id)
    if contact.removed_at is None:
        contact.removed_at = now()
        record(Act.CONTACT_REMOVED, by, about=contact, clients=[contact.client_id])


def _write(contact: Contact, facts: ContactFacts) -> None:
    check_contact(contact.kind, facts)
    contact.name, contact.relation, contact.note = facts.name, facts.relation, facts.note
    contact.phone = normal_phone(facts.phone)
    contact.is_agreed, contact.scope, contact.until_on = facts.is_agreed, facts.scope, facts.until_on
