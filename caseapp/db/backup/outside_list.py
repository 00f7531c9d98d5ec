"""A sealed list that lies outside of the database, beside the anchors and with the backups: one line for each text,
and a last one for their number."""

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
UNREAD = ".unread"
"""Ends the name of the copy of a list of which lines could not be read."""


@dataclass
class Lines:
    """What was read: the texts, from how many files, and how many lines are missing or could not be read."""

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
    """What stands in these files, as far as they are there. A line that was moved or changed is not read, and what is
    missing counts as one that cannot be."""
    found = Lines()
    for path in dict.fromkeys(paths):
        if not path.is_file():
            continue
        found.files += 1
        header, *lines = path.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
        if lines and _opened(_end(header, len(lines) - 1), lines[-1]) is not None:
            lines.pop()
        else:
            found.unreadable += 1
        texts = [_opened(_place(header, number), line) for number, line in enumerate(lines)]
        found.texts += [text for text in texts if text is not None]
        found.unreadable += texts.count(None)
    return found


def write_lines(path: Path, header: str, texts: list[bytes]) -> None:
    """Replace the file by these texts, each bound to its place, and their number."""
    places = [*(_place(header, number) for number in range(len(texts))), _end(header, len(texts))]
    sealed = (seal_bytes(key_ring(), place, text) for place, text in zip(places, [*texts, b""], strict=True))
    write_privately(path, b"\n".join([header.encode(), *map(base64.b64encode, sealed), b""]))


def put_aside(path: Path) -> Path:
    """Copy a file of which lines cannot be read, before it is written anew: once, as the first loss is the largest."""
    aside = path.with_name(path.name + UNREAD)
    if not aside.exists():
        write_privately(aside, path.read_bytes())
    return aside


def _opened(place: bytes, line: str) -> bytes | None:
    try:
        return unseal_bytes(key_ring(), place, base64.b64decode(line))
    except (SealBroken, ValueError):
        return None


def _end(header: str, number: int) -> bytes:
    return _place(f"{header}:end", number)


def _place(header: str, number: int) -> bytes:
    return f"{header}:{number}".encode()
