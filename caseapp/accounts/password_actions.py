"""Setting passwords: on the account's page, from the shell, and with a one-time link."""

import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.joining_rules import JoiningKind, Wish, sees_clients
from caseapp.accounts.joinings.actions import ask, replace_open
from caseapp.accounts.models import KnownBrowser, Link, User
from caseapp.accounts.password_hashing import hash_password, known_words
from caseapp.accounts.password_rules import check_password
from caseapp.accounts.rules import LinkKind, LinkPassword, PasswordChange
from caseapp.accounts.sign_in.actions import (
    NewSession,
    PasswordProven,
    begin_or_ask,
    end_sessions,
    prove_password,
)
from caseapp.accounts.sign_in.sessions import hashed
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import changed_rows, db, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _l

LINK_BYTES = 24
CODE_MAX = 200


def change_password(person: User, change: PasswordChange, sign_in_id: UUID) -> None:
    """Replace the password; all other sessions of the person end."""
    prove_password(person, change.present, "present")
    _keep_password(person, person, checked_hash(person, change.new, "new"), but=sign_in_id)


def checked_hash(person: User, password: str, field: str | None = None) -> str:
    """The hash of a password that keeps the rules; made before any write begins."""
    return hash_password(check_password(password, known_words(person), field))


@transaction
def issue_link(viewer: Viewer, person: User, lifetime: timedelta) -> str:
    """The secret of a new link with which this person sets a password once; links issued before are dead, and so is a
    password that was chosen by one of them and still waits for a second person.

    This is the only time that it is known: only its hash is stored.
    """
    ensure(viewer, Capability.MANAGE_USERS)
    if not person.is_active:
        raise RuleBroken(_l("This account is disabled. Enable it first."))
    withdraw_links(person)
    code = secrets.token_urlsafe(LINK_BYTES)
    kind = LinkKind.RESET if person.password_hash else LinkKind.INVITATION
    replace_open(person.id, JoiningKind(kind))
    link = Link(
        secret_hash=hashed(code),
        kind=kind,
        user_id=person.id,
        issued_by_id=viewer.id,
        expires_at=now() + lifetime,
    )
    db.session.add(link)
    record(Act.LINK_ISSUED, viewer, about=person, kind=kind)
    return code


def withdraw_links(person: User) -> None:
    """No link that this person has not used works any more (inside a transaction); outdated ones of others go along."""
    unused = sa.and_(Link.used_at.is_(None), sa.or_(Link.user_id == person.id, Link.expires_at < now()))
    db.session.execute(sa.delete(Link).where(unused))


def use_link(draft: LinkPassword, browser: str, browser_secret: str | None) -> NewSession | PasswordProven | None:
    """Set the password by a link and begin a session, or ask for the second step, which a link does not replace;
    nothing where a second person has to confirm the password first.

    Unknown, used and outdated links are refused alike.
    """
    link, person = _find_link(draft.code)
    return _spend(link, person, checked_hash(person, draft.new, "new"), browser, browser_secret)


def _find_link(code: str) -> tuple[Link, User]:
    # Whole links are pasted too, and line breaks come along.
    secret = "".join(code.split()).rpartition("#")[2][:CODE_MAX]
    found = db.session.execute(
        sa.select(Link, User)
        .join(User, User.id == Link.user_id)
        .where(
            Link.secret_hash == hashed(secret),
            Link.used_at.is_(None),
            Link.expires_at > now(),
            User.disabled_at.is_(None),
        )
    ).first()
    if found is None:
        raise _unusable()
    return found[0], found[1]


def _unusable() -> RuleBroken:
    return RuleBroken(
        _l("This link is not valid, or has already been used. Ask your administrator for a new one."), "code"
    )


@transaction
def _spend(
    link: Link, person: User, new_hash: str, browser: str, browser_secret: str | None
) -> NewSession | PasswordProven | None:
    if not changed_rows(sa.update(Link).where(Link.id == link.id, Link.used_at.is_(None)).values(used_at=now())):
        raise _unusable()
    record(Act.LINK_USED, person, about=person)
    if sees_clients(person.role):
        wish = Wish(JoiningKind(link.kind), person.role, person.team_id, password_hash=new_hash)
        if ask(person, person, wish, link.issued_by_id):
            return None
    db.session.execute(sa.delete(KnownBrowser).where(KnownBrowser.user_id == person.id))
    _keep_password(person, person, new_hash)
    return begin_or_ask(person, browser, browser_secret)


@transaction
def _keep_password(viewer: User, person: User, new_hash: str, but: UUID | None = None) -> None:
    person.password_hash = new_hash
    withdraw_links(person)
    replace_open(person.id, JoiningKind.RESET)
    record(Act.PASSWORD_CHANGED, viewer, about=person)
    end_sessions(viewer, person, but)
