"""What is done at night: a backup in each place, and once a week the proof that one can be restored."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from caseapp.app.backups.proof import prove
from caseapp.app.settings import load_store_keys
from caseapp.backups.actions import begin_run, end_failed, end_good, find_run, is_proof_due, last_size
from caseapp.backups.folder import BackupFolder, ensure_room, write_checked
from caseapp.backups.models import HOST_MAX
from caseapp.backups.rules import BackupFailed, BackupFault, BackupTask, fault_of, file_name, night_of, store_place
from caseapp.backups.store import BackupStore
from caseapp.clock import local, now
from caseapp.db.backup import database_bytes
from caseapp.db.backup.outside_list import UNREAD, list_places, put_aside
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken
from caseapp.privacy.erasure.list_actions import NAME, add_to_list, carried_out, read_list

WORK = "backup-work"
PROOF_ROOM = 3  # the restored database, its journal, and what is left over
GROWTH = 1.5  # by how much a backup may be larger than the one before
FAULTS = (BackupFailed, RuleBroken, OSError, SQLAlchemyError)


class Night:
    """This night's tasks; `done` and `failed` are sentences for the log, without any name."""

    def __init__(self, is_wanted_now: bool) -> None:
        self.night, self.is_wanted_now = night_of(local(now())), is_wanted_now
        self.done: list[str] = []
        self.failed: list[str] = []
        self.folder, self.store = backup_folder(), backup_store()

    def work(self) -> None:
        """Do what is due."""
        if self.folder is None and self.store is None:
            self.failed.append("No place for backups is set: see CASEAPP_BACKUP_FOLDER and CASEAPP_BACKUP_STORE.")
            return
        if self.folder and (self.is_wanted_now or not self._is_made(BackupTask.FOLDER)):
            self._attempt(BackupTask.FOLDER, self._keep_in_folder)
            self._rotate(self.folder)
        if self.store and (self.is_wanted_now or not self._is_made(BackupTask.STORE)):
            self._attempt(BackupTask.STORE, self._keep_in_store)
            self._rotate(self.store)
        if self.is_wanted_now or is_proof_due(self.night):
            self._attempt(BackupTask.PROOF, self._prove)

    def _is_made(self, task: BackupTask) -> bool:
        """Whether tonight's is there; in a folder only the host that made it can look."""
        run = find_run(task, self.night)
        if run is None or not run.is_good:
            return False
        is_elsewhere = self.folder is None or task is not self.folder.task or run.host != gethostname()[:HOST_MAX]
        return is_elsewhere or bool(self._tonights())

    def _tonights(self) -> Path | None:
        """Tonight's backup in the folder of this host."""
        run = find_run(BackupTask.FOLDER, self.night)
        path = self.folder.path / run.file_name if self.folder and run and run.is_good else None
        return path if path and path.is_file() else None

    def _attempt(self, task: BackupTask, do: Callable[[], tuple[str, int]]) -> None:
        run = begin_run(task, self.night)
        try:
            name, size = do()
            end_good(run, name, size, is_beside=task is BackupTask.FOLDER and self._is_beside())
        except FAULTS as fault:
            is_refused = task is BackupTask.PROOF and isinstance(fault, RuleBroken)
            end_failed(run, BackupFault.NOT_PROVED if is_refused else fault_of(fault))
            self.failed.append(f"{task}: {reason_of(fault)}")

    def _keep_in_folder(self) -> tuple[str, int]:
        assert self.folder is not None
        made = self.folder.keep(_expected_bytes())
        self.done.append(f"{made.name} was made.")
        return made.name, made.stat().st_size

    def _keep_in_store(self) -> tuple[str, int]:
        """Tonight's from the folder, or where there is none, one that is made for the store alone."""
        assert self.store is not None
        with work_folder() as folder:
            source = self._tonights()
            if source is None:
                ensure_room(folder, _expected_bytes())
                source = write_checked(folder / file_name(now()), key_ring())
            self.store.keep(source)
            self._keep_list(self.store, folder)
            self.done.append(f"{source.name} was sent to the store.")
            return source.name, source.stat().st_size

    def _keep_list(self, store: BackupStore, folder: Path) -> None:
        """What the store's list names and this host does not know stays in it."""
        store.fetch_beside(NAME, folder)
        store.fetch_beside(NAME + UNREAD, folder)
        found = read_list([folder / NAME])
        if found.unreadable:
            store.keep_beside(put_aside(folder / NAME))
        add_to_list({**found.erased, **carried_out()})
        store.keep_beside(list_places(NAME)[0])

    def _rotate(self, place: BackupFolder | BackupStore) -> None:
        """Old ones that cannot be removed today are removed tomorrow."""
        run = find_run(place.task, self.night)
        if run and run.is_good:
            try:
                place.rotate(run.file_name)
            except (OSError, BackupFailed) as fault:
                self.failed.append(f"Old backups could not be removed: {reason_of(fault)}")

    def _is_beside(self) -> bool:
        data = Path(current_app.config["DATA"])
        return self.folder is not None and not current_app.config["DATABASE_URL"] and self.folder.is_beside(data)

    def _prove(self) -> tuple[str, int]:
        """Restore the newest: from the store where there is one, because it is what is left when the house burns."""
        with work_folder() as folder:
            ensure_room(folder, PROOF_ROOM * database_bytes())
            source = self._newest(folder)
            place = folder / "restored"
            place.mkdir()
            self.done.append(prove(source, place))
            return source.name, source.stat().st_size

    def _newest(self, folder: Path) -> Path:
        if self.store and (name := self.store.newest()):
            ensure_room(folder, PROOF_ROOM * database_bytes() + self.store.size(name))
            self.store.fetch_beside(NAME, folder)
            return self.store.fetch(name, folder)
        newest = self.folder.newest() if self.folder and not self.store else None
        if newest is None:
            raise BackupFailed(BackupFault.NOTHING_GOOD, "There is no backup that could be restored.")
        return newest


def backup_folder() -> BackupFolder | None:
    """The folder of the settings; nothing where there is none."""
    path = current_app.config["BACKUP_FOLDER"]
    return BackupFolder(Path(path), key_ring()) if path else None


def backup_store() -> BackupStore | None:
    """The store of the settings; nothing where there is none."""
    settings = current_app.config
    if not settings["BACKUP_STORE"]:
        return None
    keys = load_store_keys(Path(settings["BACKUP_STORE_KEY_FILE"]))
    return BackupStore(store_place(settings["BACKUP_STORE"]), settings["BACKUP_STORE_REGION"], *keys)


@contextmanager
def work_folder() -> Iterator[Path]:
    """An empty folder beside the records, for whoever's turn it is; what a killed one left there is gone."""
    folder = Path(current_app.config["DATA"]) / WORK
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reason_of(fault: Exception) -> str:
    """What went wrong, for the log: never a path or a value, which could hold a name."""
    if isinstance(fault, OSError):
        return fault.strerror or type(fault).__name__
    return str(fault) if isinstance(fault, BackupFailed | RuleBroken) else type(fault).__name__


def _expected_bytes() -> int:
    return int(last_size() * GROWTH) or database_bytes()
