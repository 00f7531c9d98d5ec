"""The installation's keys, and their text: that of a file of mode 0600, outside the data folder, or of a vault."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from caseapp.errors import SettingWrong

HEADER = "# caseapp keys. Without this file the records cannot be read. Keep a sealed copy (caseapp keys seal)."


@dataclass
class KeyRing:
    """Database key, sealing keys by id (the last one seals), index key and trail key; 256 bits each."""

    database: bytes
    index: bytes
    trail: bytes
    seals: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def current_seal(self) -> tuple[bytes, bytes]:
        """Id and key with which new text is sealed."""
        return next(reversed(self.seals.items()))

    def blind(self, purpose: str, text: str) -> bytes:
        """A keyed hash that finds equal values without revealing them."""
        return hmac.digest(self.index, f"{purpose}:{text}".encode(), hashlib.sha256)

    def add_seal(self) -> bytes:
        """Add a new sealing key; text sealed with older keys can still be opened."""
        key_id = secrets.token_bytes(4)
        while key_id in self.seals:
            key_id = secrets.token_bytes(4)
        self.seals = self.seals | {key_id: secrets.token_bytes(32)}
        return key_id


def new_ring() -> KeyRing:
    """Fresh random keys."""
    ring = KeyRing(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32))
    ring.add_seal()
    return ring


def to_text(ring: KeyRing) -> str:
    """The key file's text."""
    lines = [
        HEADER,
        f"database {ring.database.hex()}",
        f"index {ring.index.hex()}",
        f"trail {ring.trail.hex()}",
    ]
    lines += [f"seal {key_id.hex()} {key.hex()}" for key_id, key in ring.seals.items()]
    return "\n".join(lines) + "\n"


def from_text(text: str) -> KeyRing:
    """Parse a key file's text; `ValueError` where it is not one."""
    named: dict[str, bytes] = {}
    seals: dict[bytes, bytes] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, *values = line.split()
        if name == "seal":
            seals[bytes.fromhex(values[0])] = bytes.fromhex(values[1])
        else:
            named[name] = bytes.fromhex(values[0])
    ring = KeyRing(named["database"], named["index"], named["trail"], seals)
    if not seals or any(len(key) != 32 for key in (*named.values(), *seals.values())):
        raise ValueError("a key is missing or short")
    return ring


def write_privately(path: Path, content: bytes) -> None:
    """Replace the file atomically, readable only by its owner, and on disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_privately(path: Path, what: str) -> str:
    """The text of a secret file, which nobody but its owner may read."""
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            raise SettingWrong(f"{what} {path} can be read by others: chmod 600 it, and think whether to replace it.")
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise SettingWrong(f"{what} {path} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingWrong(f"{what} {path} is not a text file.") from None


def load_ring(path: Path) -> KeyRing:
    """The keys in that file; `SettingWrong` with a sentence where there are none."""
    try:
        return from_text(read_privately(path, "The key file"))
    except (ValueError, KeyError, IndexError):
        raise SettingWrong(f"The key file {path} does not hold the keys of an installation.") from None


def save_ring(path: Path, ring: KeyRing) -> None:
    """Write the key file, mode 0600."""
    write_privately(path, to_text(ring).encode())
