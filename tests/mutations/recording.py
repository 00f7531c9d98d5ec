"""A pytest plugin that records which test reaches which line: `-p tests.mutations.recording`."""

import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from tests.mutations.mutants import REACH_FOLDER, ROOMS
from tests.statements import forget_prepared

recorder = coverage.Coverage(
    data_file=str(Path(os.environ[REACH_FOLDER]) / "reach"),
    data_suffix=True,
    include=[f"caseapp/**/*{room}" for room in ROOMS],
    config_file=False,
)


def pytest_sessionstart() -> None:
    recorder.start()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    forget_prepared()  # else the first test alone would reach the lines that build them
    recorder.switch_context(item.nodeid)
    yield
    recorder.switch_context("")


def pytest_sessionfinish() -> None:
    recorder.stop()
    recorder.save()
