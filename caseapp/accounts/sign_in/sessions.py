"""Sessions in the database: the cookie holds a secret, the row its hash. Deleting the row ends the session."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.attributes import set_committed_value

from caseapp.accounts.models import Deputyship, SignIn, User
from caseapp.accounts.rules import BROWSER_KNOWN_FOR, FRESH_FOR
from caseapp.accounts.second_step.queries import mentors_need_it
from caseapp.accounts.second_step.rules import is_always_required_of
from caseapp.accounts.sign_in.messages import MESSAGES, contents_format, opened, sealed
from caseapp.clock import CLOCKS_DIFFER, now
from caseapp.db import db, writing
from caseapp.db.base import kept_object
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import Conflict, Unavailable

SECRET_BYTES = 32
SECRET_MAX = 100
SEEN_EVERY = timedelta(minutes=1)
BACKGROUND = "X-Background"

logger = logging.getLogger("caseapp")


class StoredSession(SecureCookieSession):
    """A session: of a signed-in person in the database, of a visitor in a signed cookie."""

    sign_in: "LiveSignIn | None" = None
    user: User | None = None
    new_secret: str | None = None
    new_browser: str | None = None
    is_unreadable = False
    is_dead = False


class SessionStore(SecureCookieSessionInterface):
    """Loads and saves sessions."""

    session_class = StoredSession

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie of visitors: their CSRF token, their language, the page they asked for."""
        return _host_bound(app, "visitor")

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether cookies are sent over TLS only."""
        return bool(app.config["COOKIES_ARE_SECURE"])

    def get_cookie_samesite(self, app: Flask) -> str:
        """Requests that other sites post carry no cookies."""
        return "Lax"

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        """The session of the request; a visitor's, marked as unreadable, where the database cannot be read."""
        secret = request.cookies.get(cookie_name(app), "")
        unreadable, found = False, None
        if 0 < len(secret) < SECRET_MAX:
            try:
                found = find_sign_in(secret)
            except SQLAlchemyError:
                db.session.rollback()
                unreadable = True
        if found:
            session = StoredSession(contents_format.loads(found[0].contents))
            session.sign_in, session.user = found
            session["_user_id"] = found[1].get_id()
            g._login_user = found[1]
            if messages := opened(
                request.cookies.get(message_cookie_name(app), ""), found[0].id, found[0].with_client_id
            ):
                session[MESSAGES] = [*session.get(MESSAGES, ()), *messages]
            session.modified = False
            return session
        visitors = super().open_session(app, request)
        assert isinstance(visitors, StoredSession)
        visitors.is_unreadable, visitors.is_dead = unreadable, bool(secret) and not unreadable
        return visitors

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Save what changed, and set or delete the browser's cookies."""
        if session.sign_in is None:
            super().save_session(app, session, response)
            if session.is_dead and not g.get("is_background"):  # it may have left before the session was renewed
                self._delete(app, response, cookie_name(app))
                self._forget_message(app, response)
        else:
            response.vary.add("Cookie")
            _save(session, self._hand_on(app, session, response) if session.modified else None)
            if session.new_secret:
                self._delete(app, response, self.get_cookie_name(app))
                self._set(app, response, cookie_name(app), session.new_secret)
        if session.new_browser:
            self._set(app, response, browser_cookie_name(app), session.new_browser, BROWSER_KNOWN_FOR)

    def _hand_on(self, app: Flask, session: StoredSession, response: Response) -> str:
        """Give what the next page is to say to the browser; returns what is left of the contents for the row."""
        left = dict(session)
        messages = left.pop(MESSAGES, None)
        row = _row(session)
        cookie = sealed(messages, row.id, row.with_client_id) if messages else ""
        if cookie is None:
            left[MESSAGES] = messages
        if cookie:
            self._set(app, response, message_cookie_name(app), cookie)
        else:
            self._forget_message(app, response)
        return contents_format.dumps(left)

    def _forget_message(self, app: Flask, response: Response) -> None:
        if message_cookie_name(app) in request.cookies:
            self._delete(app, response, message_cookie_name(app))

    def _set(self, app: Flask, response: Response, name: str, secret: str, kept_for: timedelta | None = None) -> None:
        secure = self.get_cookie_secure(app)
        response.set_cookie(name, secret, max_age=kept_for, path="/", secure=secure, httponly=True, samesite="Lax")

    def _delete(self, app: Flask, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.get_cookie_secure(app), httponly=True, samesite="Lax")


def _host_bound(app: Flask, name: str) -> str:
    """`__Host-` binds the cookie to this host and to TLS; plain HTTP on one's own machine cannot have it."""
    return f"__Host-{name}" if app.config["COOKIES_ARE_SECURE"] else name


def cookie_name(app: Flask) -> str:
    """The cookie of somebody who is signed in."""
    return _host_bound(app, "session")


def browser_cookie_name(app: Flask) -> str:
    """The cookie by which a browser is recognised."""
    return _host_bound(app, "browser")


def message_cookie_name(app: Flask) -> str:
    """The cookie of what the next page says on top."""
    return _host_bound(app, "message")


def hashed(secret: str) -> bytes:
    """What is stored of a secret of 256 random bits; it needs no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


class LiveSignIn(NamedTuple):
    """What a request needs of the row of its session."""

    id: UUID
    began_at: datetime
    seen_at: datetime
    proved_at: datetime
    with_client_id: UUID | None
    contents: str

    @classmethod
    def of(cls, row: SignIn) -> "LiveSignIn":
        """The same of a row that has just been made."""
        return cls(*(getattr(row, name) for name in cls._fields))


IN_SESSION = tuple(getattr(SignIn, name) for name in LiveSignIn._fields)
OF_PERSON, OF_DEPUTYSHIP = tuple(User.__table__.c), tuple(Deputyship.__table__.c)
PERSON_ENDS = len(IN_SESSION) + len(OF_PERSON)


def find_sign_in(secret: str) -> tuple[LiveSignIn, User] | None:
    """The live session of that secret and its person: not ended, not idle, not too old, not disabled.

    Each request begins with it, so the rows are read without the ORM, which takes longer than all the rest.
    """
    rows = db.session.execute(*_live_sign_in(hashed(secret), *oldest_live(now()))).all()
    if not rows:
        return None
    stands_in = [row[PERSON_ENDS:] for row in rows if row[PERSON_ENDS] is not None]
    person = kept_object(User, rows[0][len(IN_SESSION) : PERSON_ENDS])
    set_committed_value(person, "deputyships", [kept_object(Deputyship, values) for values in stands_in])
    return LiveSignIn(*rows[0][: len(IN_SESSION)]), person


@prepared
def _live_sign_in(secret_hash: bytes, used_after: datetime, begun_after: datetime) -> Rows:
    return (
        sa.select(*IN_SESSION, *OF_PERSON, *OF_DEPUTYSHIP)
        .select_from(SignIn)
        .join(User, User.id == SignIn.user_id)
        .outerjoin(Deputyship, Deputyship.person_id == User.id)
        .where(
            SignIn.secret_hash == secret_hash,
            User.disabled_at.is_(None),
            SignIn.seen_at > used_after,
            SignIn.began_at > begun_after,
        )
        .order_by(Deputyship.starts_on)
    )


def is_second_step_required(person: User) -> bool:
    """Whether this person cannot sign in without it."""
    if current_app.config["SECOND_STEP"] != "required":
        return False
    return is_always_required_of(person.role, bool(person.team_ids_in_charge)) or mentors_need_it()


def is_live(moment: datetime) -> sa.ColumnElement[bool]:
    """The condition for a session that is still valid: used lately, and not begun too long ago."""
    used_after, begun_after = oldest_live(moment)
    return sa.and_(SignIn.seen_at > used_after, SignIn.began_at > begun_after)


def oldest_live(moment: datetime) -> tuple[datetime, datetime]:
    """After which instants a session that is still valid was last used, and was begun."""
    idle, whole = current_app.config["IDLE_MINUTES"], current_app.config["SESSION_HOURS"]
    return moment - timedelta(minutes=idle), moment - timedelta(hours=whole)


def begin_sign_in(user: User, browser: str) -> tuple[SignIn, str]:
    """A new session row with a new secret (inside a transaction); expired sessions are deleted."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    moment = now()
    db.session.execute(sa.delete(SignIn).where(sa.not_(is_live(moment))))
    row = SignIn(
        secret_hash=hashed(secret),
        user_id=user.id,
        began_at=moment,
        seen_at=moment,
        proved_at=moment,
        browser=browser[:80],
        # The token exists from the start: two first pages at once must not make two.
        contents=contents_format.dumps({"_user_id": user.get_id(), "csrf_token": secrets.token_hex(32)}),
    )
    db.session.add(row)
    return row, secret


def _save(session: StoredSession, contents: str | None) -> None:
    """Save the contents and when the person was last active; background requests of a page do not count."""
    try:
        if changes := _changes(session, contents):
            with writing():
                db.session.execute(sa.update(SignIn).where(SignIn.id == _row(session).id).values(**changes))
    except (SQLAlchemyError, OSError, Unavailable, Conflict) as fault:
        # The page itself is correct; if the database cannot be written, the next action says so.
        logger.error("a session could not be kept: %s", type(fault).__name__)


def _changes(session: StoredSession, contents: str | None) -> dict[str, Any]:
    moment = now()
    changes: dict[str, Any] = {}
    if contents not in (None, _row(session).contents):
        changes["contents"] = contents
    if not g.get("is_background") and moment - _row(session).seen_at > SEEN_EVERY:
        changes["seen_at"] = moment
    latest = {"began_at": moment, "seen_at": moment, "proved_at": moment - FRESH_FOR}
    ahead = (name for name in latest if getattr(_row(session), name) > moment + CLOCKS_DIFFER)  # as a clock ran ahead
    return changes | {name: latest[name] for name in ahead}


def _row(session: StoredSession) -> LiveSignIn:
    assert session.sign_in is not None
    return session.sign_in
