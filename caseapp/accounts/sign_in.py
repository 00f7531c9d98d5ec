"""Signing in and out: who the present person is, and how a session begins and ends."""

from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager

from caseapp.accounts.models import User
from caseapp.accounts.sessions import SessionStore, StoredSession, begin_sign_in
from caseapp.audit import Act, record
from caseapp.db import act

login_manager = LoginManager()


def init_accounts(app: Flask) -> None:
    """Sessions from the table, the person from the session."""
    app.session_interface = SessionStore()
    login_manager.session_protection = None
    login_manager.init_app(app)
    login_manager.request_loader(present_user)
    login_manager.user_loader(lambda user_id: None)
    login_manager.unauthorized_handler(to_sign_in)


def present_user(request: Any) -> User | None:
    """The signed-in person of this request."""
    return session.user if isinstance(session._get_current_object(), StoredSession) else None  # type: ignore[attr-defined]


def to_sign_in() -> Any:
    """The sign-in page, which leads back here."""
    if request.method in ("GET", "HEAD"):
        session["next"] = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in"), 303)


@act
def start_session(user: User, browser: str) -> None:
    """A new session with a new id; whatever id the visitor had before is dead."""
    row, secret = begin_sign_in(user, browser)
    record(Act.SIGNED_IN, user, about=user)
    language = session.get("language")
    session.clear()
    session.sign_in, session.user = row, user  # type: ignore[attr-defined]
    if language:
        session["language"] = language
    g.new_secret = secret
    g._login_user = user
