"""A pytest plugin that records which test reaches which line, and which fails: `-p tests.mutations.recording`."""

import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from tests.mutations.mutants import FAILED, REACH_FOLDER, ROOMS
from tests.statements import forget_prepared

folder = Path(os.environ[REACH_FOLDER])
recorder = coverage.Coverage(
    data_file=str(folder / "reach"),
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


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        with (folder / FAILED).open("a", encoding="utf-8") as kept:
            kept.write(f"{report.nodeid}\n")


def pytest_sessionfinish() -> None:
    recorder.stop()
    recorder.save()
