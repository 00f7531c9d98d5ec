"""What a form needs so that nothing typed into it is lost."""

from contextlib import suppress
from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import g, request
from flask_login import current_user

from caseapp.drafts.queries import OpenDraft, find_open_draft
from caseapp.drafts.rules import FormPlace


class DraftMark(NamedTuple):
    """What a form carries so that its text is kept: whose it is, and what was typed there before and not saved."""

    person_id: UUID
    draft: OpenDraft | None


def draft_mark(form: str = "") -> DraftMark:
    """The mark of this page's form; `form` is its name where a page has several. The address may choose among several
    drafts, or none of them; while a client holds the screen there is none."""
    is_kept = request.method == "GET" and not g.get("with_client")
    return DraftMark(current_user.id, _open_draft(form) if is_kept else None)


def drafted_day(field: str) -> date | None:
    """The day in that field of what the person wrote in this page's form and has not saved."""
    draft = _open_draft("")
    with suppress(ValueError, LookupError):
        return date.fromisoformat(draft.fields[field][0]) if draft else None
    return None


def drafted_value(field: str) -> str:
    """What stands in that field of what the person wrote in this page's form and has not saved."""
    draft = _open_draft("")
    return draft.fields.get(field, [""])[0] if draft else ""


def _open_draft(form: str) -> OpenDraft | None:
    chosen = request.args.get("draft")
    key = key_of(chosen)
    if chosen and not key:
        return None
    known: dict[str, OpenDraft | None] = g.setdefault("open_drafts", {})
    if form not in known:
        known[form] = find_open_draft(current_user, FormPlace(request.path, form), key)
    return known[form]


def key_of(text: str | None) -> UUID | None:
    """The key of a draft, if it is one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
