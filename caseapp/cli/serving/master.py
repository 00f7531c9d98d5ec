"""The master of the web processes: holds the socket, replaces processes that ended, stops and reloads in order."""

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from caseapp.cli.serving.log import say
from caseapp.cli.serving.periodic_jobs import PeriodicJobs
from caseapp.cli.serving.process import READY, STOP_SECONDS

START_SECONDS = 60.0
SHORT_LIFE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
KILL_SECONDS = STOP_SECONDS + 2.0
TICK_SECONDS = 0.5


@dataclass
class Child:
    """One web process as its master sees it."""

    process: "subprocess.Popen[bytes]"
    lifeline: socket.socket
    generation: int
    started_at: float
    is_ready: bool = False
    is_leaving: bool = False

    def leave(self) -> None:
        """Ask it to finish what it has begun and to end."""
        self.is_leaving = True
        self.process.terminate()


class Master:
    """Keeps `wanted` web processes running on one socket.

    Each is `argv` with `--fd` and `--lifeline` added. The first one of a generation starts alone, and the others
    follow when it is ready, so that a start or reload that cannot work costs one sentence and not the service.
    """

    def __init__(
        self,
        listener: socket.socket,
        argv: Sequence[str],
        wanted: int,
        jobs: PeriodicJobs,
        announce: Callable[[], None],
    ) -> None:
        self.listener = listener
        self.argv = tuple(argv)
        self.wanted = wanted
        self.jobs = jobs
        self.announce = announce
        self.children: list[Child] = []
        self.generation = 0
        self.has_served = False
        self.reload_wanted = False
        self.stop_wanted = 0
        self.short_lives = 0
        self.next_start_at = 0.0
        self.had_terminal = has_terminal() and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN  # not nohup
        self.events = selectors.DefaultSelector()

    def run(self) -> int:
        """Keep them running until told to stop; returns the exit code."""
        self._listen_to_signals()
        self._start_missing()
        while not self.stop_wanted:
            self._kill_stuck()
            self._remove_ended()
            if not self.has_served and not self.children:
                say("The web process ended before it was ready; the lines above say why. Nothing is served.")
                return 1
            self._adjust()
            if self.has_served:
                self.jobs.start_due()
            self._wait()
        return self._stop()

    def _adjust(self) -> None:
        if self.reload_wanted and any(child.is_ready for child in self._current()):
            self.reload_wanted = False
            self.generation += 1
        self._start_missing()
        self._retire_old()

    def _current(self) -> list[Child]:
        return [child for child in self._staying() if child.generation == self.generation]

    def _old(self) -> list[Child]:
        return [child for child in self._staying() if child.generation != self.generation]

    def _staying(self) -> list[Child]:
        return [child for child in self.children if not child.is_leaving]

    def _start_missing(self) -> None:
        if time.monotonic() < self.next_start_at:
            return
        current = self._current()
        if any(child.is_ready for child in current):
            for _ in range(self.wanted - len(current)):
                self._start()
        elif not current:
            self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            ours.setblocking(False)
            fds = (self.listener.fileno(), theirs.fileno())
            try:
                process = subprocess.Popen(  # noqa: S603 - our own command
                    (*self.argv, "--fd", str(fds[0]), "--lifeline", str(fds[1])),
                    stdin=subprocess.DEVNULL,
                    pass_fds=fds,
                    process_group=0,  # Ctrl-C is for the parent alone, which asks them to finish
                )
            except OSError as failure:
                ours.close()
                say(f"A web process could not be started: {failure.strerror}.")
                self.next_start_at = time.monotonic() + LONGEST_PAUSE_SECONDS
                return
        child = Child(process, ours, self.generation, time.monotonic())
        self.children.append(child)
        self.events.register(ours, selectors.EVENT_READ, child)

    def _kill_stuck(self) -> None:
        for child in self.children:
            if not child.is_ready and time.monotonic() > child.started_at + START_SECONDS:
                child.process.kill()

    def _retire_old(self) -> None:
        ready = sum(child.is_ready for child in self._current())
        old = self._old()
        for child in old[: max(0, len(old) + ready - self.wanted)]:
            child.leave()

    def _remove_ended(self) -> None:
        for child in [child for child in self.children if child.process.poll() is not None]:
            self._remove(child)
            if not child.is_leaving:
                self._count_short_lives(child)
                self._report_end(child)

    def _remove(self, child: Child) -> None:
        self.children.remove(child)
        if child.lifeline in self.events.get_map():
            self.events.unregister(child.lifeline)
        child.lifeline.close()

    def _count_short_lives(self, child: Child) -> None:
        now = time.monotonic()
        self.short_lives = self.short_lives + 1 if now < child.started_at + SHORT_LIFE_SECONDS else 0
        pause = 0.25 * 2 ** (self.short_lives - 2) if self.short_lives > 1 else 0.0
        self.next_start_at = now + min(pause, LONGEST_PAUSE_SECONDS)

    def _report_end(self, child: Child) -> None:
        ended = f"web process {child.process.pid} ended (exit code {child.process.returncode})"
        if child.generation == self.generation and not self._current() and self._old():
            self.generation = max(other.generation for other in self._old())
            say(f"{ended} before the reload was complete; the old ones go on serving.")
        elif self.has_served:
            say(f"{ended}; another is started.")

    def _wait(self) -> None:
        for key, _mask in self.events.select(TICK_SECONDS):
            if isinstance(key.data, Child):
                self._read_lifeline(key.data)
            else:
                key.data.recv(4096)

    def _read_lifeline(self, child: Child) -> None:
        try:
            message = child.lifeline.recv(1)
        except OSError:
            message = b""
        if message == READY:
            child.is_ready = True
            if not self.has_served:
                self.has_served = True
                self.announce()
        else:
            self.events.unregister(child.lifeline)

    def _listen_to_signals(self) -> None:
        receiver, sender = socket.socketpair()
        receiver.setblocking(False)
        sender.setblocking(False)
        self.events.register(receiver, selectors.EVENT_READ, receiver)
        signal.set_wakeup_fd(sender.detach(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.signal(signal.SIGHUP, self._hang_up)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_wanted += 1

    def _hang_up(self, _number: int, _frame: FrameType | None) -> None:
        # The same signal also says that the terminal was closed; serving on unseen would keep the port.
        if self.had_terminal and not has_terminal():
            self.stop_wanted += 1
        else:
            self.reload_wanted = True

    def _stop(self) -> int:
        """Let all children finish what they have begun; a second signal to stop kills them at once."""
        self.listener.close()
        for child in self.children:
            child.leave()
        self.jobs.stop()
        kill_at = time.monotonic() + KILL_SECONDS
        while True:
            self._remove_ended()
            if not self.children and self.jobs.have_ended():
                return 0
            if time.monotonic() > kill_at or self.stop_wanted > 1:
                return self._kill()
            self._wait()

    def _kill(self) -> int:
        say(f"{len(self.children)} web process(es) did not end in time and were ended by force.")
        self.jobs.kill()
        for child in self.children:
            child.process.kill()
            child.process.wait()
        return 1


def has_terminal() -> bool:
    """Whether a person's terminal still controls this process."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
