"""Error pages: a calm sentence, what to do, an incident number, and no internals."""

import re
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask, Response, g, make_response, render_template, request
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from caseapp.access import ROLE_NAMES, roles_with
from caseapp.app.error_messages import sentences
from caseapp.app.logs import logger, place_of, quiet_logs
from caseapp.app.request_validation import METHODS, UNSAFE
from caseapp.app.wsgi_middleware import LAST_RESORT, WsgiMiddleware
from caseapp.audit import Act, record_alone
from caseapp.clients.refusal_queries import clients_behind
from caseapp.db import db
from caseapp.db.sealing import FileDamaged
from caseapp.errors import (
    Conflict,
    Crowded,
    HandedOver,
    KeyMissing,
    NotAllowed,
    NotVisible,
    RuleBroken,
    TooMany,
    Unavailable,
)
from caseapp.i18n import _
from caseapp.web.posting import is_posted_by_page

UNSEEN_FIELDS = re.compile(r"csrf_token|record_id|version|.*(password|code|secret).*")
WORDS_OF_FORMS = re.compile(r"[a-z0-9_:.+-]{0,40}")


def init_error_handlers(app: Flask) -> None:
    """Answer every error with a page."""
    quiet_logs()
    app.wsgi_app = WsgiMiddleware(app)  # type: ignore[method-assign]  # Flask's own way to wrap an app
    answers: dict[Any, Callable[[Any], Response]] = {
        NotVisible: lambda fault: refused(404),
        HandedOver: handed_over,
        NotAllowed: not_allowed,
        Conflict: lambda fault: page(409),
        RuleBroken: lambda fault: page(400, str(fault)),
        TooMany: too_many,
        Crowded: crowded,
        KeyMissing: key_missing,
        FileDamaged: file_damaged,
        Unavailable: unavailable,
        CSRFError: csrf_failed,
        IntegrityError: lambda fault: page(409),
        SQLAlchemyError: store_failed,
        OSError: unavailable,
        HTTPException: http_fault,
        Exception: unforeseen,
    }
    for kind, answer in answers.items():
        app.register_error_handler(kind, answer)


def page(
    status: int, sentence: str | None = None, incident: str | None = None, words: tuple[str, str, str] | None = None
) -> Response:
    """The error page in the visitor's language, or a fixed one where even that fails."""
    incident = incident or new_incident()
    g.tells_nothing = True
    g._login_user = AnonymousUserMixin()  # the page names nobody, because the database may not be there to ask
    try:
        heading, happened, advice = words or sentences(status)
        html = render_template(
            "_errors/error.html",
            heading=heading,
            sentence=sentence or happened,
            what_to_do=advice,
            incident=incident,
            status=status,
            texts=typed_texts(),
        )
    except Exception as fault:
        log(incident, "the error page failed", fault)
        html = LAST_RESORT.format(incident=incident)
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def new_incident() -> str:
    """A number that a person can read out."""
    return secrets.token_hex(4)


def log(incident: str, what: str, fault: BaseException | None = None) -> None:
    """One line for the technical log: where it failed, never any content."""
    method = request.method if request.method in METHODS else "?"
    logger.error("incident %s %s %s %s %s", incident, method, request.endpoint, what, place_of(fault))


def typed_texts() -> list[str]:
    """What the person typed into the refused form, to be copied; no passwords, no codes of the form itself."""
    if not g.get("is_sound") or request.method not in UNSAFE:
        return []
    return [
        text
        for name, text in request.form.items(multi=True)
        if not UNSEEN_FIELDS.fullmatch(name) and not WORDS_OF_FORMS.fullmatch(text)
    ]


def refused(status: int, sentence: str | None = None, words: tuple[str, str, str] | None = None) -> Response:
    """Refuse a request; refusals of signed-in people are recorded in the trail."""
    if current_user and current_user.is_authenticated:
        # Only ids: other parts of an address are typed, and may be a name.
        ids = [value for value in (request.view_args or {}).values() if isinstance(value, UUID)]
        try:
            db.session.rollback()
            record_alone(
                Act.REFUSED,
                current_user,
                clients=clients_behind(current_user, ids),
                status=status,
                endpoint=request.endpoint or "",
                method=request.method,
                asked=" ".join(map(str, ids))[:200],
            )
        except (SQLAlchemyError, OSError, Unavailable) as fault:
            return unavailable(fault)
    return page(status, sentence, words=words)


def not_allowed(fault: NotAllowed) -> Response:
    """403 with the roles that may."""
    names = [str(ROLE_NAMES[role]) for role in roles_with(fault.args[0])] if fault.args else []
    return refused(403, _("Only these roles can do this: %(roles)s.", roles=_(", ").join(names)) if names else None)


def handed_over(fault: HandedOver) -> Response:
    """403 with the way back to the client's own pages."""
    return refused(
        403,
        words=(
            _("Not here"),
            _("This screen shows only what is your own."),
            _("Everything else opens again with the password of whoever is signed in."),
        ),
    )


def too_many(fault: TooMany) -> Response:
    """429 with how long to wait."""
    response = page(429)
    response.headers["Retry-After"] = str(fault.wait)
    return response


def crowded(fault: Crowded) -> Response:
    """503 with how long to wait."""
    response = page(503, str(fault.sentence) if fault.sentence else None)
    response.headers["Retry-After"] = str(fault.wait)
    return response


def csrf_failed(fault: CSRFError) -> Response:
    """400, and 401 for a script of ours where nobody is signed in; the page shows what was typed."""
    if current_user.is_authenticated:
        response = page(400, words=sentences(419))
    else:
        response = page(400, words=sentences(401))
        response.status_code = 401 if is_posted_by_page() else 400
    response.headers["X-Token"] = "old"
    return response


def unavailable(fault: BaseException) -> Response:
    """503: the database, the disk or the trail cannot be used."""
    incident = new_incident()
    log(incident, type(fault.__cause__ or fault).__name__, fault)
    response = page(503, incident=incident)
    response.headers["Retry-After"] = "60"
    return response


def key_missing(fault: KeyMissing) -> Response:
    """503: another host may have the key that this one waits for, or the command that prints the keys does not."""
    log(new_incident(), f"the key that seals now is not here. {fault}".rstrip(), fault)
    waiting = _("This server is waiting for a new key and cannot open the records yet.")
    failing = _("This server cannot open the records yet: the program that holds its keys gives no answer that helps.")
    response = page(503, failing if str(fault) else waiting)
    response.headers["Retry-After"] = "60"
    return response


def file_damaged(fault: FileDamaged) -> Response:
    """500 with the number of the stored file that cannot be read."""
    return page(500, _("This file cannot be read (number %(number)s).", number=fault))


def store_failed(fault: SQLAlchemyError) -> Response:
    """503 where the database does not work; 500 for mistakes in our own statements."""
    db.session.rollback()
    if isinstance(fault, DBAPIError | PoolTimeout):
        return unavailable(fault)
    return unforeseen(fault)


def http_fault(fault: HTTPException) -> Response:
    """Errors of HTTP itself; redirects pass."""
    status = fault.code or 500
    if status < 400:
        return make_response(fault.get_response())
    if status == 404 and request.url_rule is None:
        return page(404)
    response = page(status)
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        response.headers["Allow"] = ", ".join(fault.valid_methods)
    return response


def unforeseen(fault: BaseException) -> Response:
    """500 with an incident number."""
    incident = new_incident()
    log(incident, type(fault).__name__, fault)
    g.broken = True
    return page(500, incident=incident)
