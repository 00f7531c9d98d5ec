"""Whole acts on a client's file."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.accounts.deputies.rules import chosen_team
from caseapp.audit import Act, record
from caseapp.clients.assignments.actions import give_mentor
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import normal_phone
from caseapp.clients.queries import ensure_visible, find_bearer, find_client, in_charge
from caseapp.clients.rules import ClientStatus, PersonalFacts, check_facts, normalise_national_id
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _


@transaction
def open_client(
    viewer: Viewer,
    facts: PersonalFacts,
    *,
    key: IdempotencyKey,
    mentor_id: UUID | None = None,
    team_id: UUID | None = None,
) -> Client:
    """Open a file in a team that `by` answers for (the own one), given to a mentor from today where one is named."""
    ensure(viewer, Capability.OPEN_FILES)
    if is_repeated(key, viewer.id):
        return find_client(viewer, key.id)
    client = add_client(
        viewer, facts, chosen_team(viewer.team_id, viewer.team_ids_in_charge, team_id), client_id=key.id
    )
    if mentor_id is not None:
        give_mentor(viewer, client.id, mentor_id, today(), None)
    return client


@transaction
def add_client(
    viewer: Viewer,
    facts: PersonalFacts,
    team_id: UUID,
    *,
    client_id: UUID | None = None,
    status: ClientStatus = ClientStatus.ACTIVE,
) -> Client:
    """A new file in that team: by a supervisor in the own one, by an import of the administrator in any."""
    if not may(viewer, Capability.IMPORT_CASELOAD):
        ensure(viewer, Capability.OPEN_FILES)
    if may(viewer, Capability.SEE_CLIENTS) and team_id not in viewer.team_ids_in_charge:
        raise NotVisible
    client = Client(id=client_id, team_id=team_id, opened_at=now(), status=status)
    _write(viewer, client, facts)
    db.session.add(client)
    db.session.flush()
    record(Act.CLIENT_OPENED, viewer, about=client, clients=[client.id])
    return client


@transaction
def change_client(viewer: Viewer, client: Client, facts: PersonalFacts, version: int | None) -> None:
    """Correct what the file says about the person."""
    ensure(viewer, Capability.OPEN_FILES)
    ensure_visible(viewer, client.id, in_charge)
    expect_version(client, version)
    _write(viewer, client, facts)
    record(Act.CLIENT_CHANGED, viewer, about=client, clients=[client.id])


def _write(viewer: Viewer, client: Client, facts: PersonalFacts) -> None:
    check_facts(facts, today())
    phone = normal_phone(facts.phone)
    if facts.national_id is not None:
        _identify(viewer, client, facts.national_id)
    client.rename(facts.given_name, facts.family_name, facts.preferred_name)
    client.birth_on, client.phone = facts.birth_on, phone
    client.language, client.gender_form = facts.language, facts.gender_form


def _identify(viewer: Viewer, client: Client, text: str) -> None:
    """Keep the national id, sealed, with its keyed hash; one person has one file."""
    if not text.strip():
        client.national_id, client.national_id_hash = None, None
        return
    national_id = normalise_national_id(text)
    blind = key_ring().blind("national_id", national_id)
    bearer = find_bearer(viewer, blind)
    if bearer and bearer.id != client.id:
        if bearer.name is None:
            raise RuleBroken(_("This ID number is already registered. Ask your administrator."), "national_id")
        sentence = _("%(name)s, one of your clients, already has this ID number.", name=bearer.name)
        raise RuleBroken(sentence, "national_id")
    client.national_id, client.national_id_hash = national_id, blind
