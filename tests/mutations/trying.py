"""Which tests reach a line or ask for a view, and whether one of them fails on a fault that is planted there."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import coverage
import pytest

from tests.mutations.mutants import ASKED, FAILED, REACH_FOLDER, Mutant

ROOT = Path(__file__).parents[2]
COPIED = ("caseapp", "templates", "tests", "migrations", "config.py", "pyproject.toml", "docs", "README.md")
MOST_TESTS, PATIENCE_SECONDS = 150, 900
MOST_FAILING = 5
APART = ("journeys", "faults", "packaging", "dev", "cli", "mutations", "upgrades")

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["pytest", "hypothesis", "flask_sqlalchemy", "flask_login", "flask_wtf", "reportlab.pdfgen.canvas"])

Reach = dict[tuple[str, int], list[str]]


def record_reach(folder: Path) -> Reach:
    """Which tests reach each line, and which ask for the view that begins there; those that reach the fewest lines
    first. Tests that fail by themselves are named and left out: they would find any fault."""
    paths = [str(path) for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name not in APART]
    chosen = ["-m", "not prove and not browser", "-k", "not postgresql", "-n", "2", "-p", "tests.mutations.recording"]
    done = run_pytest(ROOT, [*chosen, *paths], {REACH_FOLDER: str(folder)})
    assert done.returncode in (0, 1), done.stdout[-3000:]
    failing = failed_tests(folder)
    assert len(failing) <= MOST_FAILING, done.stdout[-3000:]
    print("left out:", *failing)
    data = coverage.CoverageData(str(folder / "all"))
    for part in folder.glob("reach.*"):
        piece = coverage.CoverageData(str(part))
        piece.read()
        data.update(piece)
    reached: Reach = {}
    for path in data.measured_files():
        name = str(Path(path).relative_to(ROOT))
        for line, tests in data.contexts_by_lineno(path).items():
            reached[name, line] = [test for test in tests if test and test not in failing]
    for part in folder.glob(f"{ASKED}.*"):
        for place, tests in json.loads(part.read_text(encoding="utf-8")).items():
            path, _, line = place.rpartition(":")
            reached.setdefault((str(Path(path).relative_to(ROOT)), int(line)), []).extend(set(tests) - failing)
    lines = Counter(test for tests in reached.values() for test in tests)
    return {place: sorted(tests, key=lambda test: (lines[test], test)) for place, tests in reached.items()}


def failed_tests(folder: Path) -> set[str]:
    """The tests that failed by themselves while the reach was recorded."""
    kept = folder / FAILED
    return set(kept.read_text(encoding="utf-8").splitlines()) if kept.exists() else set()


def run_pytest(
    folder: Path, arguments: list[str], more: dict[str, str] | None = None, patience: float | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    whole = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | (more or {})
    return subprocess.run(command, cwd=folder, env=whole, capture_output=True, text=True, timeout=patience)


def is_found(mutant: Mutant, tests: list[str], copy: Path) -> bool:
    """Whether one of the tests fails on the fault, or never ends."""
    if not tests:
        return False
    file = copy / mutant.path
    right = file.read_text(encoding="utf-8")
    file.write_text(mutant.planted_in(right), encoding="utf-8")
    said = copy / "said.txt"
    trying = WARM.Process(target=try_tests, args=(copy, ["-x", "-n0", *tests[:MOST_TESTS]], said))
    trying.start()
    try:
        trying.join(PATIENCE_SECONDS)
        if trying.exitcode is None:
            trying.kill()
            trying.join()
            return True
    finally:
        file.write_text(right, encoding="utf-8")
    assert trying.exitcode in (0, 1), f"{mutant}: {said.read_text(encoding='utf-8', errors='replace')[-3000:]}"
    return trying.exitcode == 1


def try_tests(folder: Path, arguments: list[str], said: Path) -> NoReturn:
    """Run tests in this process, which is a fork of one that has loaded what nobody plants faults in."""
    os.chdir(folder)
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.dont_write_bytecode = False
    sys.path[:] = [str(folder), *(path for path in sys.path if path not in ("", str(ROOT)))]
    os._exit(pytest.main(["-q", *arguments]))


def survivors(mutants: list[Mutant], tests_of: Callable[[Mutant], list[str]], folder: Path) -> list[Mutant]:
    """The faults that no test finds; each is planted in a copy of the project, two at a time."""
    copies = [folder / "first", folder / "second"]
    for copy in copies:
        copy.mkdir()
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)

    def left_in(copy: Path, some: list[Mutant]) -> list[Mutant]:
        return [each for each in some if not is_found(each, tests_of(each), copy)]

    with ThreadPoolExecutor(2) as both:
        return [each for left in both.map(left_in, copies, (mutants[::2], mutants[1::2])) for each in left]
