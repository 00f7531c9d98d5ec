"""Changing contact preferences, phones, emergency contacts and guardians."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.file.adjustment_rules import written_adjustments
from caseapp.clients.file.models import Contact
from caseapp.clients.file.queries import find_contact
from caseapp.clients.file.representation_rules import Representation
from caseapp.clients.file.rules import (
    ContactDraft,
    ContactKind,
    ContactPreferences,
    check_contact,
    check_contact_preferences,
    check_papers,
)
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import changed_phone
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction


@transaction
def change_contact_preferences(
    viewer: Viewer, client: Client, preferences: ContactPreferences, version: int | None
) -> None:
    """Change how, in which language and how often to contact the client; the mentor may."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client.id)
    expect_version(client, version)
    check_contact_preferences(preferences)
    client.phone, client.email = changed_phone(preferences.phone, client.phone), preferences.email
    client.contact_way, client.introduction, client.alias = preferences.way, preferences.introduction, preferences.alias
    client.no_voicemail, client.no_messages = "voicemail" in preferences.avoid, "messages" in preferences.avoid
    client.spoken, client.interpreter = " ".join(preferences.spoken), preferences.interpreter
    client.meeting_every_days = preferences.every_days
    client.adjustments = written_adjustments(preferences.adjustments)
    record(Act.CLIENT_CHANGED, viewer, about=client, clients=[client.id], part="reach")


@transaction
def add_contact(
    viewer: Viewer, client_id: UUID, kind: ContactKind, draft: ContactDraft, key: IdempotencyKey
) -> Contact:
    """Add a phone, an emergency contact or a guardian."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_contact(viewer, client_id, key.id)
    contact = Contact(id=key.id, client_id=client_id, kind=kind, created_by_id=viewer.id, created_at=now())
    _write(contact, draft)
    db.session.add(contact)
    db.session.flush()
    record(Act.CONTACT_ADDED, viewer, about=contact, clients=[client_id], kind=str(kind))
    return contact


@transaction
def change_contact(viewer: Viewer, contact: Contact, draft: ContactDraft, version: int | None) -> None:
    """Correct a contact."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, contact.client_id)
    expect_version(contact, version)
    _write(contact, draft)
    record(Act.CONTACT_CHANGED, viewer, about=contact, clients=[contact.client_id])


@transaction
def remove_contact(viewer: Viewer, contact: Contact) -> None:
    """Remove a contact from the file; doing so twice changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, contact.client_id)
    if contact.removed_at is None:
        contact.removed_at = now()
        record(Act.CONTACT_REMOVED, viewer, about=contact, clients=[contact.client_id])


def _write(contact: Contact, draft: ContactDraft) -> None:
    check_contact(contact.kind, draft)
    check_papers(draft, today())
    contact.name, contact.relation, contact.note = draft.name, draft.relation, draft.note
    contact.phone = changed_phone(draft.phone, contact.phone or "")
    contact.is_agreed, contact.scope, contact.until_on = draft.is_agreed, draft.scope, draft.until_on
    if contact.kind is ContactKind.GUARDIAN:
        contact.representation = Representation(draft.representation or Representation.GUARDIAN)
    contact.from_on, contact.papers_on = draft.from_on, draft.papers_on
    contact.papers, contact.papers_by = draft.papers, draft.papers_by
