"""One generation: a process that has loaded the application, and forks of it that share its memory and do the work."""

import gc
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from caseapp.cli.serving.log import say
from caseapp.cli.serving.pauses import Pauses
from caseapp.cli.serving.process import READY

TICK_SECONDS = 0.5
MADE_BETWEEN = 10_000
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def settle_memory() -> None:
    """What is loaded by now stays: the collector would write to every page of memory that it looks at, and so copy it.
    That little of it is garbage is not worth the look at all of it, for which the first page would wait. The collector
    comes after more new objects than one page makes, and not several times within a page."""
    gc.freeze()
    gc.set_threshold(MADE_BETWEEN, 10, 10)


@dataclass
class ForkKind:
    """Forks that do the same: their name in the log, how many are wanted, and what each does with the descriptor of its
    lifeline, which closes when the generation has ended."""

    name: str
    wanted: int
    work: Callable[[int], None]
    started: dict[int, float] = field(default_factory=dict)
    pauses: Pauses = field(default_factory=Pauses)


class Generation:
    """Keeps the wanted forks of each kind running until told to stop or the master is gone.

    The first fork of the first kind starts alone, and the others follow when it is ready. The process itself has no
    thread and no connection, so that nothing is shared by its forks but memory.
    """

    def __init__(self, kinds: Sequence[ForkKind], listener_fd: int, master_fd: int) -> None:
        os.set_inheritable(master_fd, False)
        self.kinds = kinds
        self.listener_fd = listener_fd
        self.master = socket.socket(fileno=master_fd)
        self.ready, self.lifeline = socket.socketpair()
        self.told, self.teller = socket.socketpair()
        self.is_ready = False
        self.is_stopping = False
        self.events = selectors.DefaultSelector()
        for source, act in ((self.master, self._leave), (self.ready, self._pass_on), (self.told, self._hear)):
            source.setblocking(False)
            self.events.register(source, selectors.EVENT_READ, act)
        self.teller.setblocking(False)

    def run(self) -> None:
        """Return when all forks have ended; in a fork, when its work is done."""
        settle_memory()
        gc.enable()
        signal.set_wakeup_fd(self.teller.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop_by_signal)
        while not self.is_stopping:
            if kind := self._start_missing():
                kind.work(self.lifeline.fileno())
                return
            self._wait()
        self._stop()

    def _start_missing(self) -> ForkKind | None:
        """Fork what is missing; in the fork, its kind."""
        for kind in self.kinds if self.is_ready else self.kinds[:1]:
            wanted = kind.wanted if self.is_ready else 1
            while len(kind.started) < wanted and kind.pauses.is_over:
                # A signal to stop must not come to a fork while it still has the handler of this process.
                signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
                fork = os.fork()
                if not fork:
                    self._keep_lifeline_only()
                signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
                if not fork:
                    return kind
                kind.started[fork] = time.monotonic()
        return None

    def _keep_lifeline_only(self) -> None:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, *STOP_SIGNALS):
            signal.signal(number, signal.SIG_DFL)
        self.events.close()
        for other in (self.master, self.ready, self.told, self.teller):
            other.close()

    def _wait(self) -> None:
        for key, _mask in self.events.select(TICK_SECONDS):
            key.data()
        for kind in self.kinds:
            for fork in list(kind.started):
                ended, status = os.waitpid(fork, os.WNOHANG)
                if ended:
                    self._count_end(kind, fork, os.waitstatus_to_exitcode(status))

    def _count_end(self, kind: ForkKind, fork: int, code: int) -> None:
        kind.pauses.count_end(kind.started.pop(fork))
        if self.is_stopping:
            return
        if not self.is_ready:
            sys.exit(code or 1)
        say(f"{kind.name} {fork} ended (exit code {code}); another is started.")

    def _pass_on(self) -> None:
        """A fork is ready."""
        self.ready.recv(100)
        if not self.is_ready:
            self.is_ready = True
            self.master.send(READY)

    def _hear(self) -> None:
        self.told.recv(4096)

    def _leave(self) -> None:
        """The master has ended, however it ended."""
        self.is_stopping = True

    def _stop_by_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _stop(self) -> None:
        """Let all finish what they have begun, and leave the shared socket."""
        os.close(self.listener_fd)
        self.events.unregister(self.master)
        for kind in self.kinds:
            for fork in kind.started:
                os.kill(fork, signal.SIGTERM)
        while any(kind.started for kind in self.kinds):
            self._wait()
