"""One drawing in its own process, a fork of the server."""

import hmac
import os
import pickle
import signal
from multiprocessing.connection import Connection
from typing import NoReturn

from caseapp.documents.pdf.drawing import draw
from caseapp.documents.server.messages import DRAWN, REFUSED, STARTED, TURN
from caseapp.documents.server.place import KEY_BYTES
from caseapp.process_limits import give_up_everything

MEGABYTES = 256
_HANDING_OVER_SECONDS = 5
_REPLY_SECONDS = 2


def draw_and_end(answers: Connection, key: bytes) -> NoReturn:
    """Take one document, draw it and end; nothing is written anywhere, because faults may hold a client's words."""
    try:
        _draw(answers, key)
    finally:
        os._exit(0)


def _draw(answers: Connection, key: bytes) -> None:
    signal.alarm(_HANDING_OVER_SECONDS)  # the system ends what does not end
    answers.send_bytes(TURN)
    message = answers.recv_bytes()
    if not hmac.compare_digest(message[:KEY_BYTES], key):
        return
    document, seconds, drawing = pickle.loads(memoryview(message)[KEY_BYTES:])  # nosec B301  # noqa: S301 - it has our key
    signal.alarm(seconds + _REPLY_SECONDS)
    give_up_everything(seconds=seconds, megabytes=MEGABYTES)
    answers.send_bytes(STARTED)
    try:
        answer = DRAWN + (drawing or draw)(document)
    except MemoryError:
        answer = REFUSED + f"Drawing needed more than {MEGABYTES} MB of memory.".encode()
    except Exception as failure:  # every failure of a drawing is an answer; its text may hold a client's words
        answer = REFUSED + f"Drawing failed: {type(failure).__name__}.".encode()
    answers.send_bytes(answer)
