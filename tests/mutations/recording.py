"""A pytest plugin that records which test reaches which line: `-p tests.mutations.recording`."""

import functools
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from tests.mutations.mutants import REACH_FOLDER, ROOMS

recorder = coverage.Coverage(
    data_file=str(Path(os.environ[REACH_FOLDER]) / "reach"),
    data_suffix=True,
    include=[f"caseapp/**/*{room}" for room in ROOMS],
    config_file=False,
)


def pytest_sessionstart() -> None:
    recorder.start()


@functools.cache
def prepared_statements() -> "list[functools._lru_cache_wrapper[object]]":
    """Where `prepared` keeps what it has built."""
    kept = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
    return [each for each in kept if each.__qualname__ == "prepared.<locals>.built"]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    for statements in prepared_statements():  # else the first test alone would reach the lines that build them
        statements.cache_clear()
    recorder.switch_context(item.nodeid)
    yield
    recorder.switch_context("")


def pytest_sessionfinish() -> None:
    recorder.stop()
    recorder.save()
