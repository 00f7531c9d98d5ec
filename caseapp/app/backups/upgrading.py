"""An upgrade: a backup first, the upgrade tried on a copy, then done and proved, or taken back."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask

from caseapp.app.backups.nightly import backup_folder, work_folder
from caseapp.app.backups.proof import prove, prove_in_place
from caseapp.app.schema import downgrade_to, match_revision, upgrade
from caseapp.backups.folder import ensure_room, write_checked
from caseapp.backups.rules import BackupFailed, file_name
from caseapp.clock import now
from caseapp.db.backup import database_bytes, is_our_turn, read_backup
from caseapp.db.keys.ring import write_privately
from caseapp.db.revisions import UPGRADING, list_revisions, stored_revision
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken, Unavailable

ROOM = 3  # as for a proof: the copy, its journal, and what is left over


@dataclass(frozen=True)
class Begun:
    """An upgrade that was begun: from which revision, and the backup that was made before."""

    revision: str
    backup: str
    is_going_back: bool = False


def upgrade_with_backup(app: Flask) -> list[str]:
    """Bring the database to today's schema; what is done already is not done again. Returns what was done."""
    with app.app_context():
        begun, revision = _begun(app), stored_revision()
        if begun is None and revision in (None, list_revisions(app)[-1]):
            upgrade(app)
            return []
        with is_our_turn() as ours:
            if not ours:
                raise Unavailable("A backup or another upgrade is under way. Try again when it has ended.")
            if begun is None or (revision == begun.revision and not begun.is_going_back):
                begun = _begin(app, str(revision))
            return _finish(app, begun)


def _begin(app: Flask, revision: str) -> Begun:
    """The backup, and the upgrade of a copy restored from it; `RuleBroken` where that fails."""
    folder = backup_folder()
    place = folder.path if folder else Path(app.config["DATA"])
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        ensure_room(place, database_bytes())
        with work_folder() as copy:
            ensure_room(copy, ROOM * database_bytes())
            made = write_checked(place / file_name(now()), key_ring(), is_upgraded=False)
            prove(made, copy)
    except (BackupFailed, RuleBroken, OSError) as fault:
        raise RuleBroken(f"The upgrade was not begun, and nothing was changed. {fault}") from fault
    begun = Begun(revision, str(made))
    _keep(app, begun)
    return begun


def _finish(app: Flask, begun: Begun) -> list[str]:
    """Upgrade and prove; where the proof fails, put back what was there before."""
    if not begun.is_going_back:
        upgrade(app)
        try:
            said = prove_in_place(app)
        except RuleBroken as fault:
            begun = Begun(begun.revision, begun.backup, is_going_back=True)
            _keep(app, begun)
            _go_back(app, begun)
            raise RuleBroken(f"The upgrade was taken back: {fault} Start the version from before again.") from fault
        _state(app).unlink()
        return [f"The backup from before the upgrade is {begun.backup}.", said]
    _go_back(app, begun)
    raise RuleBroken("The upgrade was taken back. Start the version from before again.")


def _go_back(app: Flask, begun: Begun) -> None:
    """The records as they were, in the schema that they had; cut short, it is begun again."""
    downgrade_to(app, "base")
    match_revision(app, begun.revision)
    read_backup(Path(begun.backup), key_ring())
    _state(app).unlink()


def _state(app: Flask) -> Path:
    return Path(app.config["DATA"]) / UPGRADING


def _keep(app: Flask, begun: Begun) -> None:
    write_privately(_state(app), json.dumps(asdict(begun)).encode())


def _begun(app: Flask) -> Begun | None:
    path = _state(app)
    return Begun(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
