"""Adding a passkey, using one, and taking one away.

A question needs no row: it carries its instant and a mark of the installation's keys over what it is bound to. Only
answers that were right are stored, by a hash of the question, until the question is too old for any answer.
"""

import hashlib
import hmac
import json
import secrets
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.accounts.models import User
from caseapp.accounts.passkeys.models import Passkey, UsedChallenge
from caseapp.accounts.passkeys.queries import credentials_of, owner_of
from caseapp.accounts.passkeys.rules import (
    ANSWER_MAX,
    CHALLENGE_FOR,
    MARK_BYTES,
    MOST,
    NAME_MAX,
    NONCE_BYTES,
    TIME_BYTES,
    Ceremony,
    bytes_of,
    check_number,
    creation_options,
    request_options,
)
from caseapp.accounts.throttle_rules import PASSKEY
from caseapp.accounts.throttling import AttemptCount, give_back, reserve
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import changed_rows, db, own_insert, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _l
from caseapp.i18n.length_rules import check_length

WRONG = _l("This passkey does not fit, or the page was open for too long. Try again, or sign in in another way.")
NOT_ADDED = _l("The device's answer did not fit. Nothing was added; try again.")


def offer_for(ceremony: Ceremony) -> str:
    """What the browser asks the person's devices."""
    known = credentials_of(ceremony.person_id) if ceremony.person_id else ()
    return request_options(_new_challenge(ceremony), ceremony.host, known)


def offer_to_add(person: User, ceremony: Ceremony) -> str:
    """What the browser asks a device to make; nothing where this person has enough, so that no device makes one in
    vain."""
    known = credentials_of(person.id)
    return creation_options(_new_challenge(ceremony), ceremony.host, person, known) if len(known) < MOST else ""


def use_passkey(ceremony: Ceremony, answer: str) -> User:
    """Whose passkey answered; `RuleBroken` alike for one that is unknown, removed, cloned, somebody else's or used.

    `TooMany` after too many wrong answers, counted apart from passwords and codes.
    """
    whose = ceremony.person_id.hex if ceremony.person_id else ceremony.network
    counts = [AttemptCount(limit, whose) for limit in PASSKEY]
    reserve(counts)
    person = _use(ceremony, answer)
    if person is None:
        _refuse(ceremony.person_id)
        raise RuleBroken(WRONG)
    give_back(counts)
    return person


@transaction
def add_passkey(person: User, name: str, answer: str, ceremony: Ceremony) -> Passkey:
    """Keep what a device has just made for this person."""
    from webauthn import verify_registration_response

    check_length(name, NAME_MAX, "name")
    check_number(len(credentials_of(person.id)))
    try:
        made = verify_registration_response(
            credential=_checked(answer),
            expected_challenge=_answered(ceremony, answer),
            expected_rp_id=ceremony.host,
            expected_origin=ceremony.origin,
            require_user_verification=True,
        )
    except Exception:  # whatever a device or somebody in its place may send
        raise RuleBroken(NOT_ADDED) from None
    if owner_of(made.credential_id) or not _used_now(_answered(ceremony, answer)):
        raise RuleBroken(NOT_ADDED)
    row = Passkey(user_id=person.id, name=name, credential=made.credential_id, added_at=now())
    row.public_key, row.sign_count = made.credential_public_key, made.sign_count
    db.session.add(row)
    db.session.flush()
    record(Act.PASSKEY_ADDED, person, about=row)
    return row


@transaction
def remove_passkey(person: User, passkey_id: UUID) -> None:
    """Take away one of the person's own."""
    gone = sa.delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == person.id)
    if not changed_rows(gone):
        raise NotVisible
    record(Act.PASSKEY_REMOVED, person, about=person)


@transaction
def forget_passkeys(person_id: UUID) -> None:
    """Take away all of a person's, with everything else of the second step."""
    db.session.execute(sa.delete(Passkey).where(Passkey.user_id == person_id))


@transaction
def _use(ceremony: Ceremony, answer: str) -> User | None:
    from webauthn import verify_authentication_response

    try:
        told = json.loads(_checked(answer))
        challenge = _answered(ceremony, answer)
        found = owner_of(bytes_of(told["id"]))
        if found is None:
            return None
        passkey, person = found
        proved = verify_authentication_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=ceremony.host,
            expected_origin=ceremony.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
        handle = told["response"].get("userHandle")
    except Exception:  # whatever a device or somebody in its place may send
        return None
    if ceremony.person_id not in (None, person.id) or (handle and bytes_of(handle) != person.id.bytes):
        return None
    if not person.is_active or not _used_now(challenge):
        return None
    # Of two answers with the same count one alone changes the row.
    unused = sa.update(Passkey).where(Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
    used = changed_rows(unused.values(sign_count=proved.new_sign_count, used_at=now()))
    return person if used else None


@transaction
def _refuse(person_id: UUID | None) -> None:
    record(Act.PASSKEY_FAILED, None, about=db.session.get(User, person_id) if person_id else None)


def _checked(answer: str) -> str:
    if not 0 < len(answer) <= ANSWER_MAX:
        raise ValueError
    return answer


def _new_challenge(ceremony: Ceremony) -> bytes:
    body = int(now().timestamp()).to_bytes(TIME_BYTES) + secrets.token_bytes(NONCE_BYTES)
    return body + _mark(ceremony, body)


def _mark(ceremony: Ceremony, body: bytes) -> bytes:
    return key_ring().blind("passkey", f"{ceremony.bound_to}:{body.hex()}")[:MARK_BYTES]


def _answered(ceremony: Ceremony, answer: str) -> bytes:
    """The question that was answered; `ValueError` where it was not asked here, for this, lately."""
    client = json.loads(bytes_of(json.loads(answer)["response"]["clientDataJSON"]))
    challenge = bytes_of(client["challenge"])
    body, mark = challenge[:-MARK_BYTES], challenge[-MARK_BYTES:]
    age = now().timestamp() - int.from_bytes(body[:TIME_BYTES])
    if not hmac.compare_digest(mark, _mark(ceremony, body)) or not -60 <= age < CHALLENGE_FOR.total_seconds():
        raise ValueError
    return challenge


def _used_now(challenge: bytes) -> bool:
    """Whether this answer is the first to the question, on whatever host it arrived."""
    db.session.execute(sa.delete(UsedChallenge).where(UsedChallenge.used_at < now() - 2 * CHALLENGE_FOR))
    values = {"id": uuid7(), "challenge_hash": hashlib.sha256(challenge).digest(), "used_at": now()}
    offered = own_insert(UsedChallenge).values(**values).on_conflict_do_nothing(index_elements=["challenge_hash"])
    return db.session.execute(offered.returning(UsedChallenge.id)).first() is not None
