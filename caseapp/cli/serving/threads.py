"""The threads of a web process: the one that worked last works next, so that the others stay out of memory."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol


class Task(Protocol):
    """A piece of work as waitress gives it."""

    def service(self) -> None: ...

    def cancel(self) -> None: ...


class Turn:
    """One connection's turn at a working thread; tells the server when it is over."""

    def __init__(self, connection: Task, over: Callable[[], None]) -> None:
        self.connection = connection
        self.over = over

    def service(self) -> None:
        try:
            self.connection.service()
        finally:
            self.over()

    def cancel(self) -> None:
        self.connection.cancel()


class Threads:
    """At most so many threads, begun when all others are at work; further tasks wait in order."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.started = 0
        self.idle: list[SimpleQueue[Task]] = []
        self.waiting: deque[Task] = deque()
        self.lock = threading.Lock()

    def add_task(self, task: Task) -> None:
        with self.lock:
            if self.idle:
                self.idle.pop().put(task)
            elif self.started < self.most:
                self.started += 1
                threading.Thread(target=self._work, args=(task,), daemon=True).start()
            else:
                self.waiting.append(task)

    def shutdown(self) -> None:
        """Give up what waits; threads at work end with the process."""
        with self.lock:
            waiting = list(self.waiting)
            self.waiting.clear()
        for task in waiting:
            task.cancel()

    def _work(self, task: Task) -> None:
        inbox: SimpleQueue[Task] = SimpleQueue()
        while True:
            try:
                task.service()
            except BaseException:
                logging.getLogger("waitress").exception("a request broke off")
            with self.lock:
                found = self.waiting.popleft() if self.waiting else None
                if found is None:
                    self.idle.append(inbox)
            task = found or inbox.get()
