"""Measuring what stands beside one another in turn, because machines are noisy."""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Prepare = Callable[[], Callable[[], Any]]
WARMING = 10
"""So often is each side asked before the first round: Python runs a function faster from its eighth call on."""


def cpu_of(sides: Mapping[str, Prepare], rounds: int) -> dict[str, float]:
    """Milliseconds of the processor for one answer of each side: the medians of rounds in which each is asked once.

    Each is asked once more before its clock starts: SQLite forgets its pages whenever another connection has written,
    and whoever comes after another side would pay for that.
    """
    spent: dict[str, list[float]] = {name: [] for name in sides}
    for prepare in sides.values():
        for _ in range(WARMING):
            prepare()()
    for _ in range(rounds):
        for name, prepare in sides.items():
            prepare()()
            fetch = prepare()
            begun = time.process_time()
            fetch()
            spent[name].append(1000 * (time.process_time() - begun))
    return {name: statistics.median(each) for name, each in spent.items()}
