"""Sixty faults are planted, one after another, and the tests that reach the line have to find them."""

import hashlib
import random

import pytest

from tests.mutations.mutants import REACH_FOLDER, Mutant, mutants_in, mutants_of
from tests.mutations.trying import ROOT, failed_tests, is_found, run_pytest, survivors

SEED, PLANTED, LEAST_FOUND = 20_260_222, 60, 58

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
    run_pytest(["-n0", "-p", "tests.mutations.recording", str(tmp_path)], {REACH_FOLDER: str(tmp_path)})
    assert [test.rpartition("::")[2] for test in failed_tests(tmp_path)] == ["test_bad"]


def test_a_test_that_does_not_exist_is_no_survivor(planted):
    fault, folder = planted
    with pytest.raises(AssertionError, match="test_gone"):
        is_found(fault, ["test_it.py::test_gone"], folder)


def lot_of(mutant: Mutant) -> bytes:
    """A fault's place in the draw, which depends on nothing but the fault: a change elsewhere leaves the draw alone."""
    return hashlib.sha256(f"{SEED} {mutant.path} {mutant.before} {mutant.after}".encode()).digest()


@pytest.mark.prove
def test_planted_faults_are_found(reach):
    drawn = sorted(mutants_of(ROOT), key=lot_of)[:PLANTED]
    left = survivors(drawn, lambda fault: reach.get((fault.path, fault.line), []))
    unexplained = [each for each in left if (each.path, each.before, each.after) not in EQUIVALENT]
    print("\n".join(map(str, left)))
    assert len(unexplained) <= PLANTED - LEAST_FOUND, "\n".join(map(str, unexplained))
