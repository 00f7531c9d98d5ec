"""Migrations: the schema they make is the one that the models mean, on both engines."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from caseapp.db import Base, db
from tests.stores import new_app, new_database


@pytest.fixture
def fresh_app(engine: str, tmp_path: Path):
    """An application of its own, whose schema the test may break."""
    url = new_database(tmp_path) if engine == "postgresql" else ""
    app = new_app(tmp_path, DATABASE_URL=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, Base.metadata)


def checks_of_models() -> set[tuple[str, str]]:
    names = db.engine.dialect.identifier_preparer
    return {
        (table.name, names.format_constraint(check))
        for table in Base.metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
    }


def checks_of_schema() -> set[tuple[str, str]]:
    with db.engine.connect() as connection:
        seen = sa.inspect(connection)
        return {
            (table, check["name"]) for table in seen.get_table_names() for check in seen.get_check_constraints(table)
        }


def test_the_migrated_schema_equals_the_models(fresh_app) -> None:
    assert differences() == []
    assert checks_of_schema() == checks_of_models()


def test_a_column_that_no_migration_makes_is_noticed(fresh_app) -> None:
    """The guard above, on a planted hole."""
    table = Base.metadata.tables["teams"]
    planted = sa.Column("planted", sa.Integer())
    table.append_column(planted)
    try:
        assert differences()
    finally:
        table._columns.remove(planted)


def test_a_default_and_a_condition_that_only_the_schema_has_are_noticed(fresh_app) -> None:
    """The guard above, on planted holes."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE throttles"))
        connection.execute(
            sa.text(
                "CREATE TABLE throttles (id CHAR(32) NOT NULL, count INTEGER DEFAULT 1 NOT NULL, "
                "CONSTRAINT ck_throttles_planted CHECK (count > 0))"
            )
        )
    assert any("modify_default" in str(difference) for difference in differences())
    assert checks_of_schema() - checks_of_models() == {("throttles", "ck_throttles_planted")}


def test_the_schema_goes_down_to_nothing_and_up_again(fresh_app) -> None:
    downgrade(revision="base")
    with db.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert differences() == []
