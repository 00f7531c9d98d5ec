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
from caseapp.db import Submission, act, changed_rows, db, expect_version, is_repeated
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _


@act
def transfer_client(
    client_id: UUID,
    assignment_id: UUID,
    mentor_id: UUID,
    starts_on: date,
    note: str = "",
    *,
    by: Viewer,
    submission: Submission,
) -> Transfer:
    """Hand a client from one mentor to another from a day on: the old assignment ends the day before."""
    _begin(client_id, note, by)
    if is_repeated(submission, by.id):
        return find_transfer(by, client_id, submission.id)
    old = _to_hand_over(client_id, assignment_id, by)
    ends_on = last_day_before(starts_on, old.starts_on, old.ends_on)
    new = give_mentor(client_id, mentor_id, starts_on, None, by=by)
    if old.ends_on != ends_on:
        end_assignment(old, ends_on, old.version, by=by)
    transfer = Transfer(
        id=submission.id,
        client_id=client_id,
        from_assignment_id=old.id,
        to_assignment_id=new.id,
        starts_on=starts_on,
        created_by_id=by.id,
        created_at=now(),
    )
    _keep(transfer, note, Act.CLIENT_TRANSFERRED, by)
    return transfer


@act
def change_team(client_id: UUID, team_id: UUID, note: str = "", *, by: Viewer, submission: Submission) -> Transfer:
    """Hand a client over to another team, today: all assignments end, and the present team sees the file no more."""
    _begin(client_id, note, by)
    if is_repeated(submission, by.id):
        return find_transfer(by, client_id, submission.id)
    if team_id not in {team.id for team in other_teams(by, client_id)}:
        raise RuleBroken(_("Choose a team from the list."), "team_id")
    for stretch in list_assignments(by, client_id, registered):
        if not stretch.is_empty and (stretch.ends_on is None or stretch.ends_on >= today()):
            assignment = find_assignment(by, client_id, stretch.id)
            end_assignment(assignment, last_day_in_team(today(), stretch.starts_on), assignment.version, by=by)
    transfer = Transfer(
        id=submission.id,
        client_id=client_id,
        from_team_id=team_of_registered(by, client_id),
        to_team_id=team_id,
        starts_on=today(),
        created_by_id=by.id,
        created_at=now(),
    )
    _keep(transfer, note, Act.CLIENT_MOVED, by)
    moved = sa.update(Client).where(Client.id == client_id, registered(by, Client.id))
    changed_rows(moved.values(team_id=team_id, version=Client.version + 1))
    return transfer


@act
def write_handover(client_id: UUID, words: str, version: int | None, *, by: Viewer) -> Assignment:
    """Keep what the mentor wants the next one to know, before anybody has said who that will be."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, client_id)
    check_note(words)
    assignment = own_assignment(by, client_id)
    expect_version(assignment, version)
    assignment.handover = words
    record(Act.HANDOVER_WRITTEN, by, about=assignment, clients=[client_id])
    return assignment


@act
def acknowledge_handover(transfer_id: UUID, *, by: Viewer) -> Transfer:
    """Who takes over has read the note; the first time counts."""
    ensure(by, Capability.SEE_CLIENTS)
    transfer = find_transfer_to(by, transfer_id)
    if transfer.read_at is None:
        transfer.read_at, transfer.read_by_id = now(), by.id
        record(Act.HANDOVER_READ, by, about=transfer, clients=[transfer.client_id])
    return transfer


def _begin(client_id: UUID, note: str, by: Viewer) -> None:
    """Who may; and one act of the register after another, so that two people never hand one client over at once."""
    ensure(by, Capability.ASSIGN_MENTORS)
    hold_registered(by, client_id)
    find_registered(by, client_id)
    check_note(note)


def _to_hand_over(client_id: UUID, assignment_id: UUID, by: Viewer) -> Assignment:
    try:
        old = find_assignment(by, client_id, assignment_id)
    except NotVisible:
        raise RuleBroken(_("Choose a mentor from the list."), "assignment_id") from None
    if is_handed_over(by, assignment_id):
        raise RuleBroken(_("Someone else has just transferred this client. Check who the mentor is now."))
    if old.covered_id:
        raise RuleBroken(_("A cover ends by itself; only its end date can be changed."), "assignment_id")
    return old


def _keep(transfer: Transfer, note: str, what: Act, by: Viewer) -> None:
    """The note belongs to the file: who does not see the file writes none."""
    if may(by, Capability.SEE_CLIENTS):
        transfer.note = note
    db.session.add(transfer)
    db.session.flush()
    record(what, by, about=transfer, clients=[transfer.client_id], starts_on=transfer.starts_on.isoformat())
