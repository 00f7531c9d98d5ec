"""Which tests reach a line or ask for a view, and whether one of them fails on a fault that is planted there."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import SourceFileLoader
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType
from typing import NoReturn

import coverage
import pytest

from tests.mutations.mutants import ASKED, FAILED, REACH_FOLDER, Mutant

ROOT = Path(__file__).parents[2]
MOST_TESTS, PATIENCE_SECONDS = 150, 900
MOST_FAILING = 5
APART = ("journeys", "faults", "packaging", "dev", "cli", "mutations", "upgrades")

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(
    ["pytest", "hypothesis", "flask_sqlalchemy", "flask_login", "flask_wtf", "reportlab.pdfgen.canvas"]
)

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(
    ["pytest", "hypothesis", "flask_sqlalchemy", "flask_login", "flask_wtf", "cryptography.x509"]
)

Reach = dict[tuple[str, int], list[str]]


def record_reach(folder: Path) -> Reach:
    """Which tests reach each line, and which ask for the view that begins there; those that reach the fewest lines
    first. Tests that fail by themselves are named and left out: they would find any fault."""
    paths = [str(path) for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name not in APART]
    chosen = ["-m", "not prove and not browser", "-k", "not postgresql", "-n", "2", "-p", "tests.mutations.recording"]
    done = run_pytest([*chosen, *paths], {REACH_FOLDER: str(folder)})
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


def run_pytest(arguments: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    whole = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more
    return subprocess.run(command, cwd=ROOT, env=whole, capture_output=True, text=True)


def is_found(mutant: Mutant, tests: list[str], root: Path = ROOT) -> bool:
    """Whether one of the tests fails on the fault, or never ends."""
    if not tests:
        return False
    with NamedTemporaryFile() as said:
        trying = WARM.Process(target=try_tests, args=(mutant, ["-x", "-n0", *tests[:MOST_TESTS]], root, said.name))
        trying.start()
        trying.join(PATIENCE_SECONDS)
        if trying.exitcode is None:
            trying.kill()
            trying.join()
            return True
        assert trying.exitcode in (0, 1), f"{mutant}: {said.read()[-3000:].decode(errors='replace')}"
        return trying.exitcode == 1


def try_tests(mutant: Mutant, arguments: list[str], root: Path, said: str) -> NoReturn:
    """Run tests on the fault in this process, which is the fork of one that has loaded no module of ours yet."""
    os.chdir(root)
    output = os.open(said, os.O_WRONLY)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    sys.path[:] = [str(root), *(path for path in sys.path if path not in ("", str(ROOT)))]
    plant(mutant, root)
    os._exit(pytest.main(["-q", *arguments]))


def plant(mutant: Mutant, root: Path) -> None:
    """Whoever imports the module from now on in this process gets the fault; the file stays as it is."""
    file, get_code = root / mutant.path, SourceFileLoader.get_code

    def get_planted_code(self: SourceFileLoader, name: str) -> CodeType | None:
        if Path(self.path) != file:
            return get_code(self, name)
        return compile(mutant.planted_in(file.read_text(encoding="utf-8")), self.path, "exec")

    SourceFileLoader.get_code = get_planted_code  # type: ignore[method-assign]


def survivors(mutants: list[Mutant], tests_of: Callable[[Mutant], list[str]]) -> list[Mutant]:
    """The faults that no test finds; two are tried at a time."""
    with ThreadPoolExecutor(2) as both:
        found = both.map(lambda each: is_found(each, tests_of(each)), mutants)
        return [each for each, is_seen in zip(mutants, found, strict=True) if not is_seen]
