"""What a device asks for in order to be of use without a network."""

import hashlib
from functools import cache

from flask import current_app, json, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from caseapp.access import Capability, public, requires
from caseapp.activities.notes.forms import NoteForm
from caseapp.audit import record_reading
from caseapp.errors import NotVisible
from caseapp.groups.attendance.forms import MeetingForm
from caseapp.help.page import help_page
from caseapp.i18n import LANGUAGES, in_language
from caseapp.offline.actions import hand_on
from caseapp.offline.blueprint import bp
from caseapp.offline.forms import LeftForm
from caseapp.offline.manifest_words import manifest_in
from caseapp.offline.page import day_sent, times_sent
from caseapp.offline.queries import (
    contact_of,
    day_of,
    device_key,
    device_proof,
    find_device_owner,
    ids_for,
    people_mark,
)
from caseapp.offline.rules import CODE_MAX, CODE_MIN, DEVICE, SHELL_POLICY, ListState, files_of, read_proof
from caseapp.offline.shell_words import note_choices, roll_choices
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
    return worker_text(code), {"Content-Type": "text/javascript; charset=utf-8"}


@cache
def worker_text(code: str) -> str:
    """Made once for each language: a browser asks for it with each page, and two pages are drawn for its version."""
    urls = [hashed_name(name) for name in files_of(code)]
    version = hashlib.sha256(json.dumps([_shell(code), help_page(code), urls]).encode()).hexdigest()[:16]
    text = static_assets()["worker.js"].content.decode()
    told = f'const LANGUAGE = "{code}", VERSION = "{version}", FILES = {json.dumps(urls)};\n'
    return told + text


@bp.route("/offline/device/<device>")
@requires(Capability.RECORD_WORK)
def show_device(device: str) -> ResponseReturnValue:
    """The key of one's own device, and a fresh token for what it sends. Nothing about any client."""
    _check_device(device)
    key = device_key(current_user, device).hex()
    proof, token = device_proof(current_user, device), generate_csrf()
    return {"person": current_user.id.hex, "device": device, "key": key, "proof": proof, "token": token}


@bp.route("/offline/device/<device>/day")
@requires(Capability.RECORD_WORK)
def show_day(device: str) -> ResponseReturnValue:
    """The day that the device keeps for at most 24 hours; the trail holds whom it names."""
    _check_device(device)
    day = day_of(current_user)
    ids = {form.__name__: ids_for(current_user, form.__name__) for form in (NoteForm, MeetingForm)}
    record_reading(current_user, "offline_day", day.client_ids)
    times = times_sent(current_app.config["TIME_ZONE"], current_app.config["IDLE_MINUTES"])
    return {**times, "person": current_user.id.hex, "mark": people_mark(current_user), "day": day_sent(day, ids)}


@bp.route("/offline/contact")
@public
def contact() -> ResponseReturnValue:
    """Whether a device may keep its list, told to whoever holds its proof, signed in or not."""
    shown = read_proof(request.headers.get("X-Device", ""))
    owner = find_device_owner(shown) if shown else None
    if shown is None or owner is None:
        return {"list": ListState.UNKNOWN}
    record_reading(owner, "offline_contact", [])
    return {"list": contact_of(owner, shown.mark), "token": generate_csrf()}


@bp.route("/offline/left", methods=["POST"])
@public
def leave() -> ResponseReturnValue:
    """What a device still holds of somebody whose account was closed reaches whoever is in charge."""
    shown = read_proof(request.headers.get("X-Device", ""))
    owner = find_device_owner(shown) if shown else None
    if shown is None or owner is None or owner.is_active:
        return {"is_kept": False}
    record_reading(owner, "offline_left", [])
    try:
        return {"is_kept": hand_on(owner, shown.device, LeftForm().draft())}
    except ValueError:
        return {"is_kept": False}, 400


@bp.route("/account/offline")
@requires(Capability.RECORD_WORK)
def show_settings() -> ResponseReturnValue:
    """Where a person switches on what this device keeps; the code never leaves the device."""
    return render_template("offline/settings.html", code_min=CODE_MIN, code_max=CODE_MAX)


@bp.route("/account/unsent")
@requires(Capability.RECORD_WORK)
def list_unsent() -> ResponseReturnValue:
    """What this device has not sent yet, which only the device knows; `leaving` asks before one signs out."""
    return render_template("offline/unsent.html", is_leaving=request.args.get("leaving") == "1")


def _check_device(device: str) -> None:
    if not DEVICE.fullmatch(device):
        raise NotVisible


def _shell(code: str) -> str:
    if code not in LANGUAGES:
        raise NotVisible
    with in_language(code):
        return render_template("offline/shell.html", note=note_choices(), roll=roll_choices())
