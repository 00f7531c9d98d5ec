"""A wire to a server: it can go on, or be there and bring nothing."""

import socket
import threading
from contextlib import suppress


class Wire:
    """Takes connections at a port of its own and passes them on.

    While it `hangs`, connections are taken and stay open, and nothing comes back; what is sent arrives at the server
    only where `arrives`."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.hangs = self.arrives = False
        self._open: list[socket.socket] = []
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = self._listens.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def hang(self, *, arrives: bool) -> None:
        self.arrives, self.hangs = arrives, True

    def go_on(self) -> None:
        """With new connections: what was lost on the way does not come later."""
        self.hangs = False
        self._let_go()

    def close(self) -> None:
        self._let_go(self._listens)

    def _let_go(self, *more: socket.socket) -> None:
        for each in (*self._open, *more):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listens.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                self._open += [near, far]
                threading.Thread(target=self._pass, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, start: socket.socket, end: socket.socket, is_there: bool) -> None:
        with suppress(OSError):
            while piece := start.recv(65536):
                if not self.hangs or (is_there and self.arrives):
                    end.sendall(piece)
            if not self.hangs:
                end.shutdown(socket.SHUT_WR)
