"""A snapshot of published advisories, in OSV's format, asked without a network."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"
KINDS = ("introduced", "fixed", "last_affected")


class SnapshotWrong(Exception):
    """There is no snapshot that could be asked; the sentence says why."""


@dataclass(frozen=True)
class Hole:
    """An advisory about an installed version."""

    name: str
    version: str
    advisory: str
    summary: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}: {self.advisory} {self.summary}".rstrip()


class Snapshot:
    """All advisories about Python packages as of one day: that of the newest one, whatever the files' dates say."""

    def __init__(self, place: str) -> None:
        self.entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
        newest = ""
        for entry in _entries(place):
            newest = max(newest, str(entry.get("modified", "")))
            if not entry.get("withdrawn"):
                for name in {_name(affected) for affected in entry.get("affected", ())} - {""}:
                    self.entries[name].append(entry)
        if not self.entries:
            raise SnapshotWrong(f"The snapshot of advisories {place} holds none about Python packages.")
        self.taken_at = datetime.fromisoformat(newest)

    def holes(self, name: str, version: str) -> list[Hole]:
        """What is known about that version of that package."""
        return [
            Hole(name, version, str(entry["id"]), str(entry.get("summary", "")))
            for entry in self.entries.get(name, ())
            if any(_name(affected) == name and _is_affected(affected, version) for affected in entry["affected"])
        ]

    def can_find(self) -> bool:
        """Whether an affected version that the snapshot itself names is found."""
        for name, entries in self.entries.items():
            for affected in (one for entry in entries for one in entry["affected"] if _name(one) == name):
                if versions := affected.get("versions"):
                    return bool(self.holes(name, versions[0]))
        return False


def _entries(place: str) -> Iterator[dict[str, Any]]:
    if not place:
        raise SnapshotWrong("There is no snapshot of advisories: CASEAPP_ADVISORIES names none.")
    path = Path(place)
    try:
        texts: Iterable[str | bytes]
        if path.is_dir():
            texts = (file.read_bytes() for file in sorted(path.rglob("*.json")))
        else:
            archive = ZipFile(path)
            texts = (archive.read(name) for name in archive.namelist() if name.endswith(".json"))
        for text in texts:
            yield json.loads(text)
    except OSError as fault:
        raise SnapshotWrong(f"The snapshot of advisories {place} cannot be read: {fault.strerror}.") from None
    except (BadZipFile, ValueError):
        raise SnapshotWrong(f"The snapshot of advisories {place} is damaged: fetch it again.") from None


def _name(affected: dict[str, Any]) -> str:
    package = affected.get("package", {})
    return canonicalize_name(str(package["name"])) if package.get("ecosystem") == ECOSYSTEM else ""


def _is_affected(affected: dict[str, Any], version: str) -> bool:
    """Whether the version is listed, or lies in one of the ranges. What cannot be compared counts as affected."""
    try:
        ours = Version(version)
        if any(_version(listed) == ours for listed in affected.get("versions", ())):
            return True
        ranges = [one for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM"]
        return any(_is_within(one["events"], ours) for one in ranges)
    except InvalidVersion:
        return True


def _version(text: str) -> Version | None:
    """Old releases have versions that nobody could install today."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _is_within(events: list[dict[str, str]], ours: Version) -> bool:
    """OSV's own rule: the events in the order of their versions; the last one that is not newer than ours decides."""
    points = [(Version(at), kind) for one in events for kind, at in one.items() if kind in KINDS]
    is_affected = False
    for at, kind in sorted(points, key=lambda point: (point[0], KINDS.index(point[1]))):
        if kind == "introduced" and ours >= at:
            is_affected = True
        elif (kind == "fixed" and ours >= at) or (kind == "last_affected" and ours > at):
            is_affected = False
    return is_affected
