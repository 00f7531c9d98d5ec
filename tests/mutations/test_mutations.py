"""Sixty faults are planted, one after another, and the tests that reach the line have to find them."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import coverage
import pytest

from tests.mutations.mutants import FAILED, REACH_FOLDER, Mutant, mutants_in, mutants_of

ROOT = Path(__file__).parents[2]
COPIED = ("caseapp", "templates", "tests", "migrations", "config.py", "pyproject.toml", "docs", "README.md")
SEED, PLANTED, LEAST_FOUND = 20_260_222, 60, 58
MOST_TESTS, PATIENCE_SECONDS = 150, 900
MOST_FAILING = 5
APART = ("journeys", "faults", "packaging", "dev", "cli", "mutations", "upgrades")

EQUIVALENT: dict[tuple[str, str, str], str] = {}
"""Faults that change nothing that anybody could see: path, text before, text after, and why."""


def test_each_kind_of_fault_can_be_planted():
    text = (
        "def f(a, b):\n    if a < b and not a:\n        raise ValueError\n    check_it(a)\n"
        "    q.where(a == 1, b)\n    return a + b\n\ndef g():\n    return True\n"
    )
    planted = [mutant.planted_in(text) for mutant in mutants_in("x/rules.py", text)]
    assert len(set(planted)) == len(planted) == 9
    for wrong in planted:
        compile(wrong, "planted", "exec")


def test_every_fault_of_the_rooms_is_python():
    mutants = mutants_of(ROOT)
    assert len(mutants) > 1_000
    for mutant in random.Random(1).sample(mutants, 100):
        compile(mutant.planted_in((ROOT / mutant.path).read_text(encoding="utf-8")), mutant.path, "exec")


@pytest.fixture
def planted(tmp_path):
    """A rule with a fault, and a test of its sound form."""
    (tmp_path / "rules.py").write_text("def is_late(day):\n    return day < 3\n")
    (tmp_path / "test_it.py").write_text(
        "from rules import is_late\ndef test_border():\n    assert not is_late(3)\n"
        "def test_far():\n    assert is_late(1)\n"
    )
    (fault,) = mutants_in("rules.py", (tmp_path / "rules.py").read_text())
    return fault, tmp_path


def test_a_fault_is_found_where_a_test_fails_and_only_there(planted):
    fault, folder = planted
    assert is_found(fault, ["test_it.py::test_border"], folder)
    assert not is_found(fault, ["test_it.py::test_far"], folder)
    assert not is_found(fault, [], folder)
    assert (folder / "rules.py").read_text() == "def is_late(day):\n    return day < 3\n"


def test_a_test_that_fails_by_itself_is_named_by_the_recording(tmp_path):
    (tmp_path / "test_it.py").write_text("def test_good(): pass\ndef test_bad(): assert False\n")
    assert failed_tests(tmp_path) == set()
    run_pytest(ROOT, ["-n0", "-p", "tests.mutations.recording", str(tmp_path)], {REACH_FOLDER: str(tmp_path)})
    assert [test.rpartition("::")[2] for test in failed_tests(tmp_path)] == ["test_bad"]


def test_a_test_that_does_not_exist_is_no_survivor(planted):
    fault, folder = planted
    with pytest.raises(AssertionError, match="test_gone"):
        is_found(fault, ["test_it.py::test_gone"], folder)


def lot_of(mutant: Mutant) -> bytes:
    """A fault's place in the draw, which depends on nothing but the fault: a change elsewhere leaves the draw alone."""
    return hashlib.sha256(f"{SEED} {mutant.path} {mutant.before} {mutant.after}".encode()).digest()


def record_reach(folder: Path) -> dict[tuple[str, int], list[str]]:
    """Which tests reach each line of the rooms, those that reach the fewest lines first. Tests that fail by themselves
    are named and left out: they would find any fault."""
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
    reached: dict[tuple[str, int], list[str]] = {}
    for path in data.measured_files():
        name = str(Path(path).relative_to(ROOT))
        for line, tests in data.contexts_by_lineno(path).items():
            reached[name, line] = [test for test in tests if test and test not in failing]
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
    whole = {**os.environ, **(more or {})}
    return subprocess.run(command, cwd=folder, env=whole, capture_output=True, text=True, timeout=patience)


def is_found(mutant: Mutant, tests: list[str], copy: Path) -> bool:
    """Whether one of the tests fails on the fault, or never ends."""
    if not tests:
        return False
    file = copy / mutant.path
    right = file.read_text(encoding="utf-8")
    file.write_text(mutant.planted_in(right), encoding="utf-8")
    try:
        done = run_pytest(copy, ["-x", "-n0", *tests[:MOST_TESTS]], patience=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(right, encoding="utf-8")
    assert done.returncode in (0, 1), f"{mutant}: {done.stdout[-3000:]}{done.stderr[-1000:]}"
    return done.returncode == 1


@pytest.mark.prove
def test_planted_faults_are_found(tmp_path):
    (tmp_path / "reach").mkdir()
    reached = record_reach(tmp_path / "reach")
    drawn = sorted(mutants_of(ROOT), key=lot_of)[:PLANTED]
    copies = [tmp_path / "first", tmp_path / "second"]
    for copy in copies:
        copy.mkdir()
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)

    def survivors(copy: Path, mutants: list[Mutant]) -> list[Mutant]:
        return [each for each in mutants if not is_found(each, reached.get((each.path, each.line), []), copy)]

    with ThreadPoolExecutor(2) as both:
        left = [each for found in both.map(survivors, copies, (drawn[::2], drawn[1::2])) for each in found]
    unexplained = [each for each in left if (each.path, each.before, each.after) not in EQUIVALENT]
    print("\n".join(map(str, left)))
    assert len(unexplained) <= PLANTED - LEAST_FOUND, "\n".join(map(str, unexplained))
