"""The second step of signing in: adding an authenticator, using its codes and recovery codes, taking it away."""

from base64 import b32encode
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.passkeys.actions import forget_passkeys
from caseapp.accounts.second_step.models import Authenticator, RecoveryCode
from caseapp.accounts.second_step.queries import lock_second_step, second_step_of
from caseapp.accounts.second_step.rules import (
    KEY_BYTES,
    RECOVERY_LENGTH,
    accepted_step,
    new_recovery_codes,
    typed_code,
)
from caseapp.accounts.throttle_rules import SECOND_STEP
from caseapp.accounts.throttling import AttemptCount, give_back, reserve
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import changed_rows, db, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken
from caseapp.i18n import _l

WRONG = _l("This code does not fit. Each code works once and for about a minute: wait for the next one and type that.")
NOTHING = _l("Set up a phone or a passkey first: recovery codes stand for one that is lost.")


def offered_key(person: User, nonce: str) -> str:
    """The key that is offered to an authenticator; nothing of it is stored before a code of it was typed."""
    return b32encode(key_ring().blind("authenticator", f"{person.id.hex}:{nonce}")[:KEY_BYTES]).decode()


def check_second_step(person: User, code: str, whose: str) -> None:
    """Accept a code once, of the authenticator or from the recovery codes; `RuleBroken` where it does not fit.

    `TooMany` after too many wrong ones, which signing in anew does not forget; `whose` tells for whom they count.
    """
    counts = [AttemptCount(limit, whose) for limit in SECOND_STEP]
    reserve(counts)
    if not _use(person, typed_code(code)):
        _refuse(person)
        raise RuleBroken(WRONG, "code")
    give_back(counts)


@transaction
def add_authenticator(person: User, key: str, code: str) -> None:
    """Keep the key, once a code of it was typed; a former one, and the recovery codes beside it, are void. Codes that
    stand for passkeys alone stay."""
    step = accepted_step(key, typed_code(code), now())
    if step is None:
        raise RuleBroken(WRONG, "code")
    if second_step_of(person.id).added_at:
        _forget(person.id)
    row = Authenticator(user_id=person.id, used_step=step, added_at=now())
    row.key = key
    db.session.add(row)
    record(Act.SECOND_STEP_ADDED, person, about=person)


@transaction
def make_recovery_codes(person: User) -> list[str]:
    """Ten new codes, which are known this once; the former ones are void. `RuleBroken` where there is nothing that they
    could stand for."""
    lock_second_step(person.id)
    if not second_step_of(person.id).is_set_up:
        raise RuleBroken(NOTHING)
    void_recovery_codes(person.id)
    codes = new_recovery_codes()
    db.session.add_all(RecoveryCode(user_id=person.id, code_hash=_hash(person, typed_code(code))) for code in codes)
    record(Act.RECOVERY_CODES_MADE, person, about=person)
    return codes


@transaction
def void_recovery_codes(person_id: UUID) -> None:
    """Take away codes that stand for nothing any more."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == person_id))


@transaction
def remove_second_step(viewer: Viewer | None, person: User) -> None:
    """Take away authenticator, codes and passkeys: the person sets up new ones at the next sign-in."""
    _forget(person.id)
    forget_passkeys(person.id)
    record(Act.SECOND_STEP_REMOVED, viewer, about=person)


@transaction
def _use(person: User, code: str) -> bool:
    if len(code) == RECOVERY_LENGTH:
        return _use_recovery_code(person, code)
    row = db.session.scalar(sa.select(Authenticator).where(Authenticator.user_id == person.id))
    step = accepted_step(row.key, code, now()) if row else None
    if row is None or step is None:
        return False
    # Of two requests with the same code one alone changes the row. A step far ahead was used when a clock ran ahead.
    unused = sa.or_(Authenticator.used_step < step, Authenticator.used_step > step + 2)
    used = sa.update(Authenticator).where(Authenticator.id == row.id, unused).values(used_step=step)
    return changed_rows(used) == 1


def _use_recovery_code(person: User, code: str) -> bool:
    if not second_step_of(person.id).is_set_up:
        return False
    theirs = sa.delete(RecoveryCode).where(RecoveryCode.code_hash == _hash(person, code))
    if not changed_rows(theirs.where(RecoveryCode.user_id == person.id)):
        return False
    record(Act.RECOVERY_CODE_USED, person, about=person)
    return True


@transaction
def _refuse(person: User) -> None:
    record(Act.SECOND_STEP_FAILED, None, about=person)


def _forget(person_id: UUID) -> None:
    db.session.execute(sa.delete(Authenticator).where(Authenticator.user_id == person_id))
    void_recovery_codes(person_id)


def _hash(person: User, code: str) -> bytes:
    return key_ring().blind("recovery code", f"{person.id.hex}:{code}")
