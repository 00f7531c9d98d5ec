"""Tests are dealt to the processes of a run so that the long ones are begun first."""

from types import SimpleNamespace

import pytest

from tests.conftest import LONG, dealt


@pytest.mark.parametrize("processes", [1, 2, 3, 5])
@pytest.mark.parametrize("long", [0, 1, 7, 60])
def test_each_process_begins_with_its_share_of_the_long_tests(long, processes) -> None:
    names = [*(f"tests/goals/{n}" for n in range(100)), *(f"{LONG[n % 3]}{n}" for n in range(long))]
    order = [item.nodeid for item in dealt([SimpleNamespace(nodeid=name) for name in names], processes)]
    assert sorted(order) == sorted(names)
    rest = list(order)
    for process in range(processes):  # as pytest-xdist hands them out
        part = len(rest) // (processes - process)
        given, rest = rest[:part], rest[part:]
        share = len(range(process, long, processes))
        assert [name.startswith(LONG) for name in given] == [True] * share + [False] * (part - share)
