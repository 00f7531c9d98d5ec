"""Opening and changing a client's file."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.accounts.deputies.rules import chosen_team
from caseapp.audit import Act, record
from caseapp.clients.assignments.actions import give_mentor
from caseapp.clients.assignments.rules import AssignmentDraft
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import changed_phone
from caseapp.clients.queries import ensure_visible, find_client, find_client_by_national_id, in_charge
from caseapp.clients.rules import (
    ClientStatus,
    NewClientDraft,
    PersonalDetails,
    check_personal_details,
    normalise_national_id,
)
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _


@transaction
def open_client(
    viewer: Viewer,
    draft: NewClientDraft,
    key: IdempotencyKey,
) -> Client:
    """Open a file in a team that the viewer is in charge of; the mentor, if one was chosen, begins today."""
    ensure(viewer, Capability.OPEN_FILES)
    if is_repeated(key, viewer.id):
        return find_client(viewer, key.id)
    team_id = chosen_team(viewer.team_id, viewer.team_ids_in_charge, draft.team_id)
    client = add_client(viewer, draft.details, team_id, client_id=key.id)
    if draft.mentor_id is not None:
        give_mentor(viewer, client.id, AssignmentDraft(draft.mentor_id, today()))
    return client


@transaction
def add_client(
    viewer: Viewer,
    details: PersonalDetails,
    team_id: UUID,
    *,
    client_id: UUID | None = None,
    status: ClientStatus = ClientStatus.ACTIVE,
) -> Client:
    """Add a file to a team: a supervisor to a team in charge, an administrator's import to any."""
    if not may(viewer, Capability.IMPORT_CASELOAD):
        ensure(viewer, Capability.OPEN_FILES)
    if may(viewer, Capability.SEE_CLIENTS) and team_id not in viewer.team_ids_in_charge:
        raise NotVisible
    client = Client(id=client_id, team_id=team_id, opened_at=now(), status=status)
    _write(viewer, client, details)
    db.session.add(client)
    db.session.flush()
    record(Act.CLIENT_OPENED, viewer, about=client, clients=[client.id])
    return client


@transaction
def change_client(viewer: Viewer, client: Client, details: PersonalDetails, version: int | None) -> None:
    """Correct the personal details."""
    ensure(viewer, Capability.OPEN_FILES)
    ensure_visible(viewer, client.id, in_charge)
    expect_version(client, version)
    _write(viewer, client, details)
    record(Act.CLIENT_CHANGED, viewer, about=client, clients=[client.id])


def _write(viewer: Viewer, client: Client, details: PersonalDetails) -> None:
    check_personal_details(details, today())
    phone = changed_phone(details.phone, client.phone or "")
    if details.national_id is not None:
        _identify(viewer, client, details.national_id)
    client.rename(details.given_name, details.family_name, details.preferred_name)
    client.birth_on, client.phone = details.birth_on, phone
    client.language, client.gender_form = details.language, details.gender_form


def _identify(viewer: Viewer, client: Client, text: str) -> None:
    """Store the national id, sealed, with its keyed hash; nobody gets a second file."""
    if not text.strip():
        client.national_id, client.national_id_hash = None, None
        return
    national_id = normalise_national_id(text)
    blind = key_ring().blind("national_id", national_id)
    owner = find_client_by_national_id(viewer, blind)
    if owner and owner.id != client.id:
        if owner.name is None:
            raise RuleBroken(_("This ID number is already registered. Ask your administrator."), "national_id")
        sentence = _("%(name)s, one of your clients, already has this ID number.", name=owner.name)
        raise RuleBroken(sentence, "national_id")
    client.national_id, client.national_id_hash = national_id, blind
