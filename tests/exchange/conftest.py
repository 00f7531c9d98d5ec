"""One provider's four files, and those who are here when they come in."""

import shutil
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.clients.queries import for_maintenance
from caseapp.db import Base, db
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.spreadsheets.files import read_folder
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.rows import read_clients
from caseapp.exchange.spreadsheets.sheets import Choices
from caseapp.i18n import in_language
from tests.exchange.sheets import CLIENTS, YAEL, write
from tests.kept_records import make_or_put_back
from tests.world import make_team, make_user

SAMPLES = Path(__file__).parent / "samples"
SHAPES = Path(__file__).parent / "shapes"


@pytest.fixture(scope="session")
def today():
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def now_here(today):
    """Noon of that day in the organisation's zone."""
    return datetime.combine(today, time(12), ZoneInfo("Asia/Jerusalem"))


@pytest.fixture(scope="session")
def mentors():
    return frozenset({"mentor1", "mentor2", "mentor3", "mentor4"})


@pytest.fixture(scope="session")
def samples():
    return {sheet.kind: sheet for sheet in read_folder(SAMPLES, date(2026, 11, 22)).sheets}


@pytest.fixture(scope="session")
def client_ids(samples, mentors):
    reading = read_clients(samples[FileKind.CLIENTS], mentors=mentors)
    return frozenset(row.national_id for row in reading.rows)


@pytest.fixture
def folder(tmp_path):
    """The provider's folder, which may be written."""
    place = tmp_path / "caseload"
    place.mkdir()
    for path in SAMPLES.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    return place


@pytest.fixture
def people(app):
    """Those who are here when the first caseload comes in, by sign-in name."""
    return make_people()


@pytest.fixture
def brought_in(app):
    """The same people, after the administrator has brought in the provider's folder."""
    make_or_put_back(app, _stored_caseload)
    found = {person.username: person for person in db.session.scalars(sa.select(User))}
    for person in found.values():
        set_committed_value(person, "deputyships", [])
    db.session.commit()
    return found


def make_people():
    north, centre = make_team("North"), make_team("Centre")
    there = {
        f"mentor{n}": make_user(Role.MENTOR, north if n < 3 else centre, username=f"mentor{n}") for n in range(1, 5)
    }
    there["supervisor1"] = make_user(Role.SUPERVISOR, north, username="supervisor1")
    there["supervisor2"] = make_user(Role.SUPERVISOR, centre, username="supervisor2")
    there["admin"] = make_user(Role.ADMINISTRATOR, username="admin")
    return there


def _stored_caseload():
    with TemporaryDirectory() as aside:
        import_caseload(make_people()["admin"], SAMPLES, Path(aside))


@pytest.fixture
def rows(app):
    """How many rows each table has now."""

    def count():
        with db.engine.connect() as connection:
            return {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
                for table in Base.metadata.sorted_tables
            }

    return count


@pytest.fixture
def kept(app):
    """What is kept of a table, as a person who sees everything would."""

    def of(entity, *where):
        return list(db.session.scalars(sa.select(entity).where(for_maintenance(), *where).order_by(entity.id)))

    return of


@pytest.fixture
def english(app):
    """The sentences are read in English."""
    with in_language("en"):
        yield


@pytest.fixture
def small(tmp_path):
    """A folder with one client."""
    write(tmp_path / "small", "clients.csv", CLIENTS + YAEL)
    return tmp_path / "small"


@pytest.fixture
def bring_in(people, tmp_path):
    """The caseload of one of the folders, or of files that are given by name."""

    def imported(shape="", choices=None, **files):
        folder = tmp_path / "shape"
        if shape:
            shutil.copytree(SHAPES / shape, folder, dirs_exist_ok=True)
        for name, content in files.items():
            write(folder, f"{name}.csv", content)
        return import_caseload(people["admin"], folder, choices=choices or Choices())

    return imported
