"""Records of many clients leave by the word of two people: one asks, another one confirms."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record
from caseapp.batches.confirmations.queries import find_confirmation, is_many, teams_of_clients
from caseapp.batches.models import Batch, BatchTeam
from caseapp.batches.rules import ConfirmationState
from caseapp.db import db, transaction

DECISIONS = {
    ConfirmationState.CONFIRMED: Act.BATCH_CONFIRMED,
    ConfirmationState.REFUSED: Act.BATCH_REFUSED,
}


@transaction
def ask_if_many(viewer: Viewer, batch: Batch, clients: Collection[UUID], counted: Collection[UUID]) -> bool:
    """Let a new batch wait for a second person if so many of its clients count; return whether it waits."""
    if not is_many(viewer, counted):
        return False
    batch.ask(len(set(clients)))
    db.session.add_all(BatchTeam(batch_id=batch.id, team_id=team_id) for team_id in teams_of_clients(viewer, clients))
    record(Act.BATCH_ASKED, viewer, about=batch, clients=clients, number=batch.people)
    return True


@transaction
def take_turns(viewer: Viewer) -> None:
    """Let one person's orders follow each other, so that two at once are counted together."""
    db.session.execute(sa.select(User.id).where(User.id == viewer.id).with_for_update())


@transaction
def decide_batch(viewer: Viewer, batch_id: UUID, decision: ConfirmationState) -> None:
    """The second person's word: never that of whoever asked. After a confirmation the worker makes the file."""
    ensure(viewer, Capability.CONFIRM_EXPORTS)
    row = find_confirmation(viewer, batch_id)
    batch: Batch = db.session.get_one(Batch, row.id, with_for_update=True, populate_existing=True)
    find_confirmation(viewer, batch_id)  # nobody else said a word meanwhile
    batch.decide(decision, viewer.id)
    record(DECISIONS[decision], viewer, about=batch, number=batch.people)
