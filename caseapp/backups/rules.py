"""The rules of backups: their names, their nights, what can go wrong, and when they are too old."""

import errno
import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

NIGHT_BEGINS = timedelta(hours=2)
"""After midnight; before that it is still the night before."""
OLD = timedelta(days=1)
PROOF_EACH = timedelta(days=7)
PROOF_IS_OLD = timedelta(days=8)
SPARE_BYTES = 256 * 1024 * 1024
"""So much stays free on a disk, so that people can go on working."""
NAME = re.compile(r"caseapp-(\d{8}T\d{6})Z\.backup")
STAMP = "%Y%m%dT%H%M%S"


class BackupTask(StrEnum):
    """What is done at night."""

    FOLDER = "folder"
    STORE = "store"
    PROOF = "proof"


class BackupFault(StrEnum):
    """Why it was not done."""

    FULL = "full"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CHANGED = "changed"
    NOTHING_GOOD = "nothing_good"
    NOT_PROVED = "not_proved"
    OTHER = "other"


FAULTS = {
    errno.ENOSPC: BackupFault.FULL,
    errno.EDQUOT: BackupFault.FULL,
    errno.EROFS: BackupFault.READ_ONLY,
    errno.EACCES: BackupFault.READ_ONLY,
    errno.EPERM: BackupFault.READ_ONLY,
    errno.ENOENT: BackupFault.READ_ONLY,
    errno.ENOTDIR: BackupFault.READ_ONLY,
}


class StorePlace(NamedTuple):
    """Where in which store backups are kept."""

    endpoint: str
    bucket: str
    prefix: str


def store_place(address: str) -> StorePlace:
    """The place of an address such as https://s3.example.org/bucket/folder; `ValueError` where it is none."""
    parts = urlsplit(address)
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    is_whole = parts.scheme in ("https", "http") and parts.hostname and bucket
    if not is_whole or parts.username or parts.query or parts.fragment:
        raise ValueError(address)
    return StorePlace(f"{parts.scheme}://{parts.netloc}", bucket, f"{folder}/" if folder else "")


class BackupFailed(Exception):
    """A backup that was not made or not proved. `reason` is for whoever runs the server, without any name."""

    def __init__(self, fault: BackupFault, reason: str) -> None:
        super().__init__(reason)
        self.fault = fault


def fault_of(error: Exception) -> BackupFault:
    """The kind of what went wrong."""
    if isinstance(error, BackupFailed):
        return error.fault
    number = error.errno if isinstance(error, OSError) else None
    return FAULTS.get(number or 0, BackupFault.OTHER)


def night_of(at: datetime) -> date:
    """The night to which an instant belongs, on the clock of the organisation."""
    return (at.replace(tzinfo=None) - NIGHT_BEGINS).date()


def file_name(at: datetime) -> str:
    """The name of a backup: when it was made, and nothing else."""
    return f"caseapp-{at.astimezone(UTC):{STAMP}}Z.backup"


def made_at(name: str) -> datetime | None:
    """When the backup with this name was made; nothing where it is not the name of one."""
    found = NAME.fullmatch(name)
    try:
        return datetime.strptime(found.group(1), STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
