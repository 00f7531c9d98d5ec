"""The page with both versions of a record that somebody else saved while it was being edited."""

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
    """One field with two values; `field` is shown again where it is not plain text."""

    name: str
    label: Any
    theirs: str
    mine: str
    field: Any


@dataclass(frozen=True)
class TwoTexts:
    """What `_errors/conflict.html` shows: the fields that differ, and the rest of the form as hidden fields."""

    fields: list[Difference]
    kept: list[tuple[str, str]]


def show_two_texts(
    form: EditForm, stored: Mapping[str, Any], version: int, heading: str, there: str = ""
) -> tuple[str, int]:
    """The page, with status 409; the view has recorded the reading. `there` takes the form, if not this page."""
    texts = two_texts(form, stored, version)
    page = render_template(
        "_errors/conflict.html",
        heading=heading,
        form=form,
        fields=texts.fields,
        kept=texts.kept,
        action_url=there or request.path,
    )
    return page, 409


def two_texts(form: EditForm, stored: Mapping[str, Any], version: int) -> TwoTexts:
    """Compare what the form says with what is stored by now; the form goes on from the newest version.

    A field that `stored` does not name is sent along without being shown.
    """
    form.version.data = str(version)
    fields, kept = [], []
    for field in form:
        if field.name in ("csrf_token", "version"):
            continue
        mine, theirs = display_text(field, field.data), display_text(field, stored.get(field.name))
        if field.name in stored and mine != theirs:
            is_text = field.type in ("Line", "Text")
            fields.append(Difference(field.name, field.label.text, theirs, mine, None if is_text else field))
        else:
            kept += [(field.name, value) for value in request.form.getlist(field.name)]
    return TwoTexts(fields, kept)


def display_text(field: Any, value: Any) -> str:
    """A field's value as text for people."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return hour(value)
    if isinstance(value, list):
        return "\n".join(sorted(display_text(field, part) for part in value))
    for offered, words, *_rest in getattr(field, "choices", None) or ():
        if offered == str(value):
            return str(words)
    return str(value)
