"""What people have for the second step, and what the organisation decided about it."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.accounts.models import User
from caseapp.accounts.passkeys.models import Passkey
from caseapp.accounts.second_step.models import Authenticator, RecoveryCode
from caseapp.accounts.second_step.rules import SecondStep
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared


def second_step_of(person_id: UUID) -> SecondStep:
    """What that person has."""
    return SecondStep(*db.session.execute(*_second_step_of(person_id)).one())


def lock_second_step(person_id: UUID) -> None:
    """Let nobody else set up a second step for this person until this transaction ends."""
    db.session.execute(sa.select(User.id).where(User.id == person_id).with_for_update())


@prepared
def _second_step_of(person_id: UUID) -> Rows:
    added_at = sa.select(Authenticator.added_at).where(Authenticator.user_id == person_id)
    codes = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == person_id)
    keys = sa.select(sa.func.count()).select_from(Passkey).where(Passkey.user_id == person_id)
    return sa.select(added_at.scalar_subquery(), codes.scalar_subquery(), keys.scalar_subquery())


def mentors_need_it() -> bool:
    """What the organisation decided for mentors: nothing else of that table, which packages above know."""
    organisation = sa.table("organisation", sa.column("second_step_for_mentors", sa.Boolean))
    decided = db.session.scalar(sa.select(organisation.c.second_step_for_mentors))
    return decided is not False
