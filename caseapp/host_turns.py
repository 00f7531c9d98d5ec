"""Taking turns on a whole host: a file that the system locks, and a queue in each process."""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

LOOK_SECONDS = 0.002

_lines: dict[str, "_Line"] = {}
_lines_lock = threading.Lock()


class _Line:
    """The threads of this process that want the same turn, in the order in which they came."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_taken = False
        self.waiting: deque[threading.Event] = deque()

    def come_to_front(self, seconds: float) -> bool:
        """Whether this thread is the first one within that time."""
        with self.lock:
            if not self.is_taken:
                self.is_taken = True
                return True
            called = threading.Event()
            self.waiting.append(called)
        try:
            called.wait(max(0.0, seconds))
        finally:
            with self.lock:
                is_first = called.is_set()
                if not is_first:
                    self.waiting.remove(called)
        return is_first

    def leave(self) -> None:
        with self.lock:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.is_taken = False


class HostTurn:
    """A turn at what only one thread of all processes on this host may do at a time.

    Of each process only the thread in front looks whether the file is free, because each look takes the interpreter
    from the thread that works. A second file keeps the place next in line: without it a process whose threads come one
    after another would always be quicker than one that looks every now and then.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        with _lines_lock:
            self.line = _lines.setdefault(self.path, _Line())
        self.file = -1

    def take(self, seconds: float) -> None:
        """`TimeoutError` after so many seconds; another `OSError` where the file cannot be locked."""
        until = time.perf_counter() + seconds  # not a clock that can be set
        if not self.line.come_to_front(seconds):
            raise TimeoutError
        try:
            next_in_line = _locked(f"{self.path}.next", until)
            try:
                self.file = _locked(self.path, until)
            finally:
                os.close(next_in_line)
        except BaseException:
            self.line.leave()
            raise

    def give_back(self) -> None:
        """Closing the file frees it."""
        try:
            os.close(self.file)
        finally:
            self.line.leave()


def _locked(path: str, until: float) -> int:
    """The descriptor of that file, locked for us; `TimeoutError` where it is not free by then."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.perf_counter() >= until:
                    raise TimeoutError from None
                time.sleep(LOOK_SECONDS)
            else:
                return file
    except BaseException:
        os.close(file)
        raise
