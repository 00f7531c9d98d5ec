"""The help, the same for everybody, and a mentor's first steps."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, public, requires
from caseapp.audit import record_reading
from caseapp.help.blueprint import bp
from caseapp.help.page import help_page
from caseapp.help.queries import first_person, supervisors_of
from caseapp.help.words import EXAMPLE, GOOD_NOTE

__all__ = ["bp"]

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@bp.route("/help/<code>")
@public
def show_help(code: str) -> ResponseReturnValue:
    """The help in that language. A device keeps it, so it says nothing about anybody and has no nonce."""
    return help_page(code), {"Content-Security-Policy": POLICY}


@bp.route("/first-steps")
@requires(Capability.RECORD_WORK)
def show_first_steps() -> ResponseReturnValue:
    """Who supervises, whom one meets first, and what a good note is."""
    person = first_person(current_user)
    record_reading(current_user, "first_steps", [person.id] if person else [])
    supervisors = supervisors_of(current_user)
    parts = {"person": person, "supervisors": supervisors, "good_note": GOOD_NOTE, "example": EXAMPLE}
    return render_template("help/first_steps.html", **parts)
