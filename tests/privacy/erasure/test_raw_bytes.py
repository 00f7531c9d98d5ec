"""The bytes on the disk: what was deleted is not in free pages of the database either. On SQLite in a variant without
encryption; on PostgreSQL in the files of its tables."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.privacy.erasure.night_actions import finish_erasures
from tests.privacy.erasure.canaries import CANARY, plant
from tests.privacy.erasure.ordering import erased
from tests.stores import Store
from tests.world import make_activity, make_client, make_world

PLAIN = CANARY.encode()
NOTES = 200


def on_disk(folder: Path, word: bytes) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes())


def written(world):
    """A client with many notes, and the sealed bytes of them."""
    client = make_client(world.team, world.mentor)
    for _place in range(NOTES):
        make_activity(client, world.mentor, date(2026, 11, 1), note="w" * 400)
    plant(client.id)
    sealed = sa.select(Activity.note_sealed).where(Activity.client_id == client.id, for_maintenance())
    return client.id, list(db.session.scalars(sealed))


@pytest.fixture
def plain_store(tmp_path, monkeypatch):
    """An application whose database is not encrypted."""
    import sqlcipher3.dbapi2 as driver

    connect = driver.connect
    monkeypatch.setattr(
        driver, "connect", lambda *args, **rest: connect(*args, factory=plain_connection(driver), **rest)
    )
    return Store("sqlite", tmp_path / "plain")


def plain_connection(driver):
    class PlainConnection(driver.Connection):
        def execute(self, statement, *rest):
            return super().execute("SELECT 1" if statement.startswith("PRAGMA key") else statement, *rest)

    return PlainConnection


@pytest.mark.parametrize("engine", ["sqlite"])
def test_no_byte_of_an_erased_person_is_left_in_the_file(engine, plain_store):
    with plain_store.fresh():
        world = make_world()
        folder = plain_store.folder / "data"
        client_id, sealed = written(world)
        team_name = world.team.name.encode()
        db.session.remove()
        db.engine.dispose()  # the last connection takes the journal into the file
        assert on_disk(folder, PLAIN) == ["caseapp.db"]
        assert on_disk(folder, sealed[0]) == ["caseapp.db"]
        supervisor, administrator = map(db.session.merge, (world.supervisor, world.administrator))
        erased(supervisor, administrator, client_id)
        db.session.remove()
        assert on_disk(folder, PLAIN) != []  # the journal holds the pages as they were
        assert finish_erasures() == 1
        assert on_disk(folder, PLAIN) == []
        assert [each for each in sealed if on_disk(folder, each)] == []
        assert on_disk(folder, team_name) == ["caseapp.db"]
