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
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction


@transaction
def change_reach(viewer: Viewer, client: Client, reach: Reach, version: int | None) -> None:
    """Say how the client is reached, with which discretion and in which rhythm; mentors keep this for their own."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client.id)
    expect_version(client, version)
    check_reach(reach)
    client.phone, client.email = normal_phone(reach.phone), reach.email
    client.contact_way, client.introduction, client.alias = reach.way, reach.introduction, reach.alias
    client.no_voicemail, client.no_messages = "voicemail" in reach.avoid, "messages" in reach.avoid
    client.spoken, client.interpreter = " ".join(reach.spoken), reach.interpreter
    client.meeting_every_days = reach.every_days
    record(Act.CLIENT_CHANGED, viewer, about=client, clients=[client.id], part="reach")


@transaction
def add_contact(
    viewer: Viewer, client_id: UUID, kind: ContactKind, facts: ContactFacts, key: IdempotencyKey
) -> Contact:
    """Write down a further phone, somebody to call in an emergency, or a guardian."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_contact(viewer, client_id, key.id)
    contact = Contact(id=key.id, client_id=client_id, kind=kind, created_by_id=viewer.id, created_at=now())
    _write(contact, facts)
    db.session.add(contact)
    db.session.flush()
    record(Act.CONTACT_ADDED, viewer, about=contact, clients=[client_id], kind=str(kind))
    return contact


@transaction
def change_contact(viewer: Viewer, contact: Contact, facts: ContactFacts, version: int | None) -> None:
    """Correct a contact."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, contact.client_id)
    expect_version(contact, version)
    _write(contact, facts)
    record(Act.CONTACT_CHANGED, viewer, about=contact, clients=[contact.client_id])


@transaction
def remove_contact(viewer: Viewer, contact: Contact) -> None:
    """Take a contact off the file; a second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, contact.client_id)
    if contact.removed_at is None:
        contact.removed_at = now()
        record(Act.CONTACT_REMOVED, viewer, about=contact, clients=[contact.client_id])


def _write(contact: Contact, facts: ContactFacts) -> None:
    check_contact(contact.kind, facts)
    contact.name, contact.relation, contact.note = facts.name, facts.relation, facts.note
    contact.phone = normal_phone(facts.phone)
    contact.is_agreed, contact.scope, contact.until_on = facts.is_agreed, facts.scope, facts.until_on
