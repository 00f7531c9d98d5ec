"""Answers that many views give."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, g, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from caseapp.web.forms import BaseForm

FILE_POLICY = "sandbox; default-src 'none'"


def saved(sentence: str, url: str) -> ResponseReturnValue:
    """Lead to a page that says, on top, what was done; while a client holds the screen, to the client's own page."""
    flash(sentence, "success")
    return redirect(url_for("beside.show_mine") if g.get("with_client") else url, 303)


def tell_saved(told: Mapping[str, Any]) -> None:
    """On the page that follows: a banner with `title`, `detail`, the address that undoes it, and its `version`."""
    banner: Any = told  # the session keeps it as JSON, as it does a sentence
    flash(banner, "note-saved")


def refused(form: BaseForm, url: str) -> ResponseReturnValue:
    """Lead to a page that says, on top, why nothing was done; for forms of one button, which have no page."""
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url, 303)


def file(content: bytes, name: str, kind: str) -> Response:
    """The file, to be kept under that name, which says nothing about a client. A browser that opens it gives it no
    rights."""
    response = make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def pdf_file(pdf: bytes, name: str) -> Response:
    """A PDF, to be kept under that name."""
    return file(pdf, name, "application/pdf")
