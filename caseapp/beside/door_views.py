"""The door of the mode in which a client holds the screen: every view is refused but those that are declared safe."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import current_app, g, request
from flask_login import current_user

from caseapp.access import BESIDE
from caseapp.accounts.sign_in.current_user import current_session
from caseapp.beside.blueprint import bp
from caseapp.beside.rules import BesideViewer
from caseapp.clients.queries import find_client
from caseapp.errors import HandedOver, NotVisible
from caseapp.i18n import LANGUAGES, choose_anew


@bp.before_app_request
def check_handed_over() -> None:
    """`HandedOver` for every address but the safe ones; from here on the viewer is `BesideViewer`.

    Where the person no longer sees the client, nothing is safe but to take the screen back.
    """
    sign_in = current_session().sign_in
    if sign_in is None or sign_in.with_client_id is None:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    is_safe = getattr(view, "safe_with_client", False)
    if is_safe and getattr(view, "access", None) == "public":
        return  # tells nothing about anybody
    is_seen = _look_as_holder(current_user._get_current_object(), sign_in.with_client_id)
    if not is_safe or not (is_seen or request.endpoint == "beside.take_back"):
        raise HandedOver


def _look_as_holder(person: Any, client_id: UUID) -> bool:
    """Whether the person still sees the client; the page speaks the client's language from here on."""
    called, code = "", person.language
    with suppress(NotVisible):
        client = find_client(person, client_id)
        called, code = client.called, client.language if client.language in LANGUAGES else code
    g.with_client = g._login_user = BesideViewer(person.id, person.name, client_id, called, code, BESIDE)
    choose_anew()
    return bool(called)
