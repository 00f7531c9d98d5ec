"""Handing a client over to another mentor or another team, with a note."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.accounts.deputies.rules import overlaps
from caseapp.audit import Act, record
from caseapp.clients.assignments.actions import end_assignment, give_mentor
from caseapp.clients.assignments.queries import find_assignment, find_mentor, find_registered, lock_registered
from caseapp.clients.assignments.rules import AssignmentDraft
from caseapp.clients.models import Assignment, Client, Transfer
from caseapp.clients.queries import ensure_visible, list_assignments, registered
from caseapp.clients.transfers.queries import (
    find_own_assignment,
    find_transfer,
    find_transfer_to,
    is_handed_over,
    other_teams,
    team_of_registered,
)
from caseapp.clients.transfers.rules import (
    TeamTransferDraft,
    TransferDraft,
    check_note,
    last_day_before,
    last_day_in_team,
)
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, about, changed_rows, db, expect_version, is_repeated, transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _


@transaction
def transfer_client(viewer: Viewer, client_id: UUID, draft: TransferDraft, key: IdempotencyKey) -> Transfer:
    """Hand a client over to another mentor; the old assignment ends the day before."""
    _check_and_lock(viewer, client_id, draft.note)
    if is_repeated(key, viewer.id):
        return find_transfer(viewer, client_id, key.id)
    old = _assignment_to_end(viewer, client_id, draft.assignment_id)
    ends_on = last_day_before(draft.starts_on, old.starts_on, old.ends_on)
    new = give_mentor(viewer, client_id, AssignmentDraft(draft.mentor_id, draft.starts_on))
    if old.ends_on != ends_on:
        end_assignment(viewer, old, ends_on, old.version)
    transfer = Transfer(
        id=key.id,
        client_id=client_id,
        from_assignment_id=old.id,
        to_assignment_id=new.id,
        starts_on=draft.starts_on,
        created_by_id=viewer.id,
        created_at=now(),
    )
    _store(viewer, transfer, draft.note, Act.CLIENT_TRANSFERRED)
    return transfer


@transaction
def change_team(viewer: Viewer, client_id: UUID, draft: TeamTransferDraft, key: IdempotencyKey) -> Transfer:
    """Hand a client over to another team today: all assignments end, and the old team no longer sees the file."""
    _check_and_lock(viewer, client_id, draft.note)
    if is_repeated(key, viewer.id):
        return find_transfer(viewer, client_id, key.id)
    if draft.team_id not in {team.id for team in other_teams(viewer, client_id)}:
        raise RuleBroken(_("Choose a team from the list."), "team_id")
    for period in list_assignments(viewer, client_id, registered):
        if not period.is_empty and (period.ends_on is None or period.ends_on >= today()):
            assignment = find_assignment(viewer, client_id, period.id)
            end_assignment(viewer, assignment, last_day_in_team(today(), period.starts_on), assignment.version)
    transfer = Transfer(
        id=key.id,
        client_id=client_id,
        from_team_id=team_of_registered(viewer, client_id),
        to_team_id=draft.team_id,
        starts_on=today(),
        created_by_id=viewer.id,
        created_at=now(),
    )
    _store(viewer, transfer, draft.note, Act.CLIENT_MOVED)
    moved = sa.update(Client).where(Client.id == client_id, registered(viewer, Client.id))
    changed_rows(about(moved.values(team_id=draft.team_id, version=Client.version + 1), [client_id]))
    return transfer


@transaction
def pass_on_assignment(viewer: Viewer, client_id: UUID, assignment_id: UUID, mentor_id: UUID) -> None:
    """Give what is left of an assignment to another mentor of the team, with its last day and as the cover that it is;
    to one who accompanies the client anyway, nothing is added."""
    _check_and_lock(viewer, client_id, "")
    old = find_assignment(viewer, client_id, assignment_id)
    starts_on = max(today(), old.starts_on)
    mentor = find_mentor(viewer, client_id, mentor_id)
    periods = list_assignments(viewer, client_id, registered)
    new = None
    if not any(
        each.mentor_id == mentor.id and overlaps(starts_on, old.ends_on, each.starts_on, each.ends_on)
        for each in periods
    ):
        new = give_mentor(viewer, client_id, AssignmentDraft(mentor.id, starts_on, old.ends_on, old.covered_id))
    end_assignment(viewer, old, starts_on - timedelta(days=1), old.version)
    if new and not old.covered_id:
        transfer = Transfer(client_id=client_id, from_assignment_id=old.id, to_assignment_id=new.id)
        transfer.starts_on, transfer.created_by_id, transfer.created_at = starts_on, viewer.id, now()
        _store(viewer, transfer, "", Act.CLIENT_TRANSFERRED)


@transaction
def write_handover(viewer: Viewer, client_id: UUID, words: str, version: int | None) -> Assignment:
    """Save a mentor's note for the next one, which can be written before a transfer is arranged."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    check_note(words)
    assignment = find_own_assignment(viewer, client_id)
    expect_version(assignment, version)
    assignment.handover = words
    record(Act.HANDOVER_WRITTEN, viewer, about=assignment, clients=[client_id])
    return assignment


@transaction
def acknowledge_handover(viewer: Viewer, transfer_id: UUID) -> Transfer:
    """Record that whoever takes over has read the note; the first time counts."""
    ensure(viewer, Capability.SEE_CLIENTS)
    transfer = find_transfer_to(viewer, transfer_id)
    if transfer.read_at is None:
        transfer.read_at, transfer.read_by_id = now(), viewer.id
        record(Act.HANDOVER_READ, viewer, about=transfer, clients=[transfer.client_id])
    return transfer


def _check_and_lock(viewer: Viewer, client_id: UUID, note: str) -> None:
    """Check that the viewer may, and lock the client, so that two transfers never run at once."""
    ensure(viewer, Capability.ASSIGN_MENTORS)
    lock_registered(viewer, client_id)
    find_registered(viewer, client_id)
    check_note(note)


def _assignment_to_end(viewer: Viewer, client_id: UUID, assignment_id: UUID) -> Assignment:
    try:
        old = find_assignment(viewer, client_id, assignment_id)
    except NotVisible:
        raise RuleBroken(_("Choose a mentor from the list."), "assignment_id") from None
    if is_handed_over(viewer, assignment_id):
        raise RuleBroken(_("Someone else has just transferred this client. Check who the mentor is now."))
    if old.covered_id:
        raise RuleBroken(_("A cover ends by itself; only its end date can be changed."), "assignment_id")
    return old


def _store(viewer: Viewer, transfer: Transfer, note: str, what: Act) -> None:
    """Store a transfer; the note belongs to the file, so only those who see the file can write one."""
    if may(viewer, Capability.SEE_CLIENTS):
        transfer.note = note
    db.session.add(transfer)
    db.session.flush()
    record(what, viewer, about=transfer, clients=[transfer.client_id], starts_on=transfer.starts_on.isoformat())
