"""The page with both texts of one record, when somebody else saved it while it was being edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask import render_template, request

from caseapp.i18n import _
from caseapp.web.filters import day, hour
from caseapp.web.forms import EditForm


@dataclass(frozen=True)
class Difference:
    """One field of which two texts exist; `field` is drawn anew where it is no plain text."""

    name: str
    label: Any
    theirs: str
    mine: str
    field: Any


@dataclass(frozen=True)
class TwoTexts:
    """What `_errors/conflict.html` shows: the fields that differ, and the rest of the form to be sent along."""

    fields: list[Difference]
    kept: list[tuple[str, str]]


def show_two_texts(form: EditForm, stored: Mapping[str, Any], version: int, heading: str) -> tuple[str, int]:
    """The page itself, with its status; the view has told the trail that the record is shown."""
    texts = two_texts(form, stored, version)
    page = render_template(
        "_errors/conflict.html",
        heading=heading,
        form=form,
        fields=texts.fields,
        kept=texts.kept,
        action_url=request.path,
    )
    return page, 409


def two_texts(form: EditForm, stored: Mapping[str, Any], version: int) -> TwoTexts:
    """Compare what the form says with what is stored by now; the form goes on from the newest version.

    A field that `stored` does not name is never shown, only sent along.
    """
    form.version.data = str(version)
    fields, kept = [], []
    for field in form:
        if field.name in ("csrf_token", "version"):
            continue
        mine, theirs = words_of(field, field.data), words_of(field, stored.get(field.name))
        if field.name in stored and mine != theirs:
            is_text = field.type in ("Line", "Text")
            fields.append(Difference(field.name, field.label.text, theirs, mine, None if is_text else field))
        else:
            kept += [(field.name, value) for value in request.form.getlist(field.name)]
    return TwoTexts(fields, kept)


def words_of(field: Any, value: Any) -> str:
    """A field's value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return hour(value)
    if isinstance(value, list):
        return "\n".join(sorted(words_of(field, part) for part in value))
    for offered, words, *_rest in getattr(field, "choices", None) or ():
        if offered == str(value):
            return str(words)
    return str(value)
