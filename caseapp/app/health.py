"""Whether the process is alive, whether it is ready to work, and what is doubtful about the proxy in front of it."""

import os
import tempfile

import sqlalchemy as sa
from flask import Blueprint, Flask, current_app

from caseapp.access import public, safe_with_client
from caseapp.accounts.sign_in.current_user import current_session
from caseapp.app.logs import logger
from caseapp.db import db, writing
from caseapp.db.keys.installation import Installation, hold_current_keys
from caseapp.db.sealing import key_ring
from caseapp.errors import Unavailable

HEALTH = "/health"
PROBE_BYTES = 256 * 1024
ALIVE = b'{"status":"ok"}\n'
FORWARDER = "caseapp.untrusted_forwarder"
"""Where the server puts the address of somebody who forwarded a request and is not the trusted proxy."""

UNSET = "CASEAPP_TRUSTED_PROXY is not set: behind a proxy everybody shares one address, and links begin with http://."
OTHER = (
    "A request was forwarded by another address than CASEAPP_TRUSTED_PROXY: either that setting is wrong, or somebody "
    "reaches this server without the proxy."
)

bp = Blueprint("health", __name__)


@bp.get(HEALTH)
@public
@safe_with_client
def health() -> bytes:
    """The process is alive, whatever the state of the database; the WSGI middleware answers before this."""
    return ALIVE


@bp.get("/ready")
@public
def ready() -> dict[str, str | list[str]]:
    """The database can be read and written, and this host has the key that seals now; 503 otherwise. Beside it, what is
    doubtful about the proxy."""
    if current_session().is_unreadable:
        raise Unavailable("the sessions cannot be read")  # asking a silent server twice would take too long
    hold_current_keys(key_ring())
    with writing():
        db.session.execute(sa.update(Installation).values(key_check=Installation.key_check))
    if not current_app.config["DATABASE_URL"]:
        _try_the_disk(current_app.config["DATA"])
    warnings = current_app.extensions["proxy_warnings"]
    return {"status": "ready", "warnings": warnings} if warnings else {"status": "ready"}


def _try_the_disk(folder: str) -> None:
    """`OSError` on a full disk: a small change may still fit into the journal when a note no longer does."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(PROBE_BYTES))
        probe.flush()
        os.fsync(probe.fileno())


def init_proxy_warnings(app: Flask) -> None:
    """Keep what is to be said of the proxy, at the start and by `/ready`."""
    is_unset = app.config["MODE"] == "production" and not app.config["TRUSTED_PROXY"]
    app.extensions["proxy_warnings"] = [UNSET] if is_unset else []


def warn_of_forwarder(app: Flask, address: str) -> None:
    """Say once that a request came through an address that is not trusted."""
    warnings: list[str] = app.extensions["proxy_warnings"]
    if OTHER not in warnings:
        warnings.append(OTHER)
        logger.warning("%s It came from %s.", OTHER, address)
