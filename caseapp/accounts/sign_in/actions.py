"""Signing in and out, and ending sessions."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import KnownBrowser, Link, SignIn, User
from caseapp.accounts.passkeys.actions import use_passkey
from caseapp.accounts.passkeys.queries import added_since
from caseapp.accounts.passkeys.rules import Ceremony, PasskeyRow
from caseapp.accounts.password_hashing import hashing_place, is_right
from caseapp.accounts.rules import BROWSER_KNOWN_FOR, LinkKind, canonical_username, normal_username
from caseapp.accounts.second_step.actions import check_second_step
from caseapp.accounts.second_step.queries import second_step_of
from caseapp.accounts.sign_in.sessions import SECRET_BYTES, begin_sign_in, hashed, is_second_step_required
from caseapp.accounts.throttle_rules import (
    ACCOUNT,
    ACCOUNT_AND_ADDRESS,
    ADDRESS,
    KNOWN_BROWSER,
    OVERALL,
    PRESENT_PASSWORD,
    AttemptLimit,
    network_of,
)
from caseapp.accounts.throttling import AttemptCount, give_back, reserve, start_over
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import changed_rows, db, transaction, writing_afresh
from caseapp.errors import NotVisible, RuleBroken, TooMany, Unavailable
from caseapp.i18n import _l

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class SignInAttempt:
    """One attempt to sign in: what was entered, and from where. The code of the second step is entered beside the
    password where that alone is not taken."""

    username: str
    password: str
    code: str
    address: str | None
    browser: str
    browser_secret: str | None


@dataclass(frozen=True)
class NewSession:
    """A new session: its person, the secrets for the browser, when a link reset the password since the last one, and
    the browsers that others may have signed in with: their families, and when for the first time; and the passkeys that
    were added since the last one."""

    person: User
    sign_in: SignIn
    secret: str
    browser_secret: str
    reset_at: datetime | None
    new_browsers: tuple[tuple[str, datetime], ...]
    new_passkeys: tuple[PasskeyRow, ...] = ()


@dataclass(frozen=True)
class PasswordProven:
    """A person whose password was right, and who is not signed in before the second step."""

    person: User


def sign_in_person(attempt: SignInAttempt) -> NewSession | PasswordProven | None:
    """A new session or what is left to do for it, or None: alike for an unknown name, a wrong password and a disabled
    person.

    `TooMany`, before anything is hashed, after too many attempts; `AllStopped` where a code is taken all the same;
    `Crowded` where too many people sign in at once.
    """
    with hashing_place():
        return _sign_in(attempt)


def _sign_in(attempt: SignInAttempt) -> NewSession | PasswordProven | None:
    person = _find(attempt.username)
    counts = _counts(attempt, person)
    reserve(counts)
    stored = person.password_hash if person else None
    db.session.rollback()  # nobody waits for the hashing slot with a connection in hand
    try:
        right, stronger_hash = is_right(attempt.password, stored)
    except (TooMany, Unavailable):
        give_back(counts)
        raise
    if person is None or not right or not person.is_active or not _is_code_right(person, attempt):
        _refuse(person)
        return None
    with writing_afresh():  # a right password is not lost to what was waited for before
        return _accept(person, attempt, counts, stronger_hash)


@transaction
def begin_or_ask(person: User, browser: str, browser_secret: str | None) -> NewSession | PasswordProven:
    """Begin a session, where no second step is due."""
    if second_step_of(person.id).is_set_up or is_second_step_required(person):
        return PasswordProven(person)
    return begin_session(person, browser, browser_secret)


def sign_in_by_code(person: User, code: str, browser: str, browser_secret: str | None) -> NewSession:
    """Begin a session with the second step; wrong codes from a browser that the person has used count separately."""
    known = _known_browser(browser_secret, person.id)
    check_second_step(person, code, known.hex() if known else person.id.hex)
    return begin_session(person, browser, browser_secret)


def sign_in_by_passkey(ceremony: Ceremony, answer: str, browser: str, browser_secret: str | None) -> NewSession:
    """Begin a session with a passkey: alone, as it is the device and its owner at once, or after the password."""
    return begin_session(use_passkey(ceremony, answer), browser, browser_secret)


def prove_password(person: User, password: str, field: str) -> None:
    """`RuleBroken` where that is not the person's present password; `TooMany` after too many attempts."""
    counts = [AttemptCount(PRESENT_PASSWORD, person.id.hex)]
    reserve(counts)
    try:
        right, _ = is_right(password, person.password_hash)
    except TooMany:
        give_back(counts)
        raise
    if not right:
        raise RuleBroken(_l("That is not your current password."), field)
    start_over(counts)


@transaction
def renew_proof(person: User, sign_in_id: UUID) -> str:
    """The new secret of a session whose person has just proved the password again; the former one is dead."""
    secret, moment = secrets.token_urlsafe(SECRET_BYTES), now()
    theirs = sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == person.id)
    if not changed_rows(theirs.values(secret_hash=hashed(secret), proved_at=moment)):
        raise NotVisible
    return secret


@transaction
def begin_session(person: User, browser: str, browser_secret: str | None) -> NewSession:
    """Begin a session with a new id; the browser is recognised from now on."""
    moment, earlier = now(), person.signed_in_at
    start_over([AttemptCount(ACCOUNT, person.username)])
    row, secret = begin_sign_in(person, browser)
    remembered = browser_secret or secrets.token_urlsafe(SECRET_BYTES)
    told = _remember_browser(person, _browser_hash(remembered, person.id), browser)
    _update(person, signed_in_at=moment)
    keys = tuple(added_since(person.id, earlier))
    record(Act.SIGNED_IN, person, about=person)
    return NewSession(person, row, secret, remembered, _reset_since(person, earlier), told, keys)


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
    if key := _known_browser(attempt.browser_secret, whose):
        return [AttemptCount(KNOWN_BROWSER, key.hex())]
    name, network = canonical_username(attempt.username), network_of(attempt.address)
    counts = [
        AttemptCount(ACCOUNT, name),
        AttemptCount(ACCOUNT_AND_ADDRESS, f"{name}\0{network}"),
        AttemptCount(ADDRESS, network),
    ]
    return counts if attempt.code else [*counts, AttemptCount(OVERALL, "")]


def _is_code_right(person: User, attempt: SignInAttempt) -> bool:
    """Whether the code fits, if one was entered beside the password. It is looked at behind a right password only, so
    that nobody uses up somebody else's tries, and a wrong one is told no otherwise than a wrong password."""
    if not attempt.code:
        return True
    try:
        check_second_step(person, attempt.code, person.id.hex)
    except (RuleBroken, TooMany):
        return False
    return True


def _known_browser(browser_secret: str | None, person_id: UUID) -> bytes | None:
    """What is stored of that browser, if the person has used it before."""
    if not browser_secret:
        return None
    key = _browser_hash(browser_secret, person_id)
    fresh = KnownBrowser.seen_at > now() - BROWSER_KNOWN_FOR
    is_known = db.session.scalar(sa.select(KnownBrowser.id).where(KnownBrowser.secret_hash == key, fresh))
    return key if is_known else None


@transaction
def _refuse(person: User | None) -> None:
    record(Act.SIGN_IN_FAILED, None, about=person)


@transaction
def _accept(
    person: User, attempt: SignInAttempt, counts: list[AttemptCount], stronger_hash: str | None
) -> NewSession | PasswordProven:
    give_back(count for count in counts if not isinstance(count.limit, AttemptLimit))
    start_over(count for count in counts if isinstance(count.limit, AttemptLimit))
    if stronger_hash:
        _update(person, password_hash=stronger_hash)
    begin = begin_session if attempt.code else begin_or_ask
    return begin(person, attempt.browser, attempt.browser_secret)


def _update(person: User, **values: object) -> None:
    """Set columns without a new version, so that a form that somebody has open can still be saved."""
    db.session.execute(sa.update(User).where(User.id == person.id).values(**values))


def _remember_browser(person: User, key: bytes, browser: str) -> tuple[tuple[str, datetime], ...]:
    """This browser is known from now on; returns which others were used for the first time, each told once."""
    moment = now()
    db.session.execute(sa.delete(KnownBrowser).where(KnownBrowser.seen_at < moment - BROWSER_KNOWN_FOR))
    others = sa.select(KnownBrowser).where(KnownBrowser.user_id == person.id, KnownBrowser.secret_hash != key)
    known = list(db.session.scalars(others.order_by(KnownBrowser.added_at)))
    if not changed_rows(sa.update(KnownBrowser).where(KnownBrowser.secret_hash == key).values(seen_at=moment)):
        row = KnownBrowser(secret_hash=key, user_id=person.id, seen_at=moment, added_at=moment, browser=browser[:80])
        row.told_at = None if known else moment
        db.session.add(row)
    untold = [row for row in known if row.told_at is None]
    for row in untold:
        row.told_at = moment
    return tuple((row.browser, row.added_at) for row in untold)


def _browser_hash(secret: str, person_id: UUID) -> bytes:
    return hashed(f"{secret}:{person_id.hex}")


def _reset_since(person: User, earlier: datetime | None) -> datetime | None:
    """When a link reset the password, if that was after the person last signed in."""
    used = sa.select(sa.func.max(Link.used_at)).where(Link.user_id == person.id, Link.kind == LinkKind.RESET)
    at = db.session.scalar(used)
    return at if at and (earlier is None or at >= earlier) else None
