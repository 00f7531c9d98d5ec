"""Periodic jobs beside the web processes, each a command in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from caseapp.cli.serving.log import say

HOUR = 60 * 60.0
DAY = 24 * HOUR
FIRST_AFTER = 5.0  # the first pages come first
BACKED_UP_AFTER = 300.0
CHECKED_AFTER = 900.0


@dataclass(frozen=True)
class PeriodicJob:
    """A command to run soon after the start and then every `every` seconds."""

    name: str
    argv: tuple[str, ...]
    every: float
    first_after: float = 0.0


DAILY_JOBS = (
    PeriodicJob("audit anchor", (sys.executable, "-m", "caseapp", "audit", "anchor"), DAY, FIRST_AFTER),
    PeriodicJob("nightly", (sys.executable, "-m", "caseapp", "nightly"), HOUR, BACKED_UP_AFTER),
    PeriodicJob("keys check", (sys.executable, "-m", "caseapp", "keys", "check"), DAY, CHECKED_AFTER),
)


@dataclass
class PeriodicJobs:
    """Starts each job when it is due; a failing one is reported and tried again the next time."""

    jobs: Sequence[PeriodicJob]
    due: dict[str, float] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def begin(self) -> None:
        """From this moment on the seconds until the first runs are counted."""
        self.due = {job.name: time.monotonic() + job.first_after for job in self.jobs}

    def start_due(self) -> None:
        """Report jobs that ended, start those that are due."""
        for job in self.jobs:
            self._report(job)
            if time.monotonic() >= self.due[job.name]:
                self.due[job.name] = time.monotonic() + job.every
                self._start(job)

    def stop(self) -> None:
        """Ask running jobs to end."""
        for process in self.running.values():
            process.terminate()

    def kill(self) -> None:
        """Kill jobs that did not end when asked."""
        for process in self.running.values():
            process.kill()

    def have_ended(self) -> bool:
        return all(process.poll() is not None for process in self.running.values())

    def _start(self, job: PeriodicJob) -> None:
        if job.name in self.running:
            say(f"“{job.name}” is still running since the last time; it is not started again.")
            return
        try:
            self.running[job.name] = subprocess.Popen(job.argv, stdin=subprocess.DEVNULL, process_group=0)
        except OSError as failure:
            say(f"“{job.name}” could not be started: {failure.strerror}.")

    def _report(self, job: PeriodicJob) -> None:
        process = self.running.get(job.name)
        code = process.poll() if process else None
        if code is None:
            return
        del self.running[job.name]
        if code:
            say(f"“{job.name}” failed (exit code {code}); it is tried again at its next time.")
