"""Asking the drawing server for a document: it never harms the caller, who waits for a bounded time."""

import errno
import math
import os
import pickle
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeAlias

from caseapp.documents.blocks import Document
from caseapp.documents.server.messages import CROWDED, DRAWN, STARTED, TURN
from caseapp.documents.server.place import Place, connect, connect_as_user, find_place

SECONDS = 10
WAITING_SECONDS = 20.0
RETRY_SECONDS = 5
LARGEST_FILE = 64 * 1024 * 1024
_ATTEMPTS = 3
_HANDING_OVER_SECONDS = 5.0

Drawing: TypeAlias = Callable[[Document], bytes]


class DrawingFailed(Exception):
    """No document was drawn; the text says why in plain words for the log."""


class DrawingCrowded(DrawingFailed):
    """Too many other documents wait; nothing is wrong with this one."""


class DrawingSlow(DrawingFailed):
    """The document was not there after as long as the caller wanted to wait; nothing is wrong with it."""


class _Use:
    """This process's connection that keeps the server alive, made with its first document."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.connection: socket.socket | None = None
        self.process = 0

    def begin(self, place: Place) -> None:
        """Make sure that a server is there and stays while this process lives."""
        with self.lock:
            if not self._goes_on():
                self.connection, self.process = connect_as_user(place), os.getpid()

    def end(self) -> None:
        """The server is not there any more."""
        with self.lock:
            self.connection = None

    def _goes_on(self) -> bool:
        if self.connection is None or self.process != os.getpid():
            return False
        try:
            self.connection.recv(1, socket.MSG_DONTWAIT)
        except OSError as nothing_yet:
            return nothing_yet.errno == errno.EAGAIN
        return False


_use = _Use()


def draw_bounded(document: Document, *, drawing: Drawing | None = None, patience: float | None = None) -> bytes:
    """The document as PDF, or DrawingFailed after at most 20 seconds of waiting and 10 of drawing; after `patience`
    seconds of both, DrawingSlow, and the drawing is given up."""
    request = pickle.dumps((document, SECONDS, drawing))
    until = time.monotonic() + patience if patience is not None else math.inf
    for _ in range(_ATTEMPTS):
        try:
            place = find_place()
            _use.begin(place)
            with Connection(connect(place.requests).detach()) as answers:
                if _has_turn(answers, until):
                    answers.send_bytes(place.key.read_bytes() + request)
                    return _received(answers, until)
        except EOFError:
            raise DrawingFailed("The drawing process ended before it was done.") from None
        except PermissionError as refused:
            raise DrawingFailed(str(refused)) from None
        except OSError:
            _use.end()
    raise DrawingFailed("The drawing server did not start.")


def _has_turn(answers: Connection, until: float) -> bool:
    """Wait for a place; False where the server ended meanwhile."""
    if not _comes(answers, WAITING_SECONDS, until):
        raise DrawingCrowded("Other documents are being drawn; this one had to wait too long.")
    try:
        answer = answers.recv_bytes(len(CROWDED))
    except EOFError:
        return False
    if answer == CROWDED:
        raise DrawingCrowded("Too many other documents wait to be drawn.")
    return answer == TURN


def _received(answers: Connection, until: float) -> bytes:
    if not answers.poll(_HANDING_OVER_SECONDS) or answers.recv_bytes(len(STARTED)) != STARTED:
        raise DrawingFailed("The drawing process did not start.")
    if not _comes(answers, SECONDS, until):
        raise DrawingFailed(f"Drawing took longer than {SECONDS} seconds.")
    try:
        answer = answers.recv_bytes(LARGEST_FILE)
    except OSError as broken:
        raise DrawingFailed("The drawing is larger than a document may be.") from broken
    if answer[:1] != DRAWN:
        raise DrawingFailed(answer[1:].decode())
    return answer[1:]


def _comes(answers: Connection, seconds: float, until: float) -> bool:
    """Whether something comes within that time; DrawingSlow where the caller waits no longer."""
    left = max(0.0, until - time.monotonic())
    if answers.poll(min(seconds, left)):
        return True
    if left < seconds:
        raise DrawingSlow("The document was not drawn at once.")
    return False
