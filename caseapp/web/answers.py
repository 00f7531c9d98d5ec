"""Answers that many views give."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from caseapp.web.forms import BaseForm


def saved(sentence: str, url: str) -> ResponseReturnValue:
    """Lead to a page that says, on top, what was done; while a client holds the screen, to the client's own page."""
    flash(sentence, "success")
    return redirect(url_for("beside.show_mine") if g.get("with_client") else url, 303)


def refused(form: BaseForm, url: str) -> ResponseReturnValue:
    """Lead to a page that says, on top, why nothing was done; for forms of one button, which have no page."""
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url, 303)
