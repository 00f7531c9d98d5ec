"""Whether the process is alive, and whether it is ready to work."""

import os
import tempfile

import sqlalchemy as sa
from flask import Blueprint, current_app

from caseapp.access import public
from caseapp.accounts.sign_in.current_user import current_session
from caseapp.db import db, writing
from caseapp.db.keys.installation import Installation, hold_current_seal
from caseapp.db.sealing import key_ring
from caseapp.errors import Unavailable

HEALTH = "/health"
PROBE_BYTES = 256 * 1024
ALIVE = b'{"status":"ok"}\n'

bp = Blueprint("health", __name__)


@bp.get(HEALTH)
@public
def health() -> bytes:
    """The process is alive, whatever the state of the database; the WSGI middleware answers before this."""
    return ALIVE


@bp.get("/ready")
@public
def ready() -> dict[str, str]:
    """The database can be read and written, and this host has the key that seals now; 503 otherwise."""
    if current_session().is_unreadable:
        raise Unavailable("the sessions cannot be read")  # asking a silent server twice would take too long
    hold_current_seal(key_ring())
    with writing():
        db.session.execute(sa.update(Installation).values(key_check=Installation.key_check))
    if not current_app.config["DATABASE_URL"]:
        _try_the_disk(current_app.config["DATA"])
    return {"status": "ready"}


def _try_the_disk(folder: str) -> None:
    """`OSError` on a full disk: a small change may still fit into the journal when a note no longer does."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(PROBE_BYTES))
        probe.flush()
        os.fsync(probe.fileno())
