"""Answers that many views give."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue


def saved(sentence: str, url: str) -> ResponseReturnValue:
    """Lead to a page that says, on top, what was done."""
    flash(sentence, "success")
    return redirect(url, 303)
