"""Signing in and out, and ending sessions."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import KnownBrowser, Link, SignIn, User
from caseapp.accounts.password_hashing import is_right
from caseapp.accounts.rules import BROWSER_KNOWN_FOR, LinkKind, canonical_username, normal_username
from caseapp.accounts.sign_in.sessions import SECRET_BYTES, begin_sign_in, hashed
from caseapp.accounts.throttle_rules import (
    ACCOUNT,
    ACCOUNT_AND_ADDRESS,
    ADDRESS,
    KNOWN_BROWSER,
    OVERALL,
    AttemptLimit,
    network_of,
)
from caseapp.accounts.throttling import AttemptCount, give_back, reserve, start_over
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import changed_rows, db, transaction
from caseapp.errors import NotVisible, RuleBroken, TooMany

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class SignInAttempt:
    """One attempt to sign in: what was entered, and from where."""

    username: str
    password: str
    address: str | None
    browser: str
    browser_secret: str | None


@dataclass(frozen=True)
class NewSession:
    """A new session: its person, the secrets for the browser, and when a link reset the password since the last one."""

    person: User
    sign_in: SignIn
    secret: str
    browser_secret: str
    reset_at: datetime | None


def sign_in_person(attempt: SignInAttempt) -> NewSession | None:
    """A new session, or None: alike for an unknown name, a wrong password and a disabled person.

    `TooMany`, before anything is hashed, after too many attempts; `Crowded` where too many people sign in at once.
    """
    person = _find(attempt.username)
    counts = _counts(attempt, person)
    reserve(counts)
    stored = person.password_hash if person else None
    db.session.rollback()  # nobody waits for the hashing slot with a connection in hand
    try:
        right, stronger_hash = is_right(attempt.password, stored)
    except TooMany:
        give_back(counts)
        raise
    if person is None or not right or not person.is_active:
        _refuse(person)
        return None
    return _accept(person, attempt, counts, stronger_hash)


@transaction
def begin_session(person: User, browser: str, browser_secret: str | None) -> NewSession:
    """Begin a session with a new id; the browser is recognised from now on."""
    moment, earlier = now(), person.signed_in_at
    start_over([AttemptCount(ACCOUNT, person.username)])
    row, secret = begin_sign_in(person, browser)
    remembered = _remember_browser(person, browser_secret)
    _update(person, signed_in_at=moment)
    record(Act.SIGNED_IN, person, about=person)
    return NewSession(person, row, secret, remembered, _reset_since(person, earlier))


@transaction
def sign_out(person: User, sign_in_id: UUID) -> None:
    """End the person's current session."""
    db.session.execute(sa.delete(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == person.id))
    record(Act.SIGNED_OUT, person, about=person)


@transaction
def end_session(viewer: Viewer, person: User, sign_in_id: UUID) -> None:
    """End one session, on whatever device; `NotVisible` where it is none of that person's."""
    if viewer.id != person.id:
        ensure(viewer, Capability.MANAGE_USERS)
    if not changed_rows(sa.delete(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == person.id)):
        raise NotVisible
    record(Act.SESSION_ENDED, viewer, about=person)


@transaction
def end_sessions(viewer: Viewer | None, person: User, but: UUID | None = None) -> int:
    """End all sessions of a person, except the one that is named; returns how many."""
    if viewer is not None and viewer.id != person.id:
        ensure(viewer, Capability.MANAGE_USERS)
    theirs = sa.delete(SignIn).where(SignIn.user_id == person.id)
    count = changed_rows(theirs.where(SignIn.id != but) if but else theirs)
    if count:
        record(Act.SESSION_ENDED, viewer, about=person, count=count)
    return count


def _find(username: str) -> User | None:
    try:
        name = normal_username(username)
    except RuleBroken:
        return None
    return db.session.scalar(sa.select(User).where(User.username == name))


def _counts(attempt: SignInAttempt, person: User | None) -> list[AttemptCount]:
    """Guesses from a browser that this person has used are counted separately, so that strangers cannot lock it out."""
    whose = person.id if person else NOBODY
    if attempt.browser_secret:
        key = _browser_hash(attempt.browser_secret, whose)
        fresh = KnownBrowser.seen_at > now() - BROWSER_KNOWN_FOR
        if db.session.scalar(sa.select(KnownBrowser.id).where(KnownBrowser.secret_hash == key, fresh)):
            return [AttemptCount(KNOWN_BROWSER, key.hex())]
    name, network = canonical_username(attempt.username), network_of(attempt.address)
    return [
        AttemptCount(ACCOUNT, name),
        AttemptCount(ACCOUNT_AND_ADDRESS, f"{name}\0{network}"),
        AttemptCount(ADDRESS, network),
        AttemptCount(OVERALL, ""),
    ]


@transaction
def _refuse(person: User | None) -> None:
    record(Act.SIGN_IN_FAILED, None, about=person)


@transaction
def _accept(person: User, attempt: SignInAttempt, counts: list[AttemptCount], stronger_hash: str | None) -> NewSession:
    give_back(count for count in counts if not isinstance(count.limit, AttemptLimit))
    start_over(count for count in counts if isinstance(count.limit, AttemptLimit))
    if stronger_hash:
        _update(person, password_hash=stronger_hash)
    return begin_session(person, attempt.browser, attempt.browser_secret)


def _update(person: User, **values: object) -> None:
    """Set columns without a new version, so that a form that somebody has open can still be saved."""
    db.session.execute(sa.update(User).where(User.id == person.id).values(**values))


def _remember_browser(person: User, browser_secret: str | None) -> str:
    moment = now()
    db.session.execute(sa.delete(KnownBrowser).where(KnownBrowser.seen_at < moment - BROWSER_KNOWN_FOR))
    secret = browser_secret or secrets.token_urlsafe(SECRET_BYTES)
    key = _browser_hash(secret, person.id)
    if not changed_rows(sa.update(KnownBrowser).where(KnownBrowser.secret_hash == key).values(seen_at=moment)):
        db.session.add(KnownBrowser(secret_hash=key, user_id=person.id, seen_at=moment))
    return secret


def _browser_hash(secret: str, person_id: UUID) -> bytes:
    return hashed(f"{secret}:{person_id.hex}")


def _reset_since(person: User, earlier: datetime | None) -> datetime | None:
    """When a link reset the password, if that was after the person last signed in."""
    used = sa.select(sa.func.max(Link.used_at)).where(Link.user_id == person.id, Link.kind == LinkKind.RESET)
    at = db.session.scalar(used)
    return at if at and (earlier is None or at >= earlier) else None
