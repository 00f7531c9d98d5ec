"""What every test can ask for."""

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import settings

from caseapp.accounts.models import User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.batches import print_actions
from caseapp.db import db, postgresql, writing
from caseapp.db import engine as db_engine
from caseapp.db.keys.installation import Installation, announce_seal, trail_check
from caseapp.exchange import parts
from caseapp.organisation import queries as organisation_queries
from tests.kept_records import world_of
from tests.pages import Browser
from tests.statements import find_prepared, forget_prepared
from tests.stores import ENGINES, Store
from tests.world import World

LONG = ("tests/journeys/", "tests/packaging/", "tests/faults/")
ON_BOTH_ENGINES = ("tests/access/", "tests/app/", "tests/audit/", "tests/db/", "tests/faults/")
settings.register_profile("same", deadline=None, derandomize=True)  # a loaded machine is slow, and that is no fault
settings.register_profile("search", deadline=None, max_examples=1_000)
settings.load_profile("same")
gc.set_threshold(50_000, 10, 10)  # tests make much and let go of it: looked through so seldom, it costs a tenth less
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NOW = "2026-11-22T08:00:00+00:00"  # a Sunday, 10:00 in Jerusalem


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The clock stands still; a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def settings_stay_cached() -> Iterator[None]:
    """The clock of the cache is not frozen; on a slow machine settings must not expire during a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(organisation_queries, "CACHED_SECONDS", 3600.0)
        yield


@pytest.fixture(autouse=True)
def printing_is_awaited() -> Iterator[None]:
    """On a slow machine a report takes longer than somebody is kept waiting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(print_actions, "PATIENCE_SECONDS", 30.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def pages_are_awaited() -> None:
    """On a slow machine a browser takes longer than five seconds; tests without one load nothing of it."""
    if browsers := sys.modules.get("playwright.sync_api"):
        browsers.expect.set_options(timeout=30_000)


@pytest.fixture(autouse=True, scope="session")
def stores_are_waited_for() -> Iterator[None]:
    """On a slow machine another writer takes longer than a person is kept waiting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db_engine, "BUSY_WAIT_MS", 60_000)
        patch.setitem(postgresql.SETTINGS, "lock_timeout", "60s")
        patch.setattr(postgresql, "PAGE_SECONDS", 60.0)
        patch.setattr(postgresql, "ALL_SLOW_SECONDS", 60.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_rests() -> Iterator[None]:
    """Between two parts of a long file nobody else waits for a turn to write."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "sleep", lambda _seconds: None)
        yield


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    """What is planted is in the statements of this test and in those of no other."""
    forget_prepared()
    with pytest.MonkeyPatch.context() as patch:
        yield patch
    forget_prepared()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = os.environ.get("CASEAPP_CHROMIUM") or "/usr/bin/chromium"
    assert Path(path).exists(), "No browser: set CASEAPP_CHROMIUM, or run the suite by ./dev test, which finds one."
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM)}


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Store]:
    """One store of each engine for the whole test process."""
    made: dict[str, Store] = {}

    def store(engine: str) -> Store:
        if engine not in made:
            made[engine] = Store(engine, tmp_path_factory.mktemp(engine))
        return made[engine]

    return store


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each test that uses the store runs on both engines."""
    return str(request.param)


@pytest.fixture
def app(engine: str, stores: Callable[[str], Store]) -> Iterator[Flask]:
    """The application over a blank database, with its context pushed."""
    with stores(engine).fresh() as fresh:
        fresh.test_client_class = Browser
        yield fresh


@pytest.fixture
def world(app: Flask) -> World:
    """A small organisation."""
    return world_of(app)


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody who is not signed in."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def as_(app: Flask) -> Callable[[User], Browser]:
    """A browser in which that person is signed in."""

    def sign_in(user: User) -> Browser:
        with writing():
            _row, secret = begin_sign_in(user, "tests")
        client = app.test_client()
        client.set_cookie(cookie_name(app), secret)
        return client  # type: ignore[return-value]

    return sign_in


@pytest.fixture
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of a run share."""
    return tmp_path_factory.getbasetemp().parent


@pytest.fixture
def own_keys(app: Flask) -> Iterator[Path]:
    """The key file, put back afterwards, and with it what the database knows of its keys."""
    path = Path(app.config["KEY_FILE"])
    before = path.read_bytes()
    ring = app.extensions["keys"]
    kept = vars(ring).copy()
    yield path
    path.write_bytes(before)
    vars(ring).update(kept)
    with writing():
        db.session.execute(sa.update(Installation).values(trail_check=trail_check(ring.trail)))
    announce_seal(ring, is_sent=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that no process waits for another at the end. Pages are asked on PostgreSQL
    by `./dev prove`: of the rest, whatever reads or writes is tried on both engines, and so is each route once."""
    for item in items:
        is_page = {"as_", "visitor"} & set(getattr(item, "fixturenames", ()))
        if is_page and "postgresql" in item.name and not item.nodeid.startswith(ON_BOTH_ENGINES):
            item.add_marker(pytest.mark.prove)
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking for garbage passes it over."""
    find_prepared(len(sys.modules))  # among what is passed over from then on
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The thirty files that took longest, however many processes ran them."""
    seconds: Counter[str] = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            seconds[report.nodeid.split("::")[0]] += report.duration
    terminalreporter.section("slowest files")
    for file, taken in seconds.most_common(30):
        terminalreporter.write_line(f"{taken:7.1f} s  {file}")
