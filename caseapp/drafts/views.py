"""Keeping what is typed, and the list of what was not saved."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.current_user import own_path
from caseapp.audit import record_reading
from caseapp.clock import now
from caseapp.drafts.actions import drop_draft, end_draft, keep_draft
from caseapp.drafts.blueprint import bp
from caseapp.drafts.forms import NUMBER_DIGITS, DraftForm, DropForm
from caseapp.drafts.page import key_of
from caseapp.drafts.queries import list_unfinished
from caseapp.drafts.rules import FormPlace, Save
from caseapp.errors import NotVisible, Unavailable
from caseapp.i18n import _
from caseapp.web.filters import hour

__all__ = ["bp"]

HEADER = "X-Draft"
AGAIN = {"Retry-After": "2"}


@bp.route("/drafts", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def keep() -> ResponseReturnValue:
    try:
        text = DraftForm().draft()
    except ValueError:
        return jsonify(), 409
    if not own_path(text.place.path, current_user):
        raise NotVisible
    try:
        at = keep_draft(current_user, text, _ids(text.place.path))
    except Unavailable:
        return jsonify(), 503, AGAIN
    return jsonify(status=_("Saved %(hour)s", hour=hour(at or now())), is_ended=at is None)


@bp.route("/drafts")
@requires(Capability.USE_OWN_ACCOUNT)
def list_drafts() -> ResponseReturnValue:
    drafts = list_unfinished(current_user)
    record_reading(
        current_user, "drafts", {draft.client_id for draft in drafts if draft.client_id and draft.client_name}
    )
    return render_template("drafts/list.html", drafts=drafts, form=DropForm())


@bp.route("/drafts/<uuid:key>/drop", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def drop(key: UUID) -> ResponseReturnValue:
    form = DropForm()
    form.carry_out(lambda: drop_draft(current_user, key, form.shown()))
    return redirect(url_for(".list_drafts"), 303)


def draft_end() -> Callable[[], None] | None:
    """What is to be done about the draft of the form that was sent, if the page kept one."""
    words = request.headers.get(HEADER, "").split()
    last = _save(words[:2])
    if last is None or not current_user.is_authenticated:
        return None
    return partial(end_draft, current_user, last, _save(words[2:]), FormPlace(request.path))


def _save(words: list[str]) -> Save | None:
    key = key_of(words[0]) if len(words) == 2 and words[1].isdecimal() else None
    return Save(key, int(words[1][:NUMBER_DIGITS])) if key else None


def _ids(path: str) -> list[UUID]:
    found = []
    for part in path.split("/"):
        with suppress(ValueError):
            found.append(UUID(part))
    return found
