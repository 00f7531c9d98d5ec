"""A sealed list that lies outside of the database, beside the anchors and with the backups: one line for each text."""

import base64
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from flask import current_app

from caseapp.db.keys.ring import write_privately
from caseapp.db.sealing import SealBroken, key_ring, seal_bytes, unseal_bytes

WAIT_SECONDS = 60


@dataclass
class Lines:
    """What was read: the texts, from how many files, and how many lines could not be read."""

    texts: list[bytes] = field(default_factory=list)
    files: int = 0
    unreadable: int = 0


def list_places(name: str) -> list[Path]:
    """Beside the anchors, and in the folder for backups where there is one."""
    folder = current_app.config["BACKUP_FOLDER"]
    beside = Path(current_app.config["ANCHOR_FILE"]).with_name(name)
    return [beside, *([Path(folder) / name] if folder and Path(folder).is_dir() else [])]


@contextmanager
def alone_with(name: str) -> Iterator[None]:
    """While nobody else on this host writes the list; `OSError` where somebody does for long."""
    with FileLock(f"{list_places(name)[0]}.lock", timeout=WAIT_SECONDS, mode=0o600):
        yield


def read_lines(paths: Iterable[Path]) -> Lines:
    """What stands in these files, as far as they are there; a line that was moved or changed is not read."""
    found = Lines()
    for path in dict.fromkeys(paths):
        if not path.is_file():
            continue
        found.files += 1
        header, *lines = path.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
        for number, line in enumerate(lines):
            try:
                found.texts.append(unseal_bytes(key_ring(), _place(header, number), base64.b64decode(line)))
            except (SealBroken, ValueError):
                found.unreadable += 1
    return found


def write_lines(path: Path, header: str, texts: Iterable[bytes]) -> None:
    """Replace the file by these texts, each bound to its place."""
    ring = key_ring()
    sealed = (base64.b64encode(seal_bytes(ring, _place(header, number), text)) for number, text in enumerate(texts))
    write_privately(path, b"\n".join([header.encode(), *sealed, b""]))


def _place(header: str, number: int) -> bytes:
    return f"{header}:{number}".encode()
