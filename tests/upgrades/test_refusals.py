"""A database that this version does not know is refused in a sentence, and nothing in it is touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade

from caseapp import __version__
from caseapp.app import create_app
from caseapp.app.backups.proof import restore_into
from caseapp.app.schema import upgrade
from caseapp.db import db
from caseapp.db.backup import write_backup
from caseapp.errors import RuleBroken, SettingWrong
from tests.upgrades.keeping import BACKUP, KEPT, rows_of_tables

SENTENCE = f"caseapp: The database has the schema 0021, which caseapp {__version__} does not know"
SETTINGS = ("DATA", "DATABASE_URL", "KEY_FILE", "SECRET_KEY_FILE", "ANCHOR_FILE")


def put_at(revision: str) -> None:
    """Say that the database is of that revision."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    db.engine.dispose()


def stands_at() -> str:
    with db.engine.connect() as connection:
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()


def run(app: Flask, *words: str) -> subprocess.CompletedProcess:
    """One command in the shell, over the application's database."""
    environ = {**os.environ, "CASEAPP_CONFIG": "development"}
    environ |= {f"CASEAPP_{name}": app.config[name] for name in SETTINGS}
    command = (sys.executable, "-m", "caseapp", *words)
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("words", [("setup", "--no-demo"), ("serve", "--no-worker", "--port", "0"), ("restore",)])
def test_a_database_of_an_unknown_revision_is_refused_by_every_start(kept, version, words) -> None:
    """Such as one of the unreleased schemas of before 0.1.0."""
    put_at("0021")
    before = rows_of_tables()
    told = run(kept, *words, *([str(KEPT / version / BACKUP)] if words == ("restore",) else []))
    assert told.returncode == 1
    assert told.stderr.startswith(SENTENCE), told.stderr
    assert "Traceback" not in told.stderr
    assert stands_at() == "0021"
    assert rows_of_tables() == before


def test_a_revision_is_known_by_its_whole_name_only(kept) -> None:
    for revision in ("0001", "0009", "0009_supervisions", "9999_newer"):
        put_at(revision)
        with pytest.raises(SettingWrong, match=f"has the schema {revision}, which"):
            create_app(kept.extensions["settings"])


def test_a_back_up_of_an_unknown_revision_is_refused_and_nothing_is_restored(kept, empty, tmp_path) -> None:
    copy = tmp_path / "copy.backup"
    upgrade(kept)
    with kept.app_context():
        put_at("9999_newer")
        write_backup(copy, kept.extensions["keys"])
    with pytest.raises(RuleBroken, match=f"The backup {copy} has the schema 9999_newer, which"):
        restore_into(empty, copy)
    assert rows_of_tables() == {}


@pytest.mark.parametrize("engine", ["sqlite"])
def test_serving_waits_for_the_upgrade(kept) -> None:
    upgrade(kept)
    downgrade()
    told = run(kept, "serve", "--no-worker", "--port", "0")
    assert told.returncode == 1
    assert told.stderr.startswith("caseapp: The database does not have the schema of this version yet."), told.stderr
    assert told.stderr.count("caseapp setup") == 1
