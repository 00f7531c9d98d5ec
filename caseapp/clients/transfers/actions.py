"""Whole acts of handing a client over: to another mentor, to another team, with a note for who takes over."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.audit import Act, record
from caseapp.clients.assignments.actions import end_assignment, give_mentor
from caseapp.clients.assignments.queries import find_assignment, find_registered, hold_registered
from caseapp.clients.models import Assignment, Client, Transfer
from caseapp.clients.queries import ensure_visible, list_assignments, registered
from caseapp.clients.transfers.queries import (
    find_transfer,
    find_transfer_to,
    is_handed_over,
    other_teams,
    own_assignment,
    team_of_registered,
)
from caseapp.clients.transfers.rules import check_note, last_day_before, last_day_in_team
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, changed_rows, db, expect_version, is_repeated, transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _


@transaction
def transfer_client(
    viewer: Viewer,
    client_id: UUID,
    assignment_id: UUID,
    mentor_id: UUID,
    starts_on: date,
    note: str = "",
    *,
    key: IdempotencyKey,
) -> Transfer:
    """Hand a client from one mentor to another from a day on: the old assignment ends the day before."""
    _begin(viewer, client_id, note)
    if is_repeated(key, viewer.id):
        return find_transfer(viewer, client_id, key.id)
    old = _to_hand_over(viewer, client_id, assignment_id)
    ends_on = last_day_before(starts_on, old.starts_on, old.ends_on)
    new = give_mentor(viewer, client_id, mentor_id, starts_on, None)
    if old.ends_on != ends_on:
        end_assignment(viewer, old, ends_on, old.version)
    transfer = Transfer(
        id=key.id,
        client_id=client_id,
        from_assignment_id=old.id,
        to_assignment_id=new.id,
        starts_on=starts_on,
        created_by_id=viewer.id,
        created_at=now(),
    )
    _keep(viewer, transfer, note, Act.CLIENT_TRANSFERRED)
    return transfer


@transaction
def change_team(viewer: Viewer, client_id: UUID, team_id: UUID, note: str = "", *, key: IdempotencyKey) -> Transfer:
    """Hand a client over to another team, today: all assignments end, and the present team sees the file no more."""
    _begin(viewer, client_id, note)
    if is_repeated(key, viewer.id):
        return find_transfer(viewer, client_id, key.id)
    if team_id not in {team.id for team in other_teams(viewer, client_id)}:
        raise RuleBroken(_("Choose a team from the list."), "team_id")
    for stretch in list_assignments(viewer, client_id, registered):
        if not stretch.is_empty and (stretch.ends_on is None or stretch.ends_on >= today()):
            assignment = find_assignment(viewer, client_id, stretch.id)
            end_assignment(viewer, assignment, last_day_in_team(today(), stretch.starts_on), assignment.version)
    transfer = Transfer(
        id=key.id,
        client_id=client_id,
        from_team_id=team_of_registered(viewer, client_id),
        to_team_id=team_id,
        starts_on=today(),
        created_by_id=viewer.id,
        created_at=now(),
    )
    _keep(viewer, transfer, note, Act.CLIENT_MOVED)
    moved = sa.update(Client).where(Client.id == client_id, registered(viewer, Client.id))
    changed_rows(moved.values(team_id=team_id, version=Client.version + 1))
    return transfer


@transaction
def write_handover(viewer: Viewer, client_id: UUID, words: str, version: int | None) -> Assignment:
    """Keep what the mentor wants the next one to know, before anybody has said who that will be."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    check_note(words)
    assignment = own_assignment(viewer, client_id)
    expect_version(assignment, version)
    assignment.handover = words
    record(Act.HANDOVER_WRITTEN, viewer, about=assignment, clients=[client_id])
    return assignment


@transaction
def acknowledge_handover(viewer: Viewer, transfer_id: UUID) -> Transfer:
    """Who takes over has read the note; the first time counts."""
    ensure(viewer, Capability.SEE_CLIENTS)
    transfer = find_transfer_to(viewer, transfer_id)
    if transfer.read_at is None:
        transfer.read_at, transfer.read_by_id = now(), viewer.id
        record(Act.HANDOVER_READ, viewer, about=transfer, clients=[transfer.client_id])
    return transfer


def _begin(viewer: Viewer, client_id: UUID, note: str) -> None:
    """Who may; and one act of the register after another, so that two people never hand one client over at once."""
    ensure(viewer, Capability.ASSIGN_MENTORS)
    hold_registered(viewer, client_id)
    find_registered(viewer, client_id)
    check_note(note)


def _to_hand_over(viewer: Viewer, client_id: UUID, assignment_id: UUID) -> Assignment:
    try:
        old = find_assignment(viewer, client_id, assignment_id)
    except NotVisible:
        raise RuleBroken(_("Choose a mentor from the list."), "assignment_id") from None
    if is_handed_over(viewer, assignment_id):
        raise RuleBroken(_("Someone else has just transferred this client. Check who the mentor is now."))
    if old.covered_id:
        raise RuleBroken(_("A cover ends by itself; only its end date can be changed."), "assignment_id")
    return old


def _keep(viewer: Viewer, transfer: Transfer, note: str, what: Act) -> None:
    """The note belongs to the file: who does not see the file writes none."""
    if may(viewer, Capability.SEE_CLIENTS):
        transfer.note = note
    db.session.add(transfer)
    db.session.flush()
    record(what, viewer, about=transfer, clients=[transfer.client_id], starts_on=transfer.starts_on.isoformat())
