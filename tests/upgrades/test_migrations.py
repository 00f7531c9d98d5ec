"""How the schema goes on: revisions in one order, and data that stays while tables are made anew."""

import importlib.util

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade

from caseapp.app import create_app, paths
from caseapp.app.backups.proof import restore_into
from caseapp.app.schema import upgrade
from caseapp.audit.verify import verify
from caseapp.db import db
from caseapp.db.backup import write_backup
from caseapp.db.revisions import ensure_newest, list_revisions
from caseapp.errors import RuleBroken, SettingWrong
from tests.upgrades.keeping import BACKUP, KEPT, rows_of_tables

CLIENTS = sa.table("clients", sa.column("given_name"), sa.column("planted"))


def test_files_are_named_by_their_revision_and_chained_in_the_order_of_their_names() -> None:
    below = None
    for file in sorted((paths.MIGRATIONS / "versions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert (module.revision, module.down_revision) == (file.stem, below)
        assert len(file.stem) <= 32, "alembic keeps no longer revision"
        below = file.stem


def test_a_later_schema_takes_the_records_along_up_and_down(kept, plant_migration) -> None:
    upgrade(kept)
    before = rows_of_tables()
    plant_migration()
    for _ in range(2):
        upgrade(kept)
        with db.engine.connect() as connection:
            found = connection.execute(sa.select(CLIENTS)).all()
        assert found
        assert all(row.planted == row.given_name for row in found)
        assert rows_of_tables() == before
        downgrade()
        assert rows_of_tables() == before
    assert verify().faults == []


def test_a_back_up_of_then_goes_into_an_installation_with_a_later_schema(empty, version, plant_migration) -> None:
    plant_migration()
    upgrade(empty)
    assert "a sign-in works" in restore_into(empty, KEPT / version / BACKUP)
    with db.engine.connect() as connection:
        found = connection.execute(sa.select(CLIENTS)).all()
    assert found
    assert all(row.planted == row.given_name for row in found)


def test_records_are_never_taken_down_to_make_room_for_a_back_up(kept, plant_migration, tmp_path) -> None:
    upgrade(kept)
    copy = tmp_path / "copy.backup"
    write_backup(copy, kept.extensions["keys"])
    plant_migration()
    upgrade(kept)
    before = rows_of_tables()
    with pytest.raises(RuleBroken, match="not empty"):
        restore_into(kept, copy)
    assert rows_of_tables() == before


def test_an_earlier_schema_is_not_served_before_its_upgrade(kept, plant_migration) -> None:
    plant_migration()
    later = create_app(kept.extensions["settings"])
    with pytest.raises(SettingWrong, match="caseapp setup"):
        ensure_newest(later)
    upgrade(later)
    ensure_newest(later)
    assert list_revisions(later)[-1] == "9999_planted"
