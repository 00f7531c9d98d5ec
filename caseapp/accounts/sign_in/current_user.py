"""The signed-in person: who it is, how a session begins and ends in this browser, and where it may lead."""

from typing import Any, cast
from urllib.parse import unquote, urlsplit
from uuid import UUID

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from caseapp.access import Capability, may
from caseapp.accounts.models import User
from caseapp.accounts.passkeys.rules import Ceremony, PasskeyPurpose
from caseapp.accounts.rules import PATH_MAX, browser_family
from caseapp.accounts.second_step.rules import PROVEN_FOR
from caseapp.accounts.sign_in.actions import NewSession, PasswordProven
from caseapp.accounts.sign_in.messages import contents_format
from caseapp.accounts.sign_in.sessions import (
    BACKGROUND,
    SECRET_BYTES,
    SECRET_MAX,
    LiveSignIn,
    SessionStore,
    StoredSession,
    browser_cookie_name,
)
from caseapp.accounts.throttle_rules import network_of
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.sealing import key_ring
from caseapp.errors import Unavailable
from caseapp.i18n import choose_anew

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

login_manager = LoginManager()


def init_accounts(app: Flask) -> None:
    """Load sessions from the database, and the person from the session."""
    app.session_interface = SessionStore()
    login_manager.session_protection = None
    login_manager.init_app(app)
    login_manager.user_loader(lambda user_id: current_session().user)
    login_manager.unauthorized_handler(to_sign_in)
    app.before_request(_check_session)


def current_session() -> StoredSession:
    """The session of this request."""
    return cast(StoredSession, session)


def current_sign_in_id() -> UUID:
    """The id of the row of this session; only where somebody is signed in."""
    row = current_session().sign_in
    assert row is not None
    return row.id


def session_owner() -> User:
    """Whose session this is, whoever looks; only where somebody is signed in."""
    owner = current_session().user
    assert owner is not None
    return owner


def _check_session() -> None:
    g.is_background = request.headers.get(BACKGROUND) == "1"
    if request.method in UNSAFE and current_session().is_unreadable:
        raise Unavailable("the sessions cannot be read")


def to_sign_in() -> ResponseReturnValue:
    """Redirect to the sign-in page, which leads back here. A database that cannot be read signs nobody out: 503."""
    if current_session().is_unreadable:
        raise Unavailable("the sessions cannot be read")
    if request.method in ("GET", "HEAD") and own_path(request.full_path.rstrip("?")):
        session["next"] = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in"), 303)


def start_session(new: NewSession) -> None:
    """Sign this browser in with a new session; its former session id is no longer valid here."""
    stored = current_session()
    stored.clear()
    stored.update(contents_format.loads(new.sign_in.contents))
    stored.modified = False
    stored.sign_in, stored.user = LiveSignIn.of(new.sign_in), new.person
    stored.new_secret, stored.new_browser = new.secret, new.browser_secret
    g.pop("csrf_token", None)
    g._login_user = new.person
    choose_anew()


def clear_session() -> None:
    """Sign this browser out; only its language is kept."""
    stored = current_session()
    language = stored.user.language if stored.user else None
    stored.clear()
    stored.sign_in = stored.user = None
    stored.is_dead = True
    if language:
        stored["language"] = language
    g.pop("csrf_token", None)
    del g._login_user
    choose_anew()


def start_proven(proven: PasswordProven) -> None:
    """This browser waits for the second step of that person; nobody is signed in in it."""
    if current_session().user:
        clear_session()
    session["proven"] = [proven.person.id.hex, int(now().timestamp()), _mark_of_password(proven.person)]


def proven_person() -> User | None:
    """Whose password was proved in this browser less than ten minutes ago, and is still the same."""
    person_id, at, mark = session.get("proven") or ("", 0, "")
    if not 0 <= now().timestamp() - at < PROVEN_FOR.total_seconds():
        return None
    person = db.session.get(User, UUID(person_id))
    return person if person and person.is_active and mark == _mark_of_password(person) else None


def _mark_of_password(person: User) -> str:
    return key_ring().blind("proven", f"{person.id.hex}:{person.password_hash}").hex()


def ceremony(purpose: PasskeyPurpose, person: User | None = None) -> Ceremony:
    """A question to a passkey in this session of this browser: its answer fits nowhere else."""
    generate_csrf()  # the session has its token from now on
    site = urlsplit(request.host_url)
    return Ceremony(
        purpose=purpose,
        session=str(session["csrf_token"]),
        host=site.hostname or "",
        origin=f"{site.scheme}://{site.netloc}",
        network=network_of(request.remote_addr),
        person_id=person.id if person else None,
    )


def browser_name() -> str:
    """The family of this browser, for the list of sessions."""
    return browser_family(request.headers.get("User-Agent", ""))


def browser_secret() -> str | None:
    """The secret by which this browser is recognised, if it sent one."""
    secret = request.cookies.get(browser_cookie_name(current_app), "")
    return secret if SECRET_BYTES <= len(secret) < SECRET_MAX else None


def own_path(text: Any, person: User | None = None) -> str | None:
    """The path, if it is one of this application's pages (and one that the person's role may open), else None."""
    if not isinstance(text, str) or not 0 < len(text) <= PATH_MAX or not text.startswith("/"):
        return None
    if " " in text or any(_is_tricky(form) for form in (text, unquote(text), unquote(unquote(text)))):
        return None
    try:
        endpoint, _ = current_app.url_map.bind("").match(unquote(urlsplit(text).path), method="GET")
    except (HTTPException, RequestRedirect):
        return None
    access = getattr(current_app.view_functions[endpoint], "access", None)
    if person is not None and isinstance(access, Capability) and not may(person, access):
        return None
    return text


def way_back() -> str | None:
    """The page from which this one was opened to put something right, where its address names one of ours."""
    return own_path(request.args.get("back"))


def came_from() -> str | None:
    """The page of ours on which somebody was before a form: the form says it again when it is sent."""
    if request.method == "POST":
        return own_path(request.form.get("back"), current_session().user)
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path == request.path:
        return None
    return own_path(f"{before.path}?{before.query}" if before.query else before.path, current_session().user)


def _is_tricky(text: str) -> bool:
    """Browsers drop control characters and turn backslashes into slashes, so a path that looks local may not be."""
    return "\\" in text or "//" in text or any(letter < " " or letter == "\x7f" for letter in text)
