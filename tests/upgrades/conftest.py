"""Databases of earlier versions, and a schema that goes on."""

import functools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.app import create_app, paths
from caseapp.app.schema import upgrade
from caseapp.app.setup import make_keys
from caseapp.db import db
from tests.pages import Browser
from tests.stores import new_database, settings
from tests.upgrades.keeping import VERSIONS, copy_keys, open_kept, rows_of_tables


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Each version of which a database is kept."""
    return str(request.param)


@pytest.fixture
def kept(version: str, engine: str, tmp_path: Path) -> Iterator[Flask]:
    """Today's application over a copy of that database, which is not upgraded yet."""
    app = open_kept(version, engine, tmp_path)
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True)
class Upgraded:
    """The application over an upgraded database, and how many rows its tables held before and after."""

    app: Flask
    before: dict[str, int]
    after: dict[str, int]


@pytest.fixture(scope="session")
def upgraded_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Upgraded]:
    """One database of each version and engine for the whole test process; the sought names were spoilt before."""

    @functools.cache
    def upgraded(version: str, engine: str) -> Upgraded:
        app = open_kept(version, engine, tmp_path_factory.mktemp("upgraded") / engine)
        app.test_client_class = Browser
        with app.app_context():
            before = rows_of_tables()
            with db.engine.begin() as connection:
                connection.execute(sa.text("UPDATE clients SET search_name = 'x', sound = ' X '"))
            upgrade(app)
            return Upgraded(app, before, rows_of_tables())

    return upgraded


@pytest.fixture
def upgraded(version: str, engine: str, upgraded_once: Callable[[str, str], Upgraded]) -> Iterator[Upgraded]:
    """The upgraded database in use: whoever asks for it looks at it, signs in and reads, and takes nothing away."""
    found = upgraded_once(version, engine)
    with found.app.app_context():
        yield found
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty(version: str, engine: str, tmp_path: Path) -> Iterator[Flask]:
    """A new installation without a schema, which has the keys of the kept database."""
    place = tmp_path / "empty"
    chosen = settings(place, DATABASE_URL=new_database(place) if engine == "postgresql" else "")
    copy_keys(version, place)
    make_keys(chosen)
    app = create_app(chosen)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


PLANTED = """
import sqlalchemy as sa
from alembic import op

revision = "9999_planted"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("clients") as batch:
        batch.add_column(sa.Column("planted", sa.String(80), nullable=True))
    op.execute("UPDATE clients SET planted = given_name")
    with op.batch_alter_table("clients") as batch:
        batch.alter_column("planted", existing_type=sa.String(80), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("clients") as batch:
        batch.drop_column("planted")
"""


@pytest.fixture
def plant_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on the schema has one more revision, in which a table that others refer to is made anew."""

    def plant() -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(paths.MIGRATIONS, folder)
        newest = max(path.stem for path in (folder / "versions").glob("[0-9]*.py"))
        (folder / "versions" / "9999_planted.py").write_text(PLANTED.format(newest=newest))
        monkeypatch.setattr(paths, "MIGRATIONS", folder)

    return plant
