"""The drawing server: it has the fonts and libraries loaded, and forks a limited child for each document.

It never reads what it is sent: documents go from the caller to the child. At most one child for each processor draws;
others wait in order, and when too many wait, the next ones are told so.
"""

import gc
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from caseapp.documents.pdf.preload import warm_up
from caseapp.documents.server.child import draw_and_end
from caseapp.documents.server.messages import CROWDED
from caseapp.documents.server.place import Place

QUEUE = 16
NICENESS = 5  # pages come first
FIRST_USER_SECONDS = 60.0


class DrawingServer:
    """Forks a child for each connection when it is its turn; ends when nobody is connected as a user any more."""

    def __init__(self, requests: socket.socket, users: socket.socket, key: bytes) -> None:
        self.requests, self.user_listener, self.key = requests, users, key
        self.at_once = os.cpu_count() or 1
        self.users: dict[int, socket.socket] = {}
        self.waiting: deque[Connection] = deque()
        self.drawing: dict[int, Connection] = {}
        self.ended, self.waker = socket.socketpair()
        self.events = select.poll()
        for listening in (requests, users, self.ended):
            listening.setblocking(False)
            self.events.register(listening, select.POLLIN)
        self.waker.setblocking(False)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)

    def run(self) -> None:
        """Serve until the last user has left."""
        first_user_by = time.monotonic() + FIRST_USER_SECONDS
        had_user = False
        while self.users or self.drawing or (not had_user and time.monotonic() < first_user_by):
            happened = [fd for fd, _event in self.events.poll(FIRST_USER_SECONDS * 1000)]
            for fd in sorted(happened, key=lambda fd: fd == self.requests.fileno()):  # who left makes room first
                self._act_on(fd)
            had_user = had_user or bool(self.users)
            self._remove_ended()
            self._begin_next()

    def _act_on(self, fd: int) -> None:
        """Something is new on this descriptor; of connections only the end is watched."""
        if fd == self.ended.fileno():
            self.ended.recv(4096)
        elif fd == self.user_listener.fileno():
            user, _ = self.user_listener.accept()
            self.users[user.fileno()] = user
            self.events.register(user, 0)
        elif fd == self.requests.fileno():
            self._accept_request()
        elif fd in self.users:
            self.events.unregister(fd)
            self.users.pop(fd).close()
        else:
            self._give_up(fd)

    def _accept_request(self) -> None:
        self._remove_ended()
        accepted, _ = self.requests.accept()
        answers = Connection(accepted.detach())
        if len(self.waiting) + len(self.drawing) >= QUEUE + self.at_once:
            with answers, suppress(OSError):
                answers.send_bytes(CROWDED)
            return
        self.events.register(answers, 0)
        self.waiting.append(answers)

    def _give_up(self, fd: int) -> None:
        """Whoever asked has left."""
        for answers in [each for each in self.waiting if each.fileno() == fd]:
            self.waiting.remove(answers)
            self._close(answers)
        for child in [child for child, answers in self.drawing.items() if answers.fileno() == fd]:
            os.kill(child, signal.SIGKILL)

    def _begin_next(self) -> None:
        while self.waiting and len(self.drawing) < self.at_once:
            answers = self.waiting.popleft()
            child = os.fork()
            if not child:
                self._keep_only(answers)
                draw_and_end(answers, self.key)
            self.drawing[child] = answers

    def _keep_only(self, answers: Connection) -> None:
        """In the child: no way to other documents or to the server is left."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (self.requests, self.user_listener, self.ended, self.waker, *self.users.values()):
            other.close()
        for connection in (*self.waiting, *self.drawing.values()):
            connection.close()

    def _remove_ended(self) -> None:
        for child in list(self.drawing):
            if os.waitpid(child, os.WNOHANG)[0]:
                self._close(self.drawing.pop(child))

    def _close(self, answers: Connection) -> None:
        self.events.unregister(answers)
        answers.close()


def main() -> None:
    """`process REQUESTS USERS FOLDER`: the descriptors of two listening sockets, and the folder with the key."""
    requests, users = (socket.socket(fileno=int(fd)) for fd in sys.argv[1:3])
    place = Place(Path(sys.argv[3]))
    os.nice(NICENESS)
    warm_up()
    gc.collect()
    gc.freeze()
    DrawingServer(requests, users, place.key.read_bytes()).run()
    for path in (place.key, place.requests, place.users):  # the next server begins when nobody can connect as a user
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
