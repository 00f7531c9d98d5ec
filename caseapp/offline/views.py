"""What a device asks for in order to be of use without a network."""

import hashlib

from flask import json, render_template
from flask.typing import ResponseReturnValue

from caseapp.access import public
from caseapp.errors import NotVisible
from caseapp.i18n import LANGUAGES, in_language
from caseapp.offline.blueprint import bp
from caseapp.offline.manifest_words import manifest_in
from caseapp.offline.rules import SHELL_POLICY, files_of
from caseapp.web.assets import hashed_name, static_assets

__all__ = ["bp"]


@bp.route("/manifest/<code>")
@public
def manifest(code: str) -> ResponseReturnValue:
    """The web app manifest in that language; browsers ask for it without cookies."""
    if code not in LANGUAGES:
        raise NotVisible
    with in_language(code):
        return json.dumps(manifest_in(code)), {"Content-Type": "application/manifest+json"}


@bp.route("/offline/<code>")
@public
def shell(code: str) -> ResponseReturnValue:
    """The page that a device shows when there is no network: the same for everybody, and empty."""
    return _shell(code), {"Content-Security-Policy": SHELL_POLICY}


@bp.route("/worker-<code>.js")
@public
def worker(code: str) -> ResponseReturnValue:
    """The service worker; its text changes with everything that it keeps, so that browsers fetch that anew."""
    urls = [hashed_name(name) for name in files_of(code)]
    version = hashlib.sha256(json.dumps([_shell(code), urls]).encode()).hexdigest()[:16]
    text = static_assets()["worker.js"].content.decode()
    told = f'const LANGUAGE = "{code}", VERSION = "{version}", FILES = {json.dumps(urls)};\n'
    return told + text, {"Content-Type": "text/javascript; charset=utf-8"}


def _shell(code: str) -> str:
    if code not in LANGUAGES:
        raise NotVisible
    with in_language(code):
        return render_template("offline/shell.html", files=files_of(code))
