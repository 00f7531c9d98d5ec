"""What the server logs for the operator: one line each on stderr, never anything that a client sent."""

import contextlib
import logging
import sys
import time


def say(sentence: str) -> None:
    """Write one line with the instant in UTC."""
    line = " ".join(sentence.split())
    with contextlib.suppress(OSError):  # whoever read the lines may be gone; the service goes on
        sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} serve: {line}\n")
        sys.stderr.flush()


class LocationOnlyHandler(logging.Handler):
    """Logs where waitress reported something and of what kind; its own words may repeat paths and addresses."""

    def emit(self, record: logging.LogRecord) -> None:
        exception = record.exc_info[0] if record.exc_info else None
        kind = exception.__name__ if exception else record.levelname.lower()
        say(f"web process {record.process}: {kind} at {record.module}.{record.funcName}:{record.lineno}.")


def quiet_waitress(log: logging.Logger) -> None:
    """Let waitress log only warnings and worse, by place and kind."""
    log.handlers = [LocationOnlyHandler(logging.WARNING)]
    log.propagate = False
    log.setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
