"""Fill an empty installation in bulk, to measure on it.

    .venv/bin/python bench/seed.py --notes 200000 --to /tmp/seeded
    .venv/bin/python bench/seed.py --quick --to /tmp/small
    .venv/bin/python bench/seed.py --engine postgresql --to /tmp/seeded    # on a server of its own in that folder
    .venv/bin/python bench/seed.py --url postgresql://… --to /tmp/seeded   # on a database that is there and empty
    .venv/bin/python bench/seed.py --more years --to /tmp/longer           # five times the years of the same clients
    .venv/bin/python bench/seed.py --more clients --to /tmp/wider          # five times the clients and groups

The folder is a CASEAPP_HOME (data/, keys/) and is served like any other:

    CASEAPP_CONFIG=development CASEAPP_HOME=/tmp/seeded .venv/bin/python -m caseapp serve

All of these sign in with the password bench-words-that-open:

    admin       the administrator
    board       supervisor of 15 mentors with 20 clients each: board1 … board15
    large       supervisor of 500 clients: mentor100 has 100 of them, large2 … large9 have 50 each
    rest1 …     supervisors of up to 300 clients, with mentors rest1m1 …

`board1` leads the first group, of 20 members; of her clients the first has 100 notes, the second 1,000 (as many times
more as the years are longer). Whatever the number of clients, these people have as many as is said here. A folder that
is filled already, by the same revision of the schema, is kept as it is.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa
from flask import Flask

from bench.installation.maps import add_maps
from bench.installation.people import PASSWORD, People, TeamOf
from bench.installation.records import Records
from bench.installation.sources import add_sources
from bench.installation.store import Rows
from bench.installation.years import Course, Years
from bench.postgresql import own_database
from caseapp.accounts.password_hashing import hash_password
from caseapp.app import paths
from caseapp.app.setup import prepare
from caseapp.clock import now, today
from caseapp.db import Base, db
from caseapp.db.engine import open_sqlite
from caseapp.groups.rules import weekday_of

STAMP = "seeded.json"
WEEKS_ON_END = 7
MORE = 5
YEARS, CLIENTS = "years", "clients"


@dataclass(frozen=True)
class Size:
    """How much there is to be."""

    notes: int = 200_000
    clients: int = 2_300
    board_mentors: int = 15
    board_each: int = 20
    large: int = 500
    large_mentor: int = 100
    team: int = 300
    caseload: int = 75
    groups: int = 40
    members: int = 20
    few: int = 100
    many: int = 1_000
    sources: int = 300

    @property
    def days(self) -> int:
        """Every client has a note a week: more notes of as many clients are longer years."""
        return max(WEEKS_ON_END * self.notes // self.clients, 90)

    @classmethod
    def of(cls, notes: int, clients: int) -> "Size":
        """So many notes of so many clients, with as many groups for each: more than 87 notes are longer years."""
        longer, groups = max(notes / (87 * clients), 1.0), max(round(cls.groups * clients / cls.clients), 1)
        few, many = round(cls.few * longer), round(cls.many * longer)
        return cls(notes=notes, clients=clients, groups=groups, few=few, many=many)

    def more(self, what: str) -> "Size":
        """Five times the years of the same clients, or five times the clients and groups for the same years."""
        if what == YEARS:
            return replace(self, notes=MORE * self.notes, few=MORE * self.few, many=MORE * self.many)
        return replace(self, notes=MORE * self.notes, clients=MORE * self.clients, groups=MORE * self.groups)


QUICK = Size(
    notes=2_000, clients=70, board_mentors=3, board_each=5, large=30, large_mentor=10, team=25, caseload=12, groups=4,
    members=5, few=20, many=200, sources=40,
)  # fmt: skip
TINY = replace(QUICK, notes=300, clients=30, large=12, team=10, groups=4, members=20, few=5, many=30)


def settings(home: Path, url: str = "", **more: Any) -> type[Any]:
    """The settings of an installation in that folder."""
    own = {
        "DATA": str(home / "data"),
        "KEY_FILE": str(home / "keys" / "caseapp.keys"),
        "SECRET_KEY_FILE": str(home / "keys" / "secret.keys"),
        "ANCHOR_FILE": str(home / "anchors.log"),
        "DATABASE_URL": url,
    }
    return type("Settings", (paths.load_settings().Development,), {**own, **more})


def seeded(home: Path, size: Size, url: str = "", anew: bool = False, **more: Any) -> Flask:
    """The application over an installation of that size; made where the folder does not hold it yet."""
    stamp = home / STAMP
    if anew or not stamp.exists() or json.loads(stamp.read_text()) != _wanted(size, url):
        if home.exists() and any(home.iterdir()) and not (home / "seeded.begun").exists():
            raise SystemExit(f"{home} is not empty and was not made by this command.")
        if url and home.exists():
            _empty(url)  # whose keys are about to go
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        (home / "seeded.begun").touch()
        app = prepare(settings(home, url, **more))
        with app.app_context():
            fill(size)
        stamp.write_text(json.dumps(_wanted(size, url)))
        return app
    return prepare(settings(home, url, **more))


def size_of(home: Path) -> Size:
    """The size of the installation that was filled there."""
    return Size(**json.loads((home / STAMP).read_text())["size"])


def _empty(url: str) -> None:
    engine = sa.create_engine(sa.engine.make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()


def fill(size: Size) -> dict[str, int]:
    """Fill the database of the current application; returns how many rows each table got."""
    if db.engine.dialect.name == "sqlite":
        db.session.remove()
        db.engine.dispose()  # the journal's mode is changed by whoever is alone
        with sa.create_engine("sqlite://", module=_driver(), creator=_quick_sqlite).begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            with _indexes_after(connection):
                return write(connection, size)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0; SET lock_timeout = 0")
        connection.exec_driver_sql("SET session_replication_role = replica")
        with _indexes_after(connection):
            counts = write(connection, size)
        connection.commit()
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    db.engine.dispose()
    return counts


@contextmanager
def _indexes_after(connection: sa.Connection) -> Iterator[None]:
    """Indexes are quicker built once over all rows than kept row by row. They come back in the order in which upgrades
    make them: of two that serve alike SQLite takes the newer one."""
    tables = Base.metadata.sorted_tables
    kept = {each: n for n, each in enumerate(_index_names(connection))}
    indexes = sorted((index for table in tables for index in table.indexes), key=lambda index: kept[str(index.name)])
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _index_names(connection: sa.Connection) -> list[str]:
    """The oldest first."""
    if connection.dialect.name != "sqlite":
        return sorted(str(index.name) for table in Base.metadata.sorted_tables for index in table.indexes)
    oldest_first = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY rowid"
    return list(connection.exec_driver_sql(oldest_first).scalars())


def write(connection: sa.Connection, size: Size) -> dict[str, int]:
    """People, clients and their years, in one transaction."""
    first = today() - timedelta(days=size.days)
    rows = Rows(connection)
    records = Records(rows)
    people = People(records, hash_password(PASSWORD), datetime(first.year, first.month, first.day, 6, tzinfo=UTC))
    teams = _teams(people, size)
    years = Years(records, first, today(), now())
    courses = _courses(teams, size)
    for course in courses:
        years.begin(course)
    circles = []
    for number in range(size.groups):
        team = teams[number % len(teams)]
        leader = team.mentors[(number // len(teams)) % len(team.mentors)]
        weekday = (weekday_of(today()) + number) % 7
        members = (leader.clients + team.clients)[: size.members]
        circles.append(years.gather(team, leader, list(dict.fromkeys(members)), f"Group {number + 1}", weekday))
    years.work(courses, circles, [mentor for team in teams for mentor in team.mentors])
    mentors = [mentor.id for team in teams for mentor in team.mentors]
    for team in teams:
        for mentor in team.mentors:
            add_maps(records, mentor.clients, mentor.id, now() - timedelta(days=7))
    add_sources(records, size.sources, mentors, today())
    rows.finish()
    return dict(rows.counts)


def _teams(people: People, size: Size) -> list[TeamOf]:
    board = [(f"board{number + 1}", size.board_each) for number in range(size.board_mentors)]
    others, each = size.large - size.large_mentor, max(size.large_mentor // 2, 1)
    large = [("mentor100", size.large_mentor), *((f"large{n + 2}", each) for n in range(others // each))]
    teams = [people.team("board", board), people.team("large", large)]
    left, number = size.clients - sum(len(team.clients) for team in teams), 0
    while left > 0:
        number += 1
        in_team = min(left, size.team)
        left -= in_team
        name = f"rest{number}"
        sizes = [min(size.caseload, in_team - begun) for begun in range(0, in_team, size.caseload)]
        teams.append(people.team(name, [(f"{name}m{n + 1}", each) for n, each in enumerate(sizes)]))
    return teams


def _courses(teams: list[TeamOf], size: Size) -> list[Course]:
    """Two clients have as many notes as their page is measured with; the others share the rest."""
    fixed = [size.few, size.many]
    whose = [(client, mentor) for team in teams for mentor in team.mentors for client in mentor.clients]
    left, others = size.notes - sum(fixed), len(whose) - len(fixed)
    shares = [left // others + (number < left % others) for number in range(others)]
    return [
        Course(client, mentor, notes, number)
        for number, ((client, mentor), notes) in enumerate(zip(whose, [*fixed, *shares], strict=True))
    ]


def _wanted(size: Size, url: str) -> dict[str, Any]:
    revision = max(path.stem for path in (paths.MIGRATIONS / "versions").glob("[0-9]*.py"))
    return {"size": asdict(size), "revision": revision, "url": url, "day": str(datetime.now(UTC).date())}  # noqa: TID251 - the day of this machine, outside an application


def _driver() -> Any:
    import sqlcipher3.dbapi2 as driver

    return driver


def _quick_sqlite() -> Any:
    """A connection that does not wait for the disk: a database that is half filled is thrown away."""
    from flask import current_app

    ring = current_app.extensions["keys"]
    connection = open_sqlite(Path(current_app.config["DATA"]) / "caseapp.db", ring.database, foreign_keys=False)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000", "secure_delete = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/seed.py", description="Fill an installation, to measure on it.")
    parser.add_argument("--to", type=Path, required=True, help="the folder, as CASEAPP_HOME")
    parser.add_argument("--notes", type=int, default=Size.notes)
    parser.add_argument("--clients", type=int, default=Size.clients)
    parser.add_argument("--quick", action="store_true", help="2,000 notes of 70 clients")
    parser.add_argument("--more", choices=(YEARS, CLIENTS), help="five times that size")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default="", help="of an empty PostgreSQL database, instead of a server of its own")
    parser.add_argument("--anew", action="store_true", help="also where the folder is filled already")
    options = parser.parse_args()
    size = QUICK if options.quick else Size.of(options.notes, options.clients)
    size = size.more(options.more) if options.more else size
    start = time.perf_counter()
    url = options.url or (own_database(options.to) if options.engine == "postgresql" else "")
    seeded(options.to, size, url, options.anew)
    print(f"{options.to}: {size.notes} notes of {size.clients} clients, {time.perf_counter() - start:.0f} s")
    print(f"sign in as board1, mentor100, board, large or admin with the password {PASSWORD}")


if __name__ == "__main__":
    main()
