"""Periodic work beside the web processes, each a command in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from caseapp.cli.serving.log import say

DAY = 24 * 60 * 60.0


@dataclass(frozen=True)
class Chore:
    """A command to run at the start and then every so many seconds; a steady one runs on and is started again where it
    ended, at the soonest after these seconds."""

    name: str
    argv: tuple[str, ...]
    every: float
    is_steady: bool = False


DAILY_CHORES = (Chore("audit anchor", (sys.executable, "-m", "caseapp", "audit", "anchor"), DAY),)


def worker_of(parent: int) -> Chore:
    """The worker beside the web processes, which ends when that process does, however it ended."""
    return Chore("worker", (sys.executable, "-m", "caseapp", "worker", "--parent", str(parent)), 5.0, is_steady=True)


@dataclass
class Chores:
    """Starts each chore when it is due; a failing one is reported and tried again the next time."""

    chores: Sequence[Chore]
    due: dict[str, float] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def tend(self) -> None:
        """Report those that ended, start those that are due."""
        for chore in self.chores:
            self._report(chore)
            is_on = chore.is_steady and chore.name in self.running
            if not is_on and time.monotonic() >= self.due.get(chore.name, 0.0):
                self.due[chore.name] = time.monotonic() + chore.every
                self._start(chore)

    def stop(self) -> None:
        """Ask those still running to end."""
        for process in self.running.values():
            process.terminate()

    def kill(self) -> None:
        """End those that did not end when asked."""
        for process in self.running.values():
            process.kill()

    def are_over(self) -> bool:
        return all(process.poll() is not None for process in self.running.values())

    def _start(self, chore: Chore) -> None:
        if chore.name in self.running:
            say(f"“{chore.name}” is still running since the last time; it is not started again.")
            return
        try:
            self.running[chore.name] = subprocess.Popen(chore.argv, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603
        except OSError as failure:
            say(f"“{chore.name}” could not be started: {failure.strerror}.")

    def _report(self, chore: Chore) -> None:
        process = self.running.get(chore.name)
        code = process.poll() if process else None
        if code is None:
            return
        del self.running[chore.name]
        if code:
            say(f"“{chore.name}” failed (exit code {code}); it is tried again at its next time.")
