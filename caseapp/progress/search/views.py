"""The pages on which the notes of one client, or of all, are searched."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import Act, record_reading
from caseapp.clients.queries import find_client
from caseapp.progress.search.forms import NoteWordsForm
from caseapp.progress.search.queries import Slice, search_notes
from caseapp.progress.search.rules import sought_words
from caseapp.progress.timeline_queries import read_key, written_key

bp = Blueprint("search", __name__)


@bp.route("/notes/search", methods=["GET", "POST"])
@requires(Capability.SEE_CLIENTS)
def search_all_notes() -> ResponseReturnValue:
    return _search(None)


@bp.route("/clients/<uuid:client_id>/notes/search", methods=["GET", "POST"])
@requires(Capability.SEE_CLIENTS)
def search_clients_notes(client_id: UUID) -> ResponseReturnValue:
    return _search(find_client(current_user, client_id))


def _search(client: Any) -> ResponseReturnValue:
    form = NoteWordsForm()
    sought = sought_words(form.words.data) if form.validate_on_submit() else []
    since = read_key(request.form["place"]) if request.form.get("place") else None
    found = search_notes(current_user, sought, client and client.id, since) if sought else None
    _record(client, found)
    return render_template(
        "progress/search/notes.html",
        form=form,
        client=client,
        found=found,
        place=written_key(found.place) if found and found.place else None,
    )


def _record(client: Any, found: Slice | None) -> None:
    """The trail has how far one looked, and whose and which texts were shown, never what was sought."""
    clients = {client.id} if client else set()
    if found is None:
        record_reading(current_user, "search_notes", clients)
        return
    record_reading(
        current_user,
        "search_notes",
        clients | {note.client_id for note in found.notes},
        Act.NOTES_SEARCHED,
        since=found.since.held_on.isoformat() if found.since else None,
        back_to=found.place.held_on.isoformat() if found.place else None,
        notes=" ".join(note.id.hex for note in found.notes),
    )
