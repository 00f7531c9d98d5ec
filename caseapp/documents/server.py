"""Drawing in a limited child process: a document that breaks the drawing never harms the caller.

A drawing server (the standard library's fork server) has the fonts and libraries loaded. Each drawing runs
in its own fork of it, which can open no file, socket or process and has limited time and memory.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

from caseapp.documents.blocks import Document

SECONDS = 10
MEGABYTES = 256
AT_ONCE = 2
WAITING_SECONDS = 20.0
STARTING_SECONDS = 60.0
LARGEST_FILE = 64 * 1024 * 1024

_STARTED = b"started"
_DRAWN = b"D"
_REFUSED = b"R"


class DrawingFailed(Exception):
    """No document was drawn; the text says why in plain words for the log."""


def start_drawing_server() -> None:
    """Start the server before there are threads and before anybody waits for it; calling twice is harmless."""
    from multiprocessing import forkserver

    _context().set_forkserver_preload([f"{__package__}.pdf.preload", __name__])
    forkserver.ensure_running()


Drawing: TypeAlias = Callable[[Document], bytes]


def draw_bounded(document: Document, *, drawing: Drawing | None = None) -> bytes:
    """The document as PDF, or DrawingFailed after at most 10 seconds of drawing."""
    start_drawing_server()
    with _a_place():
        ours, theirs = _context().Pipe(duplex=False)
        child = _context().Process(target=_draw_in_child, args=(theirs, document, SECONDS, drawing), daemon=True)
        try:
            child.start()
            theirs.close()
            return _received(ours)
        finally:
            if child.pid is not None:
                child.kill()
                child.join()
            ours.close()


def _received(answers: Connection) -> bytes:
    try:
        if not answers.poll(STARTING_SECONDS) or answers.recv_bytes(100) != _STARTED:
            raise DrawingFailed("The drawing server did not start.")
        if not answers.poll(SECONDS):
            raise DrawingFailed(f"Drawing took longer than {SECONDS} seconds.")
        answer = answers.recv_bytes(LARGEST_FILE)
    except EOFError:
        raise DrawingFailed("The drawing process ended before it was done.") from None
    except OSError as broken:
        raise DrawingFailed("The drawing is larger than a document may be.") from broken
    if answer[:1] != _DRAWN:
        raise DrawingFailed(answer[1:].decode())
    return answer[1:]


def _draw_in_child(answers: Connection, document: Document, seconds: int, drawing: Drawing | None) -> None:
    """Runs in the fork: give up everything that a drawing does not need, then draw."""
    from caseapp.documents.pdf.drawing import draw
    from caseapp.documents.pdf.limits import give_up_everything

    give_up_everything(seconds=seconds, megabytes=MEGABYTES)
    answers.send_bytes(_STARTED)
    try:
        answer = _DRAWN + (drawing or draw)(document)
    except MemoryError:
        answer = _REFUSED + f"Drawing needed more than {MEGABYTES} MB of memory.".encode()
    except Exception as failure:  # every failure of a drawing is an answer; its text may hold a client's words
        answer = _REFUSED + f"Drawing failed: {type(failure).__name__}.".encode()
    answers.send_bytes(answer)


@contextmanager
def _a_place() -> Iterator[None]:
    """One of the places for drawings on this host; they are files, shared by all processes."""
    locks = [FileLock(_places() / f"drawing-{number}.lock") for number in range(AT_ONCE)]
    latest = time.monotonic() + WAITING_SECONDS
    while True:
        for lock in locks:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue
            try:
                yield
            finally:
                lock.release()
            return
        if time.monotonic() > latest:
            raise DrawingFailed("Other documents are being drawn; this one had to wait too long.")
        time.sleep(0.02)


def _places() -> Path:
    places = Path(tempfile.gettempdir()) / f"caseapp-drawing-{os.getuid()}"
    places.mkdir(mode=0o700, exist_ok=True)
    if places.stat(follow_symlinks=False).st_uid != os.getuid():
        raise DrawingFailed("The directory for the drawing locks belongs to somebody else.")
    return places


def _context() -> multiprocessing.context.ForkServerContext:
    return multiprocessing.get_context("forkserver")
