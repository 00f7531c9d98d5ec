"""A pytest plugin that records which test reaches which line and asks for which view, and which fails:
`-p tests.mutations.recording`."""

import inspect
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest
from flask import Flask, request, request_started

from tests.mutations.mutants import ASKED, FAILED, REACH_FOLDER
from tests.statements import forget_prepared

folder = Path(os.environ[REACH_FOLDER])
recorder = coverage.Coverage(
    data_file=str(folder / "reach"), data_suffix=True, include=["caseapp/**/*.py"], config_file=False
)
asked: dict[str, dict[str, None]] = {}
running = ""


def pytest_sessionstart() -> None:
    recorder.start()
    request_started.connect(note_view)


def note_view(app: Flask, **_: Any) -> None:
    """Whoever asks for a view tries its doors, also where they stay shut."""
    view = inspect.unwrap(app.view_functions[request.endpoint]) if request.endpoint else None
    if running and inspect.isfunction(view):  # a store that a test plays is an application of its own
        code = view.__code__
        asked.setdefault(f"{code.co_filename}:{code.co_firstlineno}", {})[running] = None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    global running
    forget_prepared()  # else the first test alone would reach the lines that build them
    running = item.nodeid
    recorder.switch_context(running)
    yield
    recorder.switch_context("")
    running = ""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        with (folder / FAILED).open("a", encoding="utf-8") as kept:
            kept.write(f"{report.nodeid}\n")


def pytest_sessionfinish() -> None:
    recorder.stop()
    recorder.save()
    if asked:
        (folder / f"{ASKED}.{os.getpid()}").write_text(json.dumps({place: [*tests] for place, tests in asked.items()}))
