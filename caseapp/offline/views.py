"""What a device asks for in order to be of use without a network."""

from flask import json
from flask.typing import ResponseReturnValue

from caseapp.access import public
from caseapp.errors import NotVisible
from caseapp.i18n import LANGUAGES, in_language
from caseapp.offline.blueprint import bp
from caseapp.offline.manifest_words import manifest_in

__all__ = ["bp"]


@bp.route("/manifest/<code>")
@public
def manifest(code: str) -> ResponseReturnValue:
    """The web app manifest in that language; browsers ask for it without cookies."""
    if code not in LANGUAGES:
        raise NotVisible
    with in_language(code):
        return json.dumps(manifest_in(code)), {"Content-Type": "application/manifest+json"}
