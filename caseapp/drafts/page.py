"""What a form needs so that nothing typed into it is lost."""

from uuid import UUID

from flask import request
from flask_login import current_user

from caseapp.drafts.queries import OpenDraft, find_open_draft
from caseapp.drafts.rules import FormPlace


def open_draft(form: str = "") -> OpenDraft | None:
    """What the person wrote in this page's form and has not saved; the address may choose among several. `form` is the
    form's name where a page has several."""
    if request.method != "GET" or not current_user.is_authenticated:
        return None
    return find_open_draft(current_user, FormPlace(request.path, form), key_of(request.args.get("draft")))


def key_of(text: str | None) -> UUID | None:
    """The key of a draft, if it is one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
