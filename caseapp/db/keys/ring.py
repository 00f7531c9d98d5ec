"""The installation's keys, and their text: that of a file of mode 0600, outside the data folder, or of a vault."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from caseapp.errors import SettingWrong

KEY_BYTES = 32
HEADER = "# caseapp keys. Without this file the records cannot be read. Keep a sealed copy (caseapp keys seal)."


@dataclass
class KeyRing:
    """Database key, sealing keys by id (the last one seals), index key and trail key; 256 bits each.

    `databases` and `trails` are all keys of their kind in the order in which they were made: older ones still open
    backups and verify entries. The database says which is in use, so one that was made last may not be yet.
    """

    database: bytes
    index: bytes
    trail: bytes
    seals: dict[bytes, bytes] = field(default_factory=dict)
    databases: list[bytes] = field(default_factory=list)
    trails: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.databases = self.databases or [self.database]
        self.trails = self.trails or [self.trail]

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
        self.seals = self.seals | {key_id: secrets.token_bytes(KEY_BYTES)}
        return key_id

    def next_database(self) -> bytes:
        """The database key that follows the present one: a new one, or that of a change that was cut short."""
        self.databases = _followed(self.databases, self.database)
        return self.databases[-1]

    def next_trail(self) -> bytes:
        """A new trail key. One that was made for a change that was cut short, or that another host was quicker with, is
        never taken: since then it lay in a key file, and nobody knows who read it."""
        self.trails = [*self.trails, secrets.token_bytes(KEY_BYTES)]
        return self.trails[-1]

    def lacks(self, other: "KeyRing") -> bool:
        """Whether the other ring has a key that this one has not."""
        return not (
            other.seals.keys() <= self.seals.keys()
            and set(other.databases) <= set(self.databases)
            and set(other.trails) <= set(self.trails)
        )

    def learn(self, other: "KeyRing") -> None:
        """Add the keys of the other ring; which are in use stays as it is."""
        self.seals = self.seals | other.seals
        self.databases = list(dict.fromkeys([*self.databases, *other.databases]))
        self.trails = list(dict.fromkeys([*self.trails, *other.trails]))


def new_ring() -> KeyRing:
    """Fresh random keys."""
    database, index, trail = (secrets.token_bytes(KEY_BYTES) for _each in range(3))
    ring = KeyRing(database, index, trail)
    ring.add_seal()
    return ring


def to_text(ring: KeyRing) -> str:
    """The key file's text."""
    lines = [HEADER]
    lines += [f"database {key.hex()}" for key in ring.databases]
    lines += [f"index {ring.index.hex()}"]
    lines += [f"trail {key.hex()}" for key in ring.trails]
    lines += [f"seal {key_id.hex()} {key.hex()}" for key_id, key in ring.seals.items()]
    return "\n".join(lines) + "\n"


def from_text(text: str) -> KeyRing:
    """Parse a key file's text; `ValueError` where it is not one. The last key of each kind counts as the one in use."""
    named: dict[str, list[bytes]] = {}
    seals: dict[bytes, bytes] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, *values = line.split()
        if name == "seal":
            seals[bytes.fromhex(values[0])] = bytes.fromhex(values[1])
        else:
            named.setdefault(name, []).append(bytes.fromhex(values[0]))
    databases, trails = named["database"], named["trail"]
    ring = KeyRing(databases[-1], named["index"][-1], trails[-1], seals, databases, trails)
    if not seals or any(len(key) != KEY_BYTES for key in (*chain(*named.values()), *seals.values())):
        raise ValueError("a key is missing or short")
    return ring


def _followed(keys: list[bytes], present: bytes) -> list[bytes]:
    return keys if keys[-1] != present else [*keys, secrets.token_bytes(KEY_BYTES)]


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
