"""The folder for backups: writing one, reading it back, and removing those that are no longer needed."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from caseapp.backups.rotation_rules import superseded
from caseapp.backups.rules import SPARE_BYTES, BackupFailed, BackupFault, BackupTask, file_name, made_at
from caseapp.clock import local, now
from caseapp.db.backup import UNFINISHED, check_file, is_whole, write_backup
from caseapp.db.keys.ring import KeyRing
from caseapp.errors import RuleBroken


class BackupFolder:
    """The backups in a folder."""

    task = BackupTask.FOLDER

    def __init__(self, path: Path, ring: KeyRing) -> None:
        self.path, self.ring = path, ring

    def keep(self, needed: int) -> Path:
        """A new backup, which was read back and found good. `needed` is how many bytes it may take."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for leftover in self.path.glob(f"caseapp-*{UNFINISHED}"):
            leftover.unlink()
        ensure_room(self.path, needed)
        return write_checked(self.path / file_name(now()), self.ring)

    def newest(self) -> Path | None:
        """The newest one that is whole."""
        return max(self._good().values(), key=lambda path: path.name, default=None)

    def rotate(self, last: str) -> None:
        """Remove what is no longer needed once this one was made. Files that are no whole backups of this installation
        are neither counted nor removed."""
        made = self._good()
        for at in superseded(made, next(at for at, path in made.items() if path.name == last)):
            made[at].unlink()

    def is_beside(self, data: Path) -> bool:
        """Whether it is on the same disk as the records."""
        return os.stat(self.path).st_dev == os.stat(data).st_dev

    def _good(self) -> dict[datetime, Path]:
        """The whole ones, by when they were made on the clock of the organisation."""
        named = ((made_at(path.name), path) for path in self.path.iterdir())
        return {
            local(at).replace(tzinfo=None): path for at, path in named if at is not None and is_whole(path, self.ring)
        }


def write_checked(path: Path, ring: KeyRing, *, is_upgraded: bool = True) -> Path:
    """Write a backup and read it back; one that is not what was written does not stay."""
    write_backup(path, ring, is_upgraded=is_upgraded)
    try:
        check_file(path, ring)
    except RuleBroken as fault:
        path.unlink()
        raise BackupFailed(BackupFault.DAMAGED, "The disk gave back something else than was written.") from fault
    return path


def ensure_room(folder: Path, needed: int) -> None:
    """`BackupFailed` where people could not go on working afterwards."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        raise BackupFailed(
            BackupFault.FULL, f"{free >> 20} MB are free, and {(needed + SPARE_BYTES) >> 20} MB are needed."
        )


def refuse_without_room(folder: Path, needed: int) -> None:
    """The same as a sentence for whoever gave the command."""
    try:
        ensure_room(folder, needed)
    except BackupFailed as fault:
        raise RuleBroken(f"There is too little room: {fault} Nothing was changed.") from fault
