"""A night that is killed: whatever it was at, nothing half counts as good, and the next one makes up for it."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from caseapp.backups.rules import file_name, made_at
from caseapp.db import db
from caseapp.db.backup import is_whole
from tests.world import World

KILLED = """
import os, signal, sys
from caseapp.app.backups import commands, nightly, proof
from caseapp.backups import folder, store
from caseapp.db.backup import sealed_file

def die(*_given, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

where, name = sys.argv.pop(), sys.argv.pop()
target = {"sealed_file": sealed_file, "path": folder.Path, "proof": proof, "store": store.BackupStore, "os": os}[where]
if name:
    setattr(target, name, die)
from caseapp.__main__ import main
main()
"""
POINTS = (
    ("os", "fsync", "writing"),
    ("path", "replace", "giving the file its name"),
    ("sealed_file", "_keep_name", "having the name on the disk"),
    ("path", "unlink", "removing what is old"),
    ("proof", "count_rows", "proving a restore"),
)


def run(app: Flask, where: str = "os", name: str = "") -> subprocess.CompletedProcess:
    named = ("DATA", "DATABASE_URL", "KEY_FILE", "SECRET_KEY_FILE", "ANCHOR_FILE", "BACKUP_FOLDER")
    named += ("BACKUP_STORE", "BACKUP_STORE_KEY_FILE")
    given = {f"CASEAPP_{each}": str(app.config[each] or "") for each in named}
    db.session.remove()
    return subprocess.run(
        [sys.executable, "-c", KILLED, "nightly", "--now", name, where],
        env={**os.environ, **given, "CASEAPP_CONFIG": "testing"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True)
def test_what_a_killed_night_left_is_made_up_for_by_the_next(app: Flask, world: World) -> None:
    place, ring = Path(app.config["BACKUP_FOLDER"]), app.extensions["keys"]
    shutil.rmtree(place, ignore_errors=True)
    good = run(app)
    assert good.returncode == 0, good.stderr
    [first] = place.glob("caseapp-*")
    kept = first.read_bytes()
    for day in range(1, 40):
        shutil.copy(first, place / file_name(made_at(first.name) - timedelta(days=day)))
    (place / "caseapp-20200101T000000Z.backup.part").write_bytes(kept[:1000])
    for where, name, what in POINTS:
        killed = run(app, where, name)
        assert killed.returncode == -signal.SIGKILL, (what, killed.stderr)
        whole = [path for path in place.glob("*.backup") if is_whole(path, ring)]
        assert len(whole) == len(list(place.glob("*.backup"))), what
        assert first in whole or name == "count_rows", what
    again = run(app)
    assert again.returncode == 0, again.stderr
    assert "Proved" in again.stdout
    left = sorted(path.name for path in place.glob("caseapp-*"))
    assert all(name.endswith(".backup") for name in left)
    assert len(left) < 20
    assert max(left) == max(path.name for path in place.glob("caseapp-*") if is_whole(path, ring))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_log_names_neither_people_nor_clients(app: Flask, world: World) -> None:
    said = run(app)
    for name in (world.client.given_name, world.client.family_name, world.mentor.name):
        assert name not in said.stdout + said.stderr
