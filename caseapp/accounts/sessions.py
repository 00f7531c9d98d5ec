"""Sessions in the database: the cookie is a secret, the row knows its hash, and ending the row ends the session."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, Request, Response, current_app, g
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy.exc import SQLAlchemyError

from caseapp.accounts.models import SignIn, User
from caseapp.clock import now
from caseapp.db import db, writing
from caseapp.errors import Unavailable

SECRET_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)


class StoredSession(SecureCookieSession):
    """A session; signed-in ones stand in the database, those of visitors in a signed cookie."""

    sign_in: SignIn | None = None
    user: User | None = None


def hashed(secret: str) -> bytes:
    """What is stored of a secret of 256 random bits; it needs no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


class SessionStore(SecureCookieSessionInterface):
    """Where sessions are kept."""

    session_class = StoredSession

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-visitor" if app.config["COOKIES_ARE_SECURE"] else "visitor"

    def get_cookie_secure(self, app: Flask) -> bool:
        return bool(app.config["COOKIES_ARE_SECURE"])

    def get_cookie_samesite(self, app: Flask) -> str:
        return "Lax"

    def open_session(self, app: Flask, request: Request) -> StoredSession | None:
        secret = request.cookies.get(cookie_name(app))
        if secret and len(secret) < 100:
            found = find_sign_in(secret)
            if found:
                session = StoredSession(json.loads(found[0].contents))
                session.sign_in, session.user = found
                return session
        return super().open_session(app, request)  # type: ignore[return-value]

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session.sign_in is None:
            super().save_session(app, session, response)
            if g.get("clear_sign_in"):
                response.delete_cookie(cookie_name(app), path="/", secure=self.get_cookie_secure(app))
            return
        moment = now()
        changes: dict[str, Any] = {}
        if session.modified:
            changes["contents"] = json.dumps(dict(session))
        if not g.get("is_background") and moment - session.sign_in.seen_at > SEEN_EVERY:
            changes["seen_at"] = moment
        if changes:
            with writing():
                db.session.execute(sa.update(SignIn).where(SignIn.id == session.sign_in.id).values(**changes))
        if "new_secret" in g:
            response.set_cookie(
                cookie_name(app),
                g.new_secret,
                path="/",
                secure=self.get_cookie_secure(app),
                httponly=True,
                samesite="Lax",
            )
            response.delete_cookie(
                self.get_cookie_name(app), path="/", secure=self.get_cookie_secure(app), httponly=True
            )
        response.vary.add("Cookie")


def cookie_name(app: Flask) -> str:
    """`__Host-` binds the cookie to this host and to TLS; plain HTTP on one's own machine cannot have it."""
    return "__Host-session" if app.config["COOKIES_ARE_SECURE"] else "session"


def find_sign_in(secret: str) -> tuple[SignIn, User] | None:
    """The live session of that secret and its person: not ended, not idle, not too old, not disabled."""
    moment = now()
    live = (
        sa.select(SignIn, User)
        .join(User, User.id == SignIn.user_id)
        .where(SignIn.secret_hash == hashed(secret), User.disabled_at.is_(None), *_is_live(moment))
    )
    try:
        found = db.session.execute(live).first()
    except SQLAlchemyError as fault:
        raise Unavailable("the sessions cannot be read") from fault
    return (found[0], found[1]) if found else None


def _is_live(moment: datetime) -> list[sa.ColumnElement[bool]]:
    return [
        SignIn.seen_at > moment - timedelta(minutes=current_app.config["IDLE_MINUTES"]),
        SignIn.began_at > moment - timedelta(hours=current_app.config["SESSION_HOURS"]),
    ]


def begin_sign_in(user: User, browser: str) -> tuple[SignIn, str]:
    """A new session row with a new secret (inside an act)."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    moment = now()
    row = SignIn(
        secret_hash=hashed(secret),
        user_id=user.id,
        began_at=moment,
        seen_at=moment,
        proved_at=moment,
        browser=browser[:80],
    )
    db.session.add(row)
    return row, secret
