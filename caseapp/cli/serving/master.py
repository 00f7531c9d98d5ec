"""The master: holds the socket, replaces a generation of processes that ended, stops and reloads in order."""

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

from caseapp.cli.serving.log import say
from caseapp.cli.serving.pauses import Pauses
from caseapp.cli.serving.periodic_jobs import PeriodicJobs
from caseapp.cli.serving.process import READY, STOP_SECONDS

START_SECONDS = 60.0
KILL_SECONDS = STOP_SECONDS + 2.0
TICK_SECONDS = 0.5


@dataclass
class Child:
    """One generation as its master sees it: a process and its forks, which are its process group."""

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

    def kill(self) -> None:
        """End it and its forks at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Master:
    """Keeps a generation of web processes running on one socket.

    It is `argv` with `--fd` and `--lifeline` added. At a reload the old one stays until the new one is ready, so that
    a reload that cannot work costs one sentence and not the service.
    """

    def __init__(
        self,
        listener: socket.socket,
        argv: Sequence[str],
        jobs: PeriodicJobs,
        announce: Callable[[], None],
    ) -> None:
        self.listener = listener
        self.argv = tuple(argv)
        self.jobs = jobs
        self.announce = announce
        self.children: list[Child] = []
        self.generation = 0
        self.has_served = False
        self.reload_wanted = False
        self.stop_wanted = 0
        self.pauses = Pauses()
        self.had_terminal = has_terminal() and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN  # not nohup
        self.events = selectors.DefaultSelector()

    def run(self) -> int:
        """Keep it running until told to stop; returns the exit code."""
        self._listen_to_signals()
        self._start_missing()
        while not self.stop_wanted:
            self._kill_stuck()
            self._remove_ended()
            if not self.has_served and not self.children:
                say("The web processes ended before they were ready; the lines above say why. Nothing is served.")
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
        if self.pauses.is_over and not self._current():
            self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            ours.setblocking(False)
            fds = (self.listener.fileno(), theirs.fileno())
            try:
                process = subprocess.Popen(
                    (*self.argv, "--fd", str(fds[0]), "--lifeline", str(fds[1])),
                    stdin=subprocess.DEVNULL,
                    pass_fds=fds,
                    process_group=0,  # Ctrl-C is for the parent alone, which asks them to finish
                )
            except OSError as failure:
                ours.close()
                say(f"The web processes could not be started: {failure.strerror}.")
                self.pauses.take_longest()
                return
        child = Child(process, ours, self.generation, time.monotonic())
        self.children.append(child)
        self.events.register(ours, selectors.EVENT_READ, child)

    def _kill_stuck(self) -> None:
        for child in self.children:
            if not child.is_ready and time.monotonic() > child.started_at + START_SECONDS:
                child.kill()

    def _retire_old(self) -> None:
        if any(child.is_ready for child in self._current()):
            for child in self._old():
                child.leave()

    def _remove_ended(self) -> None:
        for child in [child for child in self.children if child.process.poll() is not None]:
            self._remove(child)
            if not child.is_leaving:
                self.pauses.count_end(child.started_at)
                self._report_end(child)

    def _remove(self, child: Child) -> None:
        self.children.remove(child)
        if child.lifeline in self.events.get_map():
            self.events.unregister(child.lifeline)
        child.lifeline.close()

    def _report_end(self, child: Child) -> None:
        ended = f"web processes of {child.process.pid} ended (exit code {child.process.returncode})"
        if child.generation == self.generation and not self._current() and self._old():
            self.generation = max(other.generation for other in self._old())
            say(f"{ended} before the reload was complete; the old ones go on serving.")
        elif self.has_served:
            say(f"{ended}; others are started.")

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
                self.jobs.begin()
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
        """Let all finish what they have begun; a second signal to stop kills them at once."""
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
        say("Not all processes ended in time; they were ended by force.")
        self.jobs.kill()
        for child in self.children:
            child.kill()
            child.process.wait()
        return 1


def has_terminal() -> bool:
    """Whether a person's terminal still controls this process."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
